package org.distributedactors.boot.actor;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.distributedactors.boot.exclusive.ExclusiveCandidate;
import org.distributedactors.boot.exclusive.Lease;
import org.distributedactors.boot.exclusive.LeaseAware;
import org.distributedactors.boot.exclusive.Leases;
import org.distributedactors.global.GlobalStart;
import org.distributedactors.node.Node;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Pid;
import org.springframework.beans.factory.ObjectProvider;

/// Runs the actors that are the only ones also while the cluster is parted.
record ExclusiveActors(Node node, GlobalStart.Names names, ObjectProvider<Leases> leases) {

    /// @throws InvalidActorException when what the annotation says does not go together
    static void check(ActorDefinition actor, Class<?> type) {
        if (actor.exclusive() && actor.global().isEmpty()) {
            throw new InvalidActorException(
                    "The actor '%s' is exclusive and has no global name."
                            .formatted(actor.beanName()),
                    "Give it a name of the cluster, @Actor(global = \"…\", exclusive = true).");
        }
        if (actor.exclusive() && !actor.failover()) {
            throw new InvalidActorException(
                    "The actor '%s' is exclusive and has no fail-over: a lock is waited for, or not wanted."
                            .formatted(actor.beanName()),
                    "Leave out failover = false, or exclusive = true.");
        }
        if (!actor.exclusive() && LeaseAware.class.isAssignableFrom(type)) {
            throw new InvalidActorException(
                    "The actor '%s' wants to know its lease and is not exclusive."
                            .formatted(actor.beanName()),
                    "Set exclusive = true, or do not implement LeaseAware.");
        }
    }

    Function<Pid, ProcessBehaviour> candidate(
            ActorDefinition actor,
            SpawnOptions options,
            BiFunction<Pid, Lease, ProcessBehaviour> instances) {
        Leases from = leases.getIfAvailable();
        if (from == null) {
            throw new InvalidActorException(
                    "The actor '%s' is exclusive, and there is no bean of a lock registry whose locks expire and can be renewed."
                            .formatted(actor.beanName()),
                    "Add spring-integration-jdbc, or the module of another store, and a bean whose declared type is its"
                            + " registry, such as JdbcLockRegistry.");
        }
        String name = actor.global().orElseThrow();
        return parent -> new ExclusiveCandidate(from, names, name, options, instances);
    }

    /// On the kernel's thread, where no actor can keep it from ending another one in time.
    SpawnOptions options() {
        return SpawnOptions.DEFAULT.withActivator(node.environment().kernelActivator());
    }
}
