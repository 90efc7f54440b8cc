package org.distributedactors.behaviour;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.distributedactors.process.Down;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnResult;
import org.distributedactors.process.Timer;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Performs what {@link SupervisorState} decides. It never waits: a start is done when the child says {@link ChildReady}, an
/// end when its exit signal comes. So it works on any activator, also on one that has a single thread for everybody.
final class SupervisorProcess implements Readiness {

    private static final Logger log = LoggerFactory.getLogger(SupervisorProcess.class);

    private final SupervisorSpec spec;
    private final @Nullable Pid parent;
    private final Map<Pid, Ending> endings = new HashMap<>();
    private final Map<Reference, Child> namesAwaited = new HashMap<>();
    private final Map<Reference, Pid> endsAwaited = new HashMap<>();
    private @Nullable SupervisorState state;
    private @Nullable Consumer<@Nullable ExitReason> ready;

    /// The child has started.
    private record ChildReady(Child child) {}

    /// Its time to end in order is over.
    private record Deadline(Pid pid) {}

    /// A child that was told to end.
    private record Ending(Reference monitor, @Nullable Timer deadline) {}

    SupervisorProcess(SupervisorSpec spec, @Nullable Pid parent) {
        this.spec = spec;
        this.parent = parent;
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
        SupervisorState fresh = new SupervisorState(spec, self.runtime().ticker());
        state = fresh;
        fresh.boot();
        return perform(self, fresh);
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) {
        SupervisorState present = state;
        if (present == null) {
            return null;
        }
        switch (message) {
            case ChildReady(Child child) -> present.ready(child);
            case Exit(Pid from, ExitReason reason) -> exit(self, present, from, reason);
            case Down down -> down(present, down);
            case Deadline(Pid pid) when present.running(pid) != null ->
                    self.exit(pid, ExitReason.KILL);
            case StopRequest(ExitReason reason) -> present.stop(reason);
            case GenCall(From<?> from, SupervisorMessage request) ->
                    present.request(from.via(self.runtime()), request);
            case Tuple term -> SupervisorQueries.answer(term, present, self.runtime());
            default -> {}
        }
        return perform(self, present);
    }

    private void exit(Self self, SupervisorState present, Pid from, ExitReason reason) {
        if (present.running(from) != null) {
            exited(self, present, from, reason);
        } else if (from.equals(parent) || parent == null && from.equals(self.runtime().outside())) {
            present.stop(reason);
        }
    }

    private void exited(Self self, SupervisorState present, Pid pid, ExitReason reason) {
        Ending ending = endings.remove(pid);
        if (ending != null) {
            endsAwaited.remove(ending.monitor);
            self.demonitor(ending.monitor);
            if (ending.deadline != null) {
                ending.deadline.cancel();
            }
        }
        present.exited(pid, reason);
    }

    /// The owner of a name has ended, or a child that had unlinked itself.
    private void down(SupervisorState present, Down down) {
        Child child = namesAwaited.remove(down.ref());
        if (child != null) {
            present.nameFreed(child);
        }
        Pid ended = endsAwaited.remove(down.ref());
        if (ended != null) {
            endings.remove(ended);
            present.exited(ended, down.reason());
        }
    }

    @Override
    public void terminate(Self self, ExitReason reason) {
        tellReady(reason);
    }

    // ---- steps

    private @Nullable ExitReason perform(Self self, SupervisorState present) {
        for (SupervisorStep step = present.nextStep(); step != null; step = present.nextStep()) {
            switch (step) {
                case SupervisorStep.Start(Child child) -> start(self, present, child);
                case SupervisorStep.Stop(Child child, Pid pid) -> stop(self, child, pid);
                case SupervisorStep.WatchName(Child child, Pid owner) -> {
                    log.warn(
                            "child not started, its name is taken: id={} owner={}",
                            child.spec.id(),
                            owner);
                    namesAwaited.put(self.monitor(owner), child);
                }
                case SupervisorStep.Reply<?> reply -> reply(reply);
                case SupervisorStep.Ready ignored -> tellReady(null);
                case SupervisorStep.Restarting(var child, var reason, int restart) ->
                        spec.listener().restarting(child, reason, restart, spec.intensity());
                case SupervisorStep.GaveUp(var child, var reason) ->
                        spec.listener().gaveUp(child, reason);
                case SupervisorStep.End(ExitReason reason) -> {
                    return reason;
                }
            }
        }
        return null;
    }

    private static <R> void reply(SupervisorStep.Reply<R> reply) {
        reply.to().reply(reply.value());
    }

    private void start(Self self, SupervisorState present, Child child) {
        try {
            ProcessBehaviour behaviour = child.spec.start().apply(self.pid());
            Pid supervisor = self.pid();
            boolean tells = behaviour instanceof Readiness;
            child.supervisor = behaviour instanceof SupervisorProcess;
            if (behaviour instanceof Readiness readiness) {
                readiness.onReady(failure -> {
                    if (failure == null) {
                        self.send(supervisor, new ChildReady(child));
                    }
                });
            }
            switch (self.spawnLink(child.spec.options(), behaviour)) {
                case SpawnResult.AlreadyStarted(Pid owner) -> present.nameTaken(child, owner);
                case SpawnResult.Started(Pid pid) -> {
                    present.spawned(child, pid);
                    if (!tells) {
                        // Now, not by a message: its end may be in the queue already, and one
                        // that has started before it ended is started again.
                        present.ready(child);
                    }
                }
            }
        } catch (RuntimeException failure) {
            if (self.runtime().isClosed()) {
                // All processes are about to be killed, this one too.
                present.stop(ExitReason.SHUTDOWN);
            } else {
                log.error("child cannot start: id={}", child.spec.id(), failure);
            }
            present.notSpawned(child, ExitReason.of(failure));
        }
    }

    /// The monitor tells the end also of a child that has unlinked itself, as OTP's supervisor makes sure.
    private void stop(Self self, Child child, Pid pid) {
        Reference monitor = self.monitor(pid);
        endsAwaited.put(monitor, pid);
        Timer deadline = null;
        switch (child.spec.shutdown()) {
            case Shutdown.BrutalKill ignored -> self.exit(pid, ExitReason.KILL);
            case Shutdown.Infinity ignored -> self.exit(pid, ExitReason.SHUTDOWN);
            case Shutdown.Within(var timeout) -> {
                self.exit(pid, ExitReason.SHUTDOWN);
                deadline = self.sendAfter(timeout, new Deadline(pid));
            }
        }
        endings.put(pid, new Ending(monitor, deadline));
    }
}
