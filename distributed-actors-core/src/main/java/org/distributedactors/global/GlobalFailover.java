package org.distributedactors.global;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import org.distributedactors.process.Down;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.SpawnResult;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One node's part in keeping one process under a global name: while another node has it, watch; when it is lost, try to
/// be the next. One such process runs on each node that could run the named one.
///
/// Nobody elects anybody. Each candidate starts an instance, the instance registers itself ({@link GlobalStart}), and
/// `global` lets exactly one of them have the name; the others' instances end before the user's code ran.
///
/// | State    | Learns                                      | Does                              | Next     |
/// |----------|---------------------------------------------|-----------------------------------|----------|
/// | RUNNING  | our instance found the name taken           | watches the owner                 | WATCHING |
/// | RUNNING  | it ended with `normal`                      | ends with `normal`                | –        |
/// | RUNNING  | it was killed, or told to shut down         | tries again after a moment        | WAITING  |
/// | RUNNING  | it failed                                   | ends with its reason              | –        |
/// | WATCHING | the owner ended with `normal`               | ends with `normal`                | –        |
/// | WATCHING | it was lost with its node, or shut down     | tries after a moment              | WAITING  |
/// | WATCHING | it failed while its node lives              | tries after the handicap          | WAITING  |
/// | WAITING  | time is over                                | starts an instance                | RUNNING  |
/// | RUNNING  | our instance goes on on another node        | watches it there                  | WATCHING |
/// | WATCHING, WAITING | it has come here from another node | takes it on                       | RUNNING  |
/// | any      | its supervisor shuts it down                | shuts the instance down, then ends | –       |
///
/// - `normal` is an instance that has done what it was for: nobody starts another one until an application starts.
/// - An instance that fails is restarted where it was: this process ends with it, and its supervisor, which counts,
///   starts both again. The handicap leaves that node the time; it keeps the name if nobody else was quicker, and when
///   its supervisor gives up another node is next.
/// - After a partition `global` kills one of two owners. Its candidate tries again, finds the name taken and watches
///   the survivor; while partitions join registering waits, so this is one attempt and no loop.
/// - An instance that moves is told to the candidates of both nodes, as {@link Departed} and {@link Arrived}. One that has come is
///   watched and not linked, since a link would travel on with it; for the rest it is an instance like one that was started here.
/// - Without fail-over a candidate that finds the name taken ends with `normal`.
public final class GlobalFailover implements ProcessBehaviour {

    private static final Logger log = LoggerFactory.getLogger(GlobalFailover.class);

    /// Also keeps two that miss each other's end from trying in a tight loop.
    private static final Duration MOMENT = Duration.ofMillis(100);

    private static final Duration HANDICAP = Duration.ofSeconds(1);

    private final GlobalStart.Names names;
    private final Term name;
    private final boolean failover;
    private final SpawnOptions options;
    private final Function<Pid, ProcessBehaviour> instances;
    private Predicate<Pid> arrivals = pid -> false;
    private @Nullable Pid instance;

    /// Of an owner on another node, or of an instance that has come from one.
    private @Nullable Reference watch;

    private @Nullable ExitReason stopping;

    /// Says that the wait is over.
    private record Try() {}

    /// Tells a candidate that an instance with the name has come to its node from another one.
    ///
    /// @param instance as which it goes on here
    public record Arrived(Pid instance) {}

    /// Tells a candidate that its instance goes on on another node.
    ///
    /// @param instance that it had
    /// @param there as which it goes on
    public record Departed(Pid instance, Pid there) {}

    /// @param failover whether to watch an owner on another node, or to leave it at one attempt
    /// @param options of each instance
    /// @param instances makes the behaviour of each instance; gets the pid of this process, whose exit is to end the
    ///     instance; what takes time belongs into the behaviour's start
    public GlobalFailover(
            GlobalStart.Names names,
            Term name,
            boolean failover,
            SpawnOptions options,
            Function<Pid, ProcessBehaviour> instances) {
        this.names = names;
        this.name = name;
        this.failover = failover;
        this.options = options;
        this.instances = instances;
    }

    /// Says which processes of this node have come as instances from another one, for a candidate that was not there when they
    /// came.
    public GlobalFailover taking(Predicate<Pid> itsArrivals) {
        arrivals = itsArrivals;
        return this;
    }

    @Override
    public @Nullable ExitReason start(Self self) {
        self.trapExit(true);
        return startInstance(self);
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) {
        return switch (message) {
            case Exit(Pid from, ExitReason reason) when isInstance(from) ->
                    instanceEnded(self, reason);
            case Exit(Pid ignored, ExitReason reason) -> stop(self, reason);
            case Down down when isWatch(down.ref()) ->
                    instance == null
                            ? ownerLost(self, down.reason())
                            : arrivalEnded(self, down.reason());
            case Try ignored when stopping == null && instance == null && watch == null ->
                    startInstance(self);
            case Arrived(Pid here) -> arrived(self, here);
            case Departed(Pid from, Pid there) when isInstance(from) -> departed(self, there);
            default -> null;
        };
    }

    private boolean isInstance(Pid pid) {
        return instance != null && instance.equals(pid);
    }

    private boolean isWatch(Reference ref) {
        return watch != null && watch.equals(ref);
    }

    private @Nullable ExitReason startInstance(Self self) {
        ProcessBehaviour behaviour = new GlobalStart(names, name, instances.apply(self.pid()));
        return switch (self.spawnLink(options, behaviour)) {
            case SpawnResult.Started(Pid pid) -> {
                instance = pid;
                yield null;
            }
            // The local name that goes with the global one belongs to something else.
            case SpawnResult.AlreadyStarted(Pid pid) -> ExitReason.of("already_started");
        };
    }

    private @Nullable ExitReason instanceEnded(Self self, ExitReason reason) {
        instance = null;
        if (stopping != null) {
            return stopping;
        }
        if (GlobalStart.isTaken(reason)) {
            return taken(self, GlobalStart.owner(reason).orElse(null));
        }
        if (reason.equals(ExitReason.KILLED) || (reason.isClean() && !reason.isNormal())) {
            return tryAfter(self, MOMENT);
        }
        return reason;
    }

    private @Nullable ExitReason taken(Self self, @Nullable Pid owner) {
        if (!failover) {
            return ExitReason.NORMAL;
        }
        if (owner == null) {
            return tryAfter(self, MOMENT);
        }
        if (arrivals.test(owner)) {
            return arrived(self, owner);
        }
        log.debug("global name {} belongs to {}, watching it", name, owner);
        watch = self.monitor(owner);
        return null;
    }

    // ---- instances that move

    private @Nullable ExitReason arrived(Self self, Pid here) {
        if (stopping != null) {
            self.exit(here, ExitReason.SHUTDOWN);
        } else if (instance == null) {
            unwatch(self);
            log.debug("global name {} has come here as {}", name, here);
            instance = here;
            watch = self.monitor(here);
        }
        return null;
    }

    private void unwatch(Self self) {
        if (watch != null) {
            self.demonitor(watch);
            watch = null;
        }
    }

    private @Nullable ExitReason arrivalEnded(Self self, ExitReason reason) {
        watch = null;
        return reason.equals(ExitReason.NOPROC)
                ? instanceEnded(self, ExitReason.SHUTDOWN)
                : instanceEnded(self, reason);
    }

    private @Nullable ExitReason departed(Self self, Pid there) {
        if (watch == null && instance != null) {
            self.unlink(instance);
        }
        unwatch(self);
        instance = null;
        return stopping == null ? taken(self, there) : stopping;
    }

    private @Nullable ExitReason ownerLost(Self self, ExitReason reason) {
        watch = null;
        if (reason.isNormal()) {
            return reason;
        }
        boolean nodeIsGone =
                reason.isClean()
                        || reason.equals(ExitReason.NOCONNECTION)
                        || reason.equals(ExitReason.NOPROC);
        return tryAfter(self, nodeIsGone ? MOMENT : HANDICAP);
    }

    private static @Nullable ExitReason tryAfter(Self self, Duration delay) {
        self.sendAfter(delay, new Try());
        return null;
    }

    private @Nullable ExitReason stop(Self self, ExitReason reason) {
        if (instance == null) {
            return reason;
        }
        stopping = reason;
        self.exit(instance, ExitReason.SHUTDOWN);
        return null;
    }
}
