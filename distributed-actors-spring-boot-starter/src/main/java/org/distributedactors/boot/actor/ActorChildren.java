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
import org.distributedactors.behaviour.ChildSpec;
import org.distributedactors.behaviour.Restart;
import org.distributedactors.behaviour.SupervisorSpec;
import org.distributedactors.global.GlobalFailover;
import org.distributedactors.global.GlobalStart;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Pid;
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
/// Each actor has a supervisor of its own, so one that fails again and again stays down alone.
final class ActorChildren {

    private static final Logger log = LoggerFactory.getLogger(ActorChildren.class);

    private final ActorBeans beans;
    private final GlobalStart.Names names;
    private final Duration shutdownTimeout;

    ActorChildren(ActorBeans beans, GlobalStart.Names names, Duration shutdownTimeout) {
        this.beans = beans;
        this.names = names;
        this.shutdownTimeout = shutdownTimeout;
    }

    /// Starts the actors, under one supervisor for all of them.
    Boot boot(List<ActorDefinition> actors) {
        List<ChildSpec> specs = new ArrayList<>();
        Map<ActorDefinition, ActorRestarts> local = new LinkedHashMap<>();
        for (ActorDefinition actor : actors) {
            boolean runsHereOrNowhere = actor.global().isEmpty();
            ActorRestarts restarts = new ActorRestarts(runsHereOrNowhere);
            if (runsHereOrNowhere) {
                local.put(actor, restarts);
            }
            specs.add(supervised(actor, child(actor, restarts)));
        }
        return new Boot(SupervisorSpec.of(specs.toArray(ChildSpec[]::new)), local);
    }

    private static ChildSpec supervised(ActorDefinition actor, ChildSpec child) {
        SupervisorSpec spec =
                SupervisorSpec.of(child).withIntensity(ActorRestarts.MAX, ActorRestarts.PERIOD);
        return ChildSpec.supervisor(actor.beanName(), spec).withRestart(Restart.TRANSIENT);
    }

    private ChildSpec child(ActorDefinition actor, ActorRestarts restarts) {
        Function<Pid, ProcessBehaviour> instances =
                parent -> new ActorProcess(actor, beans, restarts, parent, null);
        SpawnOptions options = actor.name().map(SpawnOptions::named).orElse(SpawnOptions.DEFAULT);
        return actor.global()
                .map(name ->
                        spec(
                                actor,
                                failover(actor, name, options, instances),
                                SpawnOptions.DEFAULT))
                .orElseGet(() -> spec(actor, instances, options));
    }

    private Function<Pid, ProcessBehaviour> failover(
            ActorDefinition actor,
            String name,
            SpawnOptions options,
            Function<Pid, ProcessBehaviour> instances) {
        return parent ->
                new GlobalFailover(names, Binary.utf8(name), actor.failover(), options, instances);
    }

    private ChildSpec spec(
            ActorDefinition actor, Function<Pid, ProcessBehaviour> start, SpawnOptions options) {
        return new ChildSpec(actor.beanName(), start, Restart.TRANSIENT, shutdownTimeout, options);
    }

    /// One start of all actors.
    ///
    /// @param spec for their supervisor
    /// @param local those that run here or nowhere
    record Boot(SupervisorSpec spec, Map<ActorDefinition, ActorRestarts> local) {

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
