package org.distributedactors.global;

import java.util.List;
import org.distributedactors.term.Atom;

/// How `global` stands on this node at one moment, for people who look for what is held up.
///
/// @param known the other nodes of our partition
/// @param synced the nodes whose names are ours
/// @param joining connected nodes that do not belong to our partition yet
/// @param awaited nodes that have not answered a request of ours yet
/// @param names how many names there are
/// @param waiting how many changes of names wait for the lock
/// @param lockerQueue how many attempts to join wait for the locker; no more than there are nodes
public record GlobalStatus(
        List<Atom> known,
        List<Atom> synced,
        List<Atom> joining,
        List<Atom> awaited,
        int names,
        int waiting,
        int lockerQueue) {}
