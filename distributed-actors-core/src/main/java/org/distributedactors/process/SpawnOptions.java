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
/// @param announce gets the pid before the process can run, so whatever it does comes before the process's first signal
public record SpawnOptions(
        @Nullable Atom name,
        @Nullable Activator activator,
        @Nullable Object protocol,
        List<Pid> links,
        List<WatchedBy> watchers,
        Consumer<Pid> announce) {

    public static final SpawnOptions DEFAULT =
            new SpawnOptions(null, null, null, List.of(), List.of(), pid -> {});

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
        return new SpawnOptions(newName, activator, protocol, links, watchers, announce);
    }

    public SpawnOptions withActivator(Activator newActivator) {
        return new SpawnOptions(name, newActivator, protocol, links, watchers, announce);
    }

    public SpawnOptions withProtocol(@Nullable Object newProtocol) {
        return new SpawnOptions(name, activator, newProtocol, links, watchers, announce);
    }

    public SpawnOptions linkedTo(Pid other) {
        List<Pid> all = new ArrayList<>(links);
        all.add(other);
        return new SpawnOptions(name, activator, protocol, all, watchers, announce);
    }

    public SpawnOptions monitoredBy(Pid watcher, Reference ref) {
        List<WatchedBy> all = new ArrayList<>(watchers);
        all.add(new WatchedBy(watcher, ref));
        return new SpawnOptions(name, activator, protocol, links, all, announce);
    }

    public SpawnOptions announcing(Consumer<Pid> newAnnounce) {
        return new SpawnOptions(
                name, activator, protocol, links, watchers, announce.andThen(newAnnounce));
    }
}
