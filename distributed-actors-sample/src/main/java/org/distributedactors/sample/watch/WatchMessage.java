package org.distributedactors.sample.watch;

import java.util.List;
import org.distributedactors.behaviour.Call;
import org.distributedactors.term.Pid;

/// What the watcher understands. A request names the type of its reply.
public sealed interface WatchMessage {

    /// Watch this process, and start another one of its type when its node is lost.
    record Watch(String type, String name, Pid pid)
            implements WatchMessage, Call<WatchMessage, Watched> {}

    /// All that was ever watched.
    record All() implements WatchMessage, Call<WatchMessage, List<Watched>> {}

    /// What was seen lately, the newest first.
    record Events() implements WatchMessage, Call<WatchMessage, List<Event>> {}
}
