package org.distributedactors.node;

import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// How a process that asks for another one on another node is tied to it from the start, the options `link` and `monitor` of
/// `spawn_request`. No end of the new process is missed, however soon it comes.
///
/// @param parent who asks; null for nobody in particular
/// @param linked whether the two are linked
/// @param monitor under which the parent watches; null for not at all
public record SpawnTies(@Nullable Pid parent, boolean linked, @Nullable Reference monitor) {

    /// Nobody is tied to the process.
    public static final SpawnTies NONE = new SpawnTies(null, false, null);

    private static final Atom LINK = Atom.of("link");
    private static final Atom MONITOR = Atom.of("monitor");

    /// @throws IllegalArgumentException when nobody is tied, but somehow
    public SpawnTies {
        if (parent == null && (linked || monitor != null)) {
            throw new IllegalArgumentException("nobody cannot be linked, nor watch");
        }
    }

    /// Linked with the parent.
    public static SpawnTies link(Pid parent) {
        return new SpawnTies(parent, true, null);
    }

    /// Watched by the parent.
    ///
    /// @param monitor made by this node for this
    public static SpawnTies monitor(Pid parent, Reference monitor) {
        return new SpawnTies(parent, false, monitor);
    }

    ListTerm options() {
        if (linked) {
            return monitor == null ? ListTerm.of(LINK) : ListTerm.of(LINK, MONITOR);
        }
        return monitor == null ? ListTerm.EMPTY : ListTerm.of(MONITOR);
    }
}
