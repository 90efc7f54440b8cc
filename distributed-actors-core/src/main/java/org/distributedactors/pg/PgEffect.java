package org.distributedactors.pg;

import java.util.List;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;

/// One thing to be done for {@link PgScopeState}. Effects are carried out in the order they are given.
sealed interface PgEffect {

    /// Send to the scope's process of another node, if a connection stands.
    record Send(Pid to, PgMessage message) implements PgEffect {}

    /// Ask whoever runs this scope on a node, if a connection stands.
    record Discover(Atom node) implements PgEffect {}

    /// Watch a process; {@link PgScopeState#down} is told when it ends or its node is lost.
    record Monitor(Pid target) implements PgEffect {}

    /// End the watch.
    record Demonitor(Pid target) implements PgEffect {}

    /// Tell a process that watches a group, or all of them.
    record Notify(Pid watcher, Reference ref, boolean join, Term group, List<Pid> pids)
            implements PgEffect {}
}
