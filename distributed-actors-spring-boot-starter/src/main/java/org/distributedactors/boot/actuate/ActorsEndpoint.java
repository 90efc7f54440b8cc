package org.distributedactors.boot.actuate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.distributedactors.boot.actor.ActorInstances;
import org.distributedactors.node.Node;
import org.distributedactors.process.ProcessInfo;
import org.distributedactors.process.ProcessRelations;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/// Shows the actors that run on this node; with a name or pid behind it, one of them, with all it is linked with and
/// watches, and what it is doing.
///
/// An actor itself says what it is linked with, between two messages. One that is in a handler for longer than a quarter of
/// a second is shown without.
@Endpoint(id = "actors", defaultAccess = Access.READ_ONLY)
public final class ActorsEndpoint {

    /// How many are listed at most.
    static final int MAX = 500;

    private static final int PATIENCE_MILLIS = 250;

    private final ActorInstances instances;
    private final Node node;

    public ActorsEndpoint(ActorInstances instances, Node node) {
        this.instances = instances;
        this.node = node;
    }

    @ReadOperation
    public ActorsDescriptor actors() {
        List<ActorInstances.Status> all = instances.all();
        List<ActorInstances.Status> listed = all.stream().limit(MAX).toList();
        Map<Pid, ProcessRelations> relations = relations(listed);
        return new ActorsDescriptor(
                all.size(),
                listed.stream()
                        .map(actor -> ActorsDescriptor.Actor.of(actor, relations.get(actor.pid())))
                        .toList(),
                all.size() > MAX ? true : null);
    }

    /// @param nameOrPid a local name, a global one, or a pid as it is listed
    @ReadOperation
    public ActorsDescriptor.@Nullable Details actor(@Selector String nameOrPid) {
        return instances.all().stream()
                .filter(actor -> ActorsDescriptor.Actor.of(actor, null).isCalled(nameOrPid))
                .findFirst()
                .flatMap(this::details)
                .orElse(null);
    }

    /// Looked at before it is asked: else it would be seen answering.
    private Optional<ActorsDescriptor.Details> details(ActorInstances.Status actor) {
        if (!node.isUp()) {
            return Optional.empty();
        }
        Optional<ProcessInfo> seen = node.processes().info(actor.pid());
        ProcessRelations relations = relations(List.of(actor)).get(actor.pid());
        return seen.map(info -> ActorsDescriptor.Details.of(actor, info, relations));
    }

    /// What these say in time of their links and monitors.
    private Map<Pid, ProcessRelations> relations(List<ActorInstances.Status> actors) {
        Map<Pid, ProcessRelations> told = new HashMap<>();
        if (!node.isUp()) {
            return told;
        }
        Map<Pid, CompletableFuture<Optional<ProcessRelations>>> asked = new HashMap<>();
        for (ActorInstances.Status actor : actors) {
            asked.put(actor.pid(), node.processes().relations(actor.pid()).toCompletableFuture());
        }
        awaitAll(asked.values().toArray(CompletableFuture<?>[]::new));
        asked.forEach((pid, answer) -> {
            if (answer.isDone() && !answer.isCompletedExceptionally()) {
                answer.join().ifPresent(relations -> told.put(pid, relations));
            }
        });
        return told;
    }

    private static void awaitAll(CompletableFuture<?>[] answers) {
        try {
            CompletableFuture.allOf(answers).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException someAreBusy) {
            // They are shown without.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
