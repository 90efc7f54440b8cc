package org.distributedactors.boot.actor;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.distributedactors.node.Node;
import org.distributedactors.process.MonitorBook;
import org.distributedactors.process.ProcessInfo;
import org.distributedactors.process.Self;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// The actors that run on this node, for whoever looks. Any thread may call.
public final class ActorInstances {

    private static final int FIRST_PRUNING = 1024;

    private final Node node;
    private final Map<Pid, Instance> running = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> starts = new ConcurrentHashMap<>();
    private volatile int pruneAt = FIRST_PRUNING;

    ActorInstances(Node node) {
        this.node = node;
    }

    /// What an actor is at in the moment in which one looks.
    public enum State {
        /// For a message.
        WAITING,
        /// Handles one.
        RUNNING,
        /// Ends.
        STOPPING
    }

    /// One running actor.
    ///
    /// @param name on this node
    /// @param global in the cluster
    /// @param type what other nodes call it
    /// @param mailbox about how many messages wait
    /// @param handled how many it has taken
    /// @param restarts how often it was started again on this node
    /// @param monitors how many it has set
    /// @param since when it started
    public record Status(
            Pid pid,
            @Nullable String name,
            @Nullable String global,
            String type,
            State state,
            int mailbox,
            long handled,
            long restarts,
            long monitors,
            Instant since) {}

    /// All that run, the oldest first.
    public List<Status> all() {
        Map<Pid, Long> monitors = monitors();
        return running.values().stream()
                .map(instance -> status(instance, monitors.getOrDefault(instance.pid, 0L)))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(Status::since).thenComparing(Status::pid))
                .toList();
    }

    /// How many run.
    public int count() {
        prune();
        return running.size();
    }

    private Map<Pid, Long> monitors() {
        return node.isUp()
                ? node.processes().monitors().active().stream()
                        .collect(
                                Collectors.groupingBy(
                                        MonitorBook.Entry::watcher, Collectors.counting()))
                : Map.of();
    }

    private Optional<Status> status(Instance instance, long monitors) {
        Optional<ProcessInfo> info =
                node.isUp() ? node.processes().info(instance.pid) : Optional.empty();
        return info.map(now -> instance.status(now, monitors));
    }

    Instance started(Self self, ActorDefinition actor) {
        if (running.size() >= pruneAt) {
            prune();
            pruneAt = Math.max(FIRST_PRUNING, 2 * running.size());
        }
        long before = 0;
        if (actor.startsAtBoot()) {
            before =
                    starts.computeIfAbsent(actor.beanName(), ignored -> new AtomicLong())
                            .getAndIncrement();
        }
        Instant since = self.runtime().clock().instant();
        Instance instance = new Instance(self.pid(), actor, before, since);
        running.put(self.pid(), instance);
        return instance;
    }

    void ended(Pid pid) {
        running.remove(pid);
    }

    /// Those that were killed have told nobody.
    private void prune() {
        boolean up = node.isUp();
        running.keySet().removeIf(pid -> !up || !node.processes().isAlive(pid));
    }

    /// One running actor, as its process keeps it.
    static final class Instance {

        private final Pid pid;
        private final ActorDefinition actor;
        private final long restarts;
        private final Instant since;
        private final AtomicLong handled = new AtomicLong();
        private volatile boolean stopping;

        private Instance(Pid pid, ActorDefinition actor, long restarts, Instant since) {
            this.pid = pid;
            this.actor = actor;
            this.restarts = restarts;
            this.since = since;
        }

        /// Called by the process alone.
        void handled() {
            handled.lazySet(handled.getPlain() + 1);
        }

        void stopping() {
            stopping = true;
        }

        private Status status(ProcessInfo info, long monitors) {
            State state = info.idle() ? State.WAITING : State.RUNNING;
            return new Status(
                    pid,
                    actor.name().orElse(null),
                    actor.global().orElse(null),
                    actor.type(),
                    stopping ? State.STOPPING : state,
                    info.queueLength(),
                    handled.get(),
                    restarts,
                    monitors,
                    since);
        }
    }
}
