package org.distributedactors.sample.watch;

import java.util.List;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.boot.actor.Whereis;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What the watcher of this node saw, the newest first.
@RestController
class EventController {

    private final ServerRef<WatchMessage> watcher;

    EventController(@Whereis(local = "watcher") ServerRef<WatchMessage> watcher) {
        this.watcher = watcher;
    }

    @GetMapping("/events")
    List<Event> events() {
        return watcher.call(new WatchMessage.Events());
    }
}
