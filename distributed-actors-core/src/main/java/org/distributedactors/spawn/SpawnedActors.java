package org.distributedactors.spawn;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.distributedactors.behaviour.ChildSpec;
import org.distributedactors.behaviour.Restart;
import org.distributedactors.behaviour.SupervisorSpec;
import org.distributedactors.node.Node;
import org.distributedactors.process.Awaiting;
import org.distributedactors.process.Destination;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Looks after the actors of this node that somebody spawned by their type: the process `distributed_actors_spawned`. Any
/// thread may use it.
///
/// ```
/// distributed_actors_spawned
///   ├ an actor that is not started again
///   └ a supervisor                       for each actor that is
///       └ the actor
/// ```
///
/// An actor starts on the thread that asks, so they do not queue up behind each other. It is watched and not linked: a link
/// would go with it to another node, and there it would end when this one does. When the node leaves they all get `shutdown`
/// at once, and `kill` when their time is over.
public final class SpawnedActors {

    private static final Atom NAME = Atom.of("distributed_actors_spawned");
    private static final int MAX_RESTARTS = 10;
    private static final Duration RESTART_PERIOD = Duration.ofMinutes(1);

    private final Node node;
    private final int limit;
    private final AtomicLong started = new AtomicLong();
    private final Map<Pid, Running> running = new ConcurrentHashMap<>();

    /// Those that are started again, with the supervisor of each.
    private final Map<Pid, Pid> children = new ConcurrentHashMap<>();

    private volatile @Nullable Pid supervisor;
    private volatile @Nullable StopAll stopping;
    private volatile Began began = (pid, type, argument, start) -> {};

    /// Hears of each start of an actor, before it runs.
    @FunctionalInterface
    interface Began {

        void began(Pid pid, ActorType type, Term argument, Start start);
    }

    /// @param watch under which this one is told of its end
    private record Running(String type, Reference watch) {}

    /// @param limit how many there may be at a time
    SpawnedActors(Node node, int limit) {
        this.node = node;
        this.limit = limit;
    }

    /// Begins anew, in a new life of the node.
    void start() {
        running.clear();
        children.clear();
        stopping = null;
        supervisor =
                node.spawn(
                                SpawnOptions.DEFAULT
                                        .withName(NAME)
                                        .withActivator(node.environment().kernelActivator()),
                                new Supervising())
                        .pid();
    }

    void onBegin(Began listener) {
        began = listener;
    }

    /// How many there are.
    public int count() {
        return running.size();
    }

    /// Those that there are now.
    public Set<Pid> pids() {
        return Set.copyOf(running.keySet());
    }

    /// The supervisor of all of them.
    ///
    /// @throws IllegalStateException when the node is not up
    public Pid supervisor() {
        Pid parent = supervisor;
        if (parent == null || !node.isUp()) {
            throw new IllegalStateException("node " + node.name() + " is not up");
        }
        return parent;
    }

    /// Whether there are as many as there may be.
    boolean isFull() {
        return running.size() >= limit;
    }

    /// What an actor is called that has been started before.
    Start again(String id) {
        return new Start(supervisor(), id);
    }

    /// What an actor is called that starts for the first time.
    Start firstStart() {
        Pid parent = supervisor();
        String id =
                parent.node().name() + "/" + parent.creation() + "/" + started.incrementAndGet();
        return new Start(parent, id);
    }

    /// Starts one, under supervision.
    ///
    /// @param options of its first start alone; must announce its pid to whoever waits for it
    /// @throws IllegalArgumentException when the argument has the wrong form
    void start(ActorType type, Term argument, Start start, SpawnOptions options) {
        ProcessBehaviour behaviour = type.factory().create(argument, start);
        SpawnOptions first =
                type.restart() == Restart.TEMPORARY ? options : announcingOnce(options);
        SpawnOptions each = first.announcing(pid -> began.began(pid, type, argument, start));
        if (type.restart() == Restart.TEMPORARY) {
            node.spawn(supervised(type, each), behaviour);
        } else {
            AtomicReference<@Nullable Pid> above = new AtomicReference<>();
            SpawnOptions child = each.announcing(pid -> children.put(pid, supervisorIn(above)));
            node.spawn(
                    supervised(type, SpawnOptions.DEFAULT.announcing(above::set)),
                    restarting(type, argument, start, behaviour, child));
        }
    }

    /// It is announced before it starts anything.
    private static Pid supervisorIn(AtomicReference<@Nullable Pid> above) {
        return Objects.requireNonNull(above.get());
    }

    private SpawnOptions supervised(ActorType type, SpawnOptions options) {
        ProcessRuntime processes = node.processes();
        Reference watch = processes.makeRef();
        return options.monitoredBy(processes.outside(), watch)
                .announcing(pid -> noted(processes, pid, type.name(), watch));
    }

    private void noted(ProcessRuntime processes, Pid pid, String type, Reference watch) {
        running.put(pid, new Running(type, watch));
        processes.aliases().open(watch, new Watch(pid), null);
    }

    /// Takes over an actor of this type that has come from another node.
    public void adopt(Pid pid, String type) {
        ProcessRuntime processes = node.processes();
        Reference watch = processes.makeRef();
        noted(processes, pid, type, watch);
        processes.monitor(Destination.of(pid), watch);
    }

    /// Forgets one that has gone to another node. What would start it again here ends, without a word to it.
    public void release(Pid pid) {
        Pid above = children.remove(pid);
        Pid known = above == null ? pid : above;
        Running gone = running.remove(known);
        if (above != null) {
            node.exit(above, ExitReason.KILL);
        }
        if (gone != null) {
            node.processes().aliases().close(gone.watch());
            endIfDone();
        }
    }

    /// One actor's end. Nobody is asked for anything, so there is no answer.
    private final class Watch implements Awaiting {

        private final Pid pid;

        Watch(Pid pid) {
            this.pid = pid;
        }

        @Override
        public void answered(Object message) {}

        @Override
        public void down(ExitReason reason) {
            running.remove(pid);
            children.values().removeIf(pid::equals);
            endIfDone();
        }
    }

    /// The behaviour of the first start was made before, when a wrong argument was still an answer.
    private static ProcessBehaviour restarting(
            ActorType type,
            Term argument,
            Start start,
            ProcessBehaviour behaviour,
            SpawnOptions options) {
        AtomicReference<@Nullable ProcessBehaviour> first = new AtomicReference<>(behaviour);
        ChildSpec child =
                ChildSpec.of(
                                type.name(),
                                parent -> {
                                    ProcessBehaviour made = first.getAndSet(null);
                                    return made == null
                                            ? type.factory().create(argument, start)
                                            : made;
                                })
                        .withRestart(type.restart())
                        .withOptions(options);
        return ChildSpec.supervisor(
                        type.name(),
                        SupervisorSpec.of(child).withIntensity(MAX_RESTARTS, RESTART_PERIOD))
                .start()
                .apply(start.parent());
    }

    private static SpawnOptions announcingOnce(SpawnOptions options) {
        AtomicBoolean announced = new AtomicBoolean();
        return new SpawnOptions(
                options.name(),
                options.activator(),
                options.protocol(),
                options.links(),
                options.watchers(),
                options.mailbox(),
                pid -> {
                    if (announced.compareAndSet(false, true)) {
                        options.announce().accept(pid);
                    }
                });
    }

    // ---- the end

    /// Ends them all, each in order if it can.
    ///
    /// @param time how long they may take; then they are killed
    /// @return done when none is left, with how many had to be killed
    CompletableFuture<Integer> stopAll(Duration time) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        stopping = new StopAll(time, done);
        node.send(supervisor(), stopping);
        return done;
    }

    private void endIfDone() {
        StopAll stop = stopping;
        if (stop != null && running.isEmpty()) {
            stop.done().complete(0);
        }
    }

    private record StopAll(Duration time, CompletableFuture<Integer> done) {}

    private record Late(StopAll stop) {}

    /// The process itself, in whose name they are told to end.
    private final class Supervising implements ProcessBehaviour {

        @Override
        public @Nullable ExitReason start(Self self) {
            self.trapExit(true);
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            switch (message) {
                case StopAll stop -> {
                    running.keySet().forEach(pid -> self.exit(pid, ExitReason.SHUTDOWN));
                    self.sendAfter(stop.time(), new Late(stop));
                    endIfDone();
                }
                case Late(StopAll stop) -> {
                    Set<Pid> late = pids();
                    late.forEach(pid -> self.exit(pid, ExitReason.KILL));
                    stop.done().complete(late.size());
                }
                default -> {}
            }
            return null;
        }
    }
}
