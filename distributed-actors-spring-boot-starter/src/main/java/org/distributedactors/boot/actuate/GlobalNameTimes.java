package org.distributedactors.boot.actuate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.distributedactors.global.GlobalEvent;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Since when each global name has had its owner, as this node saw it. Any thread may call.
final class GlobalNameTimes {

    private final InstantSource clock;
    private final Map<Term, Owned> owned = new ConcurrentHashMap<>();

    private record Owned(Pid pid, Instant since) {}

    GlobalNameTimes(InstantSource clock) {
        this.clock = clock;
    }

    void hear(GlobalEvent event) {
        switch (event) {
            case GlobalEvent.NameRegistered(Term name, Pid pid, var previous) ->
                    owned.put(name, new Owned(pid, clock.instant()));
            case GlobalEvent.NameUnregistered(Term name, Pid pid) ->
                    owned.computeIfPresent(
                            name, (ignored, now) -> now.pid().equals(pid) ? null : now);
            default -> {}
        }
    }

    /// Null when it was not heard of yet.
    @Nullable Instant since(Term name, Pid pid) {
        Owned now = owned.get(name);
        return now != null && now.pid().equals(pid) ? now.since() : null;
    }
}
