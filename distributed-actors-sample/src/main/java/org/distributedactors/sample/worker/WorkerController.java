package org.distributedactors.sample.worker;

import java.util.List;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.boot.actor.Whereis;
import org.distributedactors.sample.watch.WatchMessage;
import org.distributedactors.sample.watch.Watched;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.spawn.SpawnFailedException;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Starts workers on the node the request names, and shows those that were started from here.
@RestController
@RequestMapping("/workers")
class WorkerController {

    private final RemoteSpawner spawner;
    private final ServerRef<WatchMessage> watcher;

    WorkerController(
            RemoteSpawner spawner, @Whereis(local = "watcher") ServerRef<WatchMessage> watcher) {
        this.spawner = spawner;
        this.watcher = watcher;
    }

    @PostMapping
    Watched start(@RequestParam NodeName node, @RequestParam String name) {
        Pid worker = spawner.spawn(node, WorkerActor.TYPE, name);
        return watcher.call(new WatchMessage.Watch(WorkerActor.TYPE, name, worker));
    }

    /// A spawn fails when the node is not there or does not grant it; the exception says which.
    @ExceptionHandler
    ProblemDetail failed(SpawnFailedException failure) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, failure.getMessage());
    }

    @GetMapping
    List<Watched> started() {
        return watcher.call(new WatchMessage.All());
    }
}
