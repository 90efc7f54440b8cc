package org.distributedactors.process;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// How a process starts.
///
/// @param name registered before the process runs; a clash is a result of the spawn
/// @param activator in place of the runtime's; plain processes ignore it
/// @param protocol of a plain process: what messages of other nodes decode to
/// @param links processes it is linked with from the start
/// @param watchers monitors it has from the start
/// @param mailbox how many messages may wait; null for any number
/// @param announce gets the pid before the process can run, so whatever it does comes before the process's first signal
public record SpawnOptions(
        @Nullable Atom name,
        @Nullable Activator activator,
        @Nullable Object protocol,
        List<Pid> links,
        List<WatchedBy> watchers,
        @Nullable MailboxBound mailbox,
        Consumer<Pid> announce) {

    public static final SpawnOptions DEFAULT =
            new SpawnOptions(null, null, null, List.of(), List.of(), null, pid -> {});

    /// A monitor made by another node together with the spawn.
    public record WatchedBy(Pid watcher, Reference ref) {}

    public SpawnOptions {
        links = List.copyOf(links);
        watchers = List.copyOf(watchers);
    }

    public static SpawnOptions named(String name) {
        return DEFAULT.withName(Atom.of(name));
    }

    public SpawnOptions withName(@Nullable Atom newName) {
        return new SpawnOptions(newName, activator, protocol, links, watchers, mailbox, announce);
    }

    public SpawnOptions withActivator(Activator newActivator) {
        return new SpawnOptions(name, newActivator, protocol, links, watchers, mailbox, announce);
    }

    public SpawnOptions withProtocol(@Nullable Object newProtocol) {
        return new SpawnOptions(name, activator, newProtocol, links, watchers, mailbox, announce);
    }

    /// At most so many messages may wait.
    public SpawnOptions withMailbox(@Nullable MailboxBound newMailbox) {
        return new SpawnOptions(name, activator, protocol, links, watchers, newMailbox, announce);
    }

    public SpawnOptions linkedTo(Pid other) {
        List<Pid> all = new ArrayList<>(links);
        all.add(other);
        return new SpawnOptions(name, activator, protocol, all, watchers, mailbox, announce);
    }

    public SpawnOptions monitoredBy(Pid watcher, Reference ref) {
        List<WatchedBy> all = new ArrayList<>(watchers);
        all.add(new WatchedBy(watcher, ref));
        return new SpawnOptions(name, activator, protocol, links, all, mailbox, announce);
    }

    public SpawnOptions announcing(Consumer<Pid> newAnnounce) {
        return new SpawnOptions(
                name, activator, protocol, links, watchers, mailbox, announce.andThen(newAnnounce));
    }
}
