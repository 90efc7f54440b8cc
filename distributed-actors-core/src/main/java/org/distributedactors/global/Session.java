package org.distributedactors.global;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.distributedactors.global.GlobalMessage.Resolved;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// One attempt to join with one node: what both sides have said so far. {@link Sessions} decides.
///
/// What arrives before it can be used is kept here: his names until our lock is set, his resolution until ours is
/// done.
final class Session {

    final Atom node;
    final Term ourTag;

    /// From his `init_connect`.
    @Nullable Term hisTag;

    @Nullable Pid hisLocker;

    /// Set when both lockers have the lock.
    @Nullable LockId lock;

    @Nullable List<GlobalName> hisNames;

    /// The conflicts between his names and ours, from when both are there.
    @Nullable ConflictResolution resolution;

    @Nullable Resolved hisResolution;

    /// Nodes that left our partition since this session is open. He has heard of it from us, or will. What he says about
    /// them was said before.
    final Set<Atom> lost = new HashSet<>();

    Session(Atom node, Term ourTag) {
        this.node = node;
        this.ourTag = ourTag;
    }

    boolean hasTags(Term ours, Term his) {
        return ourTag.equals(ours) && his.equals(hisTag);
    }
}
