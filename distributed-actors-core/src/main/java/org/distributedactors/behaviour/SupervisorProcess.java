package org.distributedactors.behaviour;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.distributedactors.behaviour.SupervisorMessage.ChildResult;
import org.distributedactors.process.Down;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnResult;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a {@link Supervisor}. It never waits: a start is done when the child says {@link ChildReady}, an end when its exit
/// signal comes. So it works on any activator, also on one that has a single thread for everybody.
final class SupervisorProcess implements Readiness {

    private static final Logger log = LoggerFactory.getLogger(SupervisorProcess.class);

    private final SupervisorSpec spec;
    private final @Nullable Pid parent;
    private final RestartIntensity intensity;
    private final Map<String, Child> children = new LinkedHashMap<>();
    private final Map<Pid, Child> running = new HashMap<>();
    private final Deque<Child> toStart = new ArrayDeque<>();
    private final Map<Reference, Child> namesAwaited = new HashMap<>();
    private @Nullable Child starting;
    private boolean booting = true;
    private @Nullable ExitReason stopReason;
    private @Nullable Consumer<@Nullable ExitReason> ready;

    /// The child has started, if it has the same pid still.
    private record ChildReady(Child child) {}

    /// Its time to end in order is over.
    private record Deadline(Child child, Pid pid) {}

    SupervisorProcess(SupervisorSpec spec, @Nullable Pid parent) {
        this.spec = spec;
        this.parent = parent;
        this.intensity = new RestartIntensity(spec.intensity(), spec.period());
    }

    @Override
    public void onReady(Consumer<@Nullable ExitReason> listener) {
        ready = listener;
    }

    private void tellReady(@Nullable ExitReason reason) {
        if (ready != null) {
            ready.accept(reason);
            ready = null;
        }
    }

    @Override
    public @Nullable ExitReason start(Self self) {
        self.trapExit(true);
        for (ChildSpec child : spec.children()) {
            add(new Child(child));
        }
        return startNext(self);
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) {
        return switch (message) {
            case ChildReady(Child child) -> childReady(self, child);
            case Exit(Pid from, ExitReason reason) -> exit(self, from, reason);
            case Down down -> nameFreed(self, down.ref());
            case Deadline(Child child, Pid pid) -> {
                if (pid.equals(child.pid)) {
                    self.exit(pid, ExitReason.KILL);
                }
                yield null;
            }
            case StopRequest(ExitReason reason) -> beginStop(self, reason);
            case GenCall(From<?> from, SupervisorMessage request) ->
                    call(self, from.via(self.runtime()), request);
            default -> null;
        };
    }

    @Override
    public void terminate(Self self, ExitReason reason) {
        tellReady(reason);
    }

    @SuppressWarnings("unchecked") // each request is a call of the type it is answered with
    private @Nullable ExitReason call(Self self, From<?> from, SupervisorMessage request) {
        return switch (request) {
            case SupervisorMessage.StartChild(ChildSpec child) ->
                    startChild(self, child, (From<ChildResult>) from);
            case SupervisorMessage.StopChild(String id) ->
                    stopChild(self, id, (From<Boolean>) from);
            case SupervisorMessage.WhichChildren which -> {
                ((From<Object>) from).reply(children.values().stream().map(Child::info).toList());
                yield null;
            }
        };
    }

    // ---- starting

    private void add(Child child) {
        children.put(child.spec.id(), child);
        toStart.addLast(child);
    }

    private @Nullable ExitReason startChild(
            Self self, ChildSpec childSpec, From<ChildResult> from) {
        Child known = children.get(childSpec.id());
        if (known != null && known.pid != null) {
            from.reply(new ChildResult.AlreadyStarted(known.pid));
            return null;
        }
        if (known != null && known.state != Child.State.STOPPED) {
            from.reply(new ChildResult.Failed(ExitReason.of("already_present")));
            return null;
        }
        Child child = new Child(childSpec);
        child.starter = from;
        add(child);
        return startNext(self);
    }

    /// One after the other, so that a child can rely on those before it.
    private @Nullable ExitReason startNext(Self self) {
        while (starting == null && stopReason == null) {
            Child child = toStart.pollFirst();
            if (child == null) {
                booting = false;
                tellReady(null);
                return null;
            }
            start(self, child);
        }
        return null;
    }

    private void start(Self self, Child child) {
        ProcessBehaviour behaviour = child.spec.start().apply(self.pid());
        Pid supervisor = self.pid();
        boolean tells = behaviour instanceof Readiness;
        if (behaviour instanceof Readiness readiness) {
            readiness.onReady(failure -> {
                if (failure == null) {
                    self.send(supervisor, new ChildReady(child));
                }
            });
        }
        switch (self.spawnLink(child.spec.options(), behaviour)) {
            case SpawnResult.AlreadyStarted(Pid owner) -> {
                log.warn(
                        "child not started, its name is taken: id={} owner={}",
                        child.spec.id(),
                        owner);
                child.state = Child.State.STOPPED;
                if (child.starter == null) {
                    namesAwaited.put(self.monitor(owner), child);
                }
                child.started(new ChildResult.AlreadyStarted(owner));
            }
            case SpawnResult.Started(Pid pid) -> {
                child.pid = pid;
                child.state = Child.State.STARTING;
                running.put(pid, child);
                starting = child;
                if (!tells) {
                    self.send(supervisor, new ChildReady(child));
                }
            }
        }
    }

    /// Whoever had the name may only have been about to end: children of a supervisor that was killed outlive it for a
    /// moment. So a child of the supervisor's own does not stay away for good.
    private @Nullable ExitReason nameFreed(Self self, Reference ref) {
        Child child = namesAwaited.remove(ref);
        if (child == null
                || stopReason != null
                || child.state != Child.State.STOPPED
                || !child.equals(children.get(child.spec.id()))) {
            return null;
        }
        child.state = Child.State.WAITING;
        toStart.addLast(child);
        return startNext(self);
    }

    private @Nullable ExitReason childReady(Self self, Child child) {
        if (!child.equals(starting)) {
            return null;
        }
        starting = null;
        if (child.pid != null && child.state == Child.State.STARTING) {
            child.state = Child.State.RUNNING;
            child.started(new ChildResult.Started(child.pid));
        }
        return startNext(self);
    }

    // ---- ends of children

    private @Nullable ExitReason exit(Self self, Pid from, ExitReason reason) {
        Child child = running.remove(from);
        if (child == null) {
            boolean fromAbove =
                    from.equals(parent) || parent == null && from.equals(self.runtime().outside());
            return fromAbove ? beginStop(self, reason) : null;
        }
        Child.State before = child.state;
        child.ended();
        if (child.equals(starting)) {
            starting = null;
        }
        if (stopReason != null) {
            return stopNext(self);
        }
        return switch (before) {
            case STOPPING -> {
                children.remove(child.spec.id(), child);
                yield startNext(self);
            }
            case STARTING -> startFailed(self, child, reason);
            default -> ended(self, child, reason);
        };
    }

    private @Nullable ExitReason startFailed(Self self, Child child, ExitReason reason) {
        if (child.starter != null) {
            child.started(new ChildResult.Failed(reason));
            children.remove(child.spec.id(), child);
            return startNext(self);
        }
        if (booting) {
            Tuple why =
                    Tuple.of(
                            Atom.of("failed_to_start_child"),
                            Binary.utf8(child.spec.id()),
                            reason.term());
            return beginStop(self, ExitReason.shutdown(why));
        }
        return restart(self, child, reason);
    }

    private @Nullable ExitReason ended(Self self, Child child, ExitReason reason) {
        boolean again =
                switch (child.spec.restart()) {
                    case PERMANENT -> true;
                    case TRANSIENT -> !reason.isClean();
                    case TEMPORARY -> false;
                };
        if (again) {
            return restart(self, child, reason);
        }
        if (child.spec.restart() == Restart.TEMPORARY) {
            children.remove(child.spec.id(), child);
        }
        return startNext(self);
    }

    private @Nullable ExitReason restart(Self self, Child child, ExitReason reason) {
        if (intensity.exceededAt(self.runtime().ticker().nanos())) {
            log.error(
                    "too many restarts, the supervisor ends: id={} supervisor={}",
                    child.spec.id(),
                    self.pid());
            return beginStop(self, ExitReason.SHUTDOWN);
        }
        child.restarts++;
        log.info("child starts again: id={} restarts={}", child.spec.id(), child.restarts);
        child.state = Child.State.WAITING;
        toStart.addLast(child);
        return startNext(self);
    }

    // ---- stopping

    private @Nullable ExitReason stopChild(Self self, String id, From<Boolean> from) {
        Child child = children.get(id);
        if (child == null || child.pid == null) {
            toStart.remove(child);
            from.reply(children.remove(id) != null);
            return null;
        }
        child.stopper = from;
        stop(self, child, child.pid);
        return null;
    }

    private void stop(Self self, Child child, Pid pid) {
        child.state = Child.State.STOPPING;
        if (child.spec.shutdown().isZero()) {
            self.exit(pid, ExitReason.KILL);
            return;
        }
        self.exit(pid, ExitReason.SHUTDOWN);
        child.deadline = self.sendAfter(child.spec.shutdown(), new Deadline(child, pid));
    }

    private @Nullable ExitReason beginStop(Self self, ExitReason reason) {
        if (stopReason != null) {
            return null;
        }
        stopReason = reason;
        toStart.clear();
        return stopNext(self);
    }

    /// The last one that runs; the end of the supervisor when there is none.
    private @Nullable ExitReason stopNext(Self self) {
        Child last = null;
        for (Child child : children.values()) {
            last = child.pid == null ? last : child;
        }
        if (last == null || last.pid == null) {
            return stopReason;
        }
        if (last.state != Child.State.STOPPING) {
            stop(self, last, last.pid);
        }
        return null;
    }
}
