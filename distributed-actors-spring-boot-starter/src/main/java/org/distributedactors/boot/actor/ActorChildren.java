package org.distributedactors.boot.actor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.distributedactors.behaviour.ChildSpec;
import org.distributedactors.behaviour.Restart;
import org.distributedactors.behaviour.SupervisorSpec;
import org.distributedactors.global.GlobalFailover;
import org.distributedactors.global.GlobalStart;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the supervisor of an application looks after.
///
/// ```
/// distributed_actors_sup
///   └ a supervisor for each actor       counts its restarts
///       ├ the actor                     with a name on this node
///       └ or: its fail-over             with a name in the cluster
///           └ the actor                 on one node of all that have it
/// ```
///
/// Each actor has a supervisor of its own, so one that fails again and again stays down alone; {@link ActorStates} and with
/// it the health say so.
final class ActorChildren {

    private static final Logger log = LoggerFactory.getLogger(ActorChildren.class);

    private final ActorBeans beans;
    private final GlobalStart.Names names;
    private final ExclusiveActors exclusive;
    private final @Nullable Majority majority;
    private final MovedActors moved;
    private final ActorStates states;
    private final Duration shutdownTimeout;

    /// @param majority where actors with a global name may run; null for everywhere
    ActorChildren(
            ActorBeans beans,
            GlobalStart.Names names,
            ExclusiveActors exclusive,
            @Nullable Majority majority,
            MovedActors moved,
            ActorStates states,
            Duration shutdownTimeout) {
        this.beans = beans;
        this.names = names;
        this.exclusive = exclusive;
        this.majority = majority;
        this.moved = moved;
        this.states = states;
        this.shutdownTimeout = shutdownTimeout;
    }

    /// Starts the actors, under one supervisor for all of them.
    Boot boot(List<ActorDefinition> actors) {
        List<ChildSpec> specs = new ArrayList<>();
        Map<ActorDefinition, ActorRestarts> local = new LinkedHashMap<>();
        for (ActorDefinition actor : actors) {
            boolean runsHereOrNowhere = actor.global().isEmpty();
            ActorRestarts restarts = new ActorRestarts(actor, runsHereOrNowhere, states);
            if (runsHereOrNowhere) {
                local.put(actor, restarts);
            }
            specs.add(supervised(actor, child(actor, restarts), restarts));
        }
        return new Boot(
                SupervisorSpec.of(specs.toArray(ChildSpec[]::new)), local, ownedSoon(actors));
    }

    /// The names that somebody should have soon, here or elsewhere: not those that wait for a lease, nor on a side that may
    /// have none.
    private List<String> ownedSoon(List<ActorDefinition> actors) {
        return majority != null
                ? List.of()
                : actors.stream()
                        .filter(actor -> !actor.exclusive())
                        .flatMap(actor -> actor.global().stream())
                        .toList();
    }

    private static ChildSpec supervised(
            ActorDefinition actor, ChildSpec child, ActorRestarts restarts) {
        SupervisorSpec spec =
                SupervisorSpec.of(child)
                        .withIntensity(ActorRestarts.MAX, ActorRestarts.PERIOD)
                        .withListener(restarts);
        return ChildSpec.supervisor(actor.beanName(), spec).withRestart(Restart.TRANSIENT);
    }

    private ChildSpec child(ActorDefinition actor, ActorRestarts restarts) {
        Function<Pid, ProcessBehaviour> instances =
                parent -> instance(actor, restarts, () -> parent);
        moved.maker(actor, parent -> instance(actor, restarts, parent).coming());
        SpawnOptions options =
                actor.name()
                        .map(SpawnOptions::named)
                        .orElse(SpawnOptions.DEFAULT)
                        .withMailbox(actor.mailbox().orElse(null));
        if (actor.exclusive()) {
            return spec(
                    actor,
                    exclusive.candidate(
                            actor,
                            options,
                            (parent, lease) ->
                                    instance(actor, restarts, () -> parent).under(lease)),
                    exclusive.options());
        }
        return actor.global()
                .map(name ->
                        spec(
                                actor,
                                failover(actor, name, options, instances),
                                majority == null ? announced(actor) : SpawnOptions.DEFAULT))
                .orElseGet(() -> spec(actor, instances, options));
    }

    /// Its state is that of the name, whoever has it.
    private ActorProcess instance(
            ActorDefinition actor, ActorRestarts restarts, Supplier<@Nullable Pid> parent) {
        ActorProcess process = new ActorProcess(actor, beans, restarts, parent, null);
        String id =
                actor.global()
                        .map(name -> "global/" + name)
                        .orElseGet(() -> beans.node().name() + "/name/" + actor.beanName());
        return process.called(id, beans.keeper(actor, process::own));
    }

    private Function<Pid, ProcessBehaviour> failover(
            ActorDefinition actor,
            String name,
            SpawnOptions options,
            Function<Pid, ProcessBehaviour> instances) {
        Function<Pid, ProcessBehaviour> candidates =
                parent ->
                        new GlobalFailover(
                                        names,
                                        Binary.utf8(name),
                                        actor.failover(),
                                        options,
                                        instances)
                                .taking(pid -> moved.isHere(actor, pid));
        Majority where = majority;
        return where == null
                ? candidates
                : parent -> new MajorityGate(actor.beanName(), where, announced(actor), candidates);
    }

    private SpawnOptions announced(ActorDefinition actor) {
        return SpawnOptions.DEFAULT.announcing(pid -> moved.candidate(actor, pid));
    }

    private ChildSpec spec(
            ActorDefinition actor, Function<Pid, ProcessBehaviour> start, SpawnOptions options) {
        return ChildSpec.of(actor.beanName(), start)
                .withRestart(Restart.TRANSIENT)
                .withShutdown(shutdownTimeout)
                .withOptions(options);
    }

    /// One start of all actors.
    ///
    /// @param spec for their supervisor
    /// @param local those that run here or nowhere
    /// @param global the names that will have an owner, here or elsewhere
    record Boot(
            SupervisorSpec spec, Map<ActorDefinition, ActorRestarts> local, List<String> global) {

        /// Waits until the actors that run here or nowhere are ready. One that takes longer than the limit goes on
        /// starting.
        ///
        /// @throws ActorStartException when one failed
        void await(Duration limit) {
            local.forEach((actor, restarts) -> await(actor, restarts.firstStart(), limit));
        }

        private static void await(ActorDefinition actor, Future<?> start, Duration limit) {
            try {
                start.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException failure) {
                throw new ActorStartException(actor, failure.getCause());
            } catch (TimeoutException slow) {
                log.warn("Actor '{}' is still starting after {}", actor.beanName(), limit);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
