package org.distributedactors.process;

import java.time.Duration;
import java.util.List;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// What a process has beside its state and its queue, in one moment.
///
/// @param links with whom it is linked
/// @param watches the monitors it has set
/// @param timers the messages that timers are going to bring it
/// @param mailbox how many messages may wait; null for any number
public record TransitSnapshot(
        boolean trapsExits,
        List<Pid> links,
        List<Watch> watches,
        List<Pending> timers,
        @Nullable MailboxBound mailbox) {

    /// A monitor.
    ///
    /// @param ref under which the process knows it
    /// @param target where it is; null when there was nobody
    /// @param shown as the {@link Down} shows it
    public record Watch(Reference ref, @Nullable Destination target, Term shown) {}

    /// A message to come.
    ///
    /// @param left the time until then
    /// @param period between two, for one that comes again and again; zero for one that comes once
    public record Pending(Duration left, Duration period, Object message) {}
}
