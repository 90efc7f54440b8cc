package org.distributedactors.sample.session;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.behaviour.InterfaceClient;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.node.Node;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.spawn.Placement;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.spawn.SpawnFailedException;
import org.distributedactors.term.Pid;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Starts sessions where there is least to do, and shows where they are.
@RestController
@RequestMapping("/sessions")
class SessionController {

    private final RemoteSpawner spawner;
    private final ProcessGroups groups;
    private final Node node;

    SessionController(RemoteSpawner spawner, ProcessGroups groups, Node node) {
        this.spawner = spawner;
        this.groups = groups;
        this.node = node;
    }

    /// @param sessions how many
    /// @param hits how many they have had together
    record Count(long sessions, long hits) {

        Count plus(Count other) {
            return new Count(sessions + other.sessions, hits + other.hits);
        }
    }

    /// @param total of all nodes
    /// @param nodes of each
    record Sessions(Count total, Map<String, Count> nodes) {}

    @PostMapping
    Sessions start(@RequestParam(defaultValue = "1") int count) {
        CompletableFuture<?>[] started =
                IntStream.range(0, count)
                        .mapToObj(i ->
                                spawner.spawnAsync(Placement.leastLoaded(), SessionActor.TYPE, null)
                                        .toCompletableFuture())
                        .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(started).join();
        return all();
    }

    /// One hit for each.
    @PostMapping("/hit")
    Sessions hit() {
        groups.scope().members(Session.GROUP).forEach(pid -> client(pid).hit());
        return all();
    }

    @GetMapping
    Sessions all() {
        Map<String, Count> nodes = new TreeMap<>();
        for (Pid pid : groups.scope().members(Session.GROUP)) {
            nodes.merge(pid.node().name(), look(pid), Count::plus);
        }
        return new Sessions(nodes.values().stream().reduce(new Count(0, 0), Count::plus), nodes);
    }

    /// One that ends or moves in this moment is not counted.
    private Count look(Pid pid) {
        try {
            return new Count(1, client(pid).hits());
        } catch (CallFailedException gone) {
            return new Count(0, 0);
        }
    }

    private Session client(Pid pid) {
        return InterfaceClient.of(Session.class, ServerRef.of(node.processes(), pid));
    }

    @ExceptionHandler
    ProblemDetail failed(SpawnFailedException failure) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, failure.getMessage());
    }
}
