package org.distributedactors.sample.watch;

import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// A watched process as it is shown.
///
/// @param reason why it ended; null while it is alive
public record Watched(
        String name, String pid, String node, boolean alive, @Nullable String reason) {

    static Watched alive(String name, Pid pid) {
        return new Watched(name, pid.toString(), pid.node().name(), true, null);
    }

    Watched lost(String why) {
        return new Watched(name, pid, node, false, why);
    }
}
