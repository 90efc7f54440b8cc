package org.distributedactors.pg;

import java.util.List;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// What the scopes of two nodes say to each other. The sender names itself in each message, as Erlang's do.
sealed interface PgMessage {

    /// The scope's process on the node that sends.
    Pid peer();

    /// "Here I am; tell me yours." Answered with {@link Sync}.
    ///
    /// @param version of the protocol; 0 is the form without a version, which every release takes
    record Discover(Pid peer, int version) implements PgMessage {}

    /// All members of the sender's node. Replaces what was known of them. The second version calls it `local_data`.
    record Sync(Pid peer, List<Entry> groups) implements PgMessage {}

    /// Processes of the sender's node joined one group; a process that is named twice joined twice.
    record Join(Pid peer, Term group, List<Pid> pids) implements PgMessage {}

    /// Each of these processes left each of these groups, once for each time it is named.
    record Leave(Pid peer, List<Pid> pids, List<Term> groups) implements PgMessage {}

    /// Joins and leaves of several groups, of the second version.
    record Update(Pid peer, List<Change> changes) implements PgMessage {}

    /// The members of one group, with one who joined twice named twice.
    record Entry(Term group, List<Pid> pids) {}

    /// What changed in one group.
    record Change(Term group, List<Pid> added, List<Pid> removed) {}
}
