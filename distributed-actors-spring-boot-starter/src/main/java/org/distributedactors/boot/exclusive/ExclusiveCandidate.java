package org.distributedactors.boot.exclusive;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.distributedactors.global.GlobalStart;
import org.distributedactors.process.DelegatingBehaviour;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.MovableBehaviour;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.SpawnResult;
import org.distributedactors.process.Ticker;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One node's part in keeping one process under an exclusive name. One such process runs on each node that could run the named
/// one. First the lease, then the global name, then the user's code; and in reverse at the end: the lock is given back only
/// when the instance has ended.
///
/// | State   | Learns                                        | Does                                   | Next    |
/// |---------|-----------------------------------------------|----------------------------------------|---------|
/// | WAITING | the lease is granted                          | starts an instance                     | RUNNING |
/// | RUNNING | the instance found the name taken, or was killed or shut down | starts another after a moment | RUNNING |
/// | RUNNING | the lease was not renewed for six tenths      | shuts the instance down                | ENDING  |
/// | ENDING  | nor for eight tenths                          | kills it                               | ENDING  |
/// | RUNNING | the lease is lost                             | kills the instance                     | ENDING  |
/// | ENDING  | the instance has ended                        | gives the lock back, waits for it anew | WAITING |
/// | RUNNING | the instance ended with `normal`, or failed   | gives the lock back                    | CLOSING |
/// | any     | its supervisor shuts it down                  | shuts the instance down, then gives the lock back | CLOSING |
/// | CLOSING | the lock is given back, or that takes too long | ends                                  | –       |
///
/// Runs where user code cannot hold it up, and never waits; whatever waits for the store is the keeper's thread. Time is the
/// runtime's monotonic clock.
///
/// An instance that ends with `normal` ends on its node: another candidate takes the lock and begins anew. One that fails is
/// started again by its supervisor, here or, if another candidate is quicker to take the lock, elsewhere.
public final class ExclusiveCandidate implements ProcessBehaviour {

    private static final Logger log = LoggerFactory.getLogger(ExclusiveCandidate.class);

    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final Keepers keepers;
    private final GlobalStart.Names names;
    private final String name;
    private final SpawnOptions options;
    private final BiFunction<Pid, Lease, ProcessBehaviour> instances;
    private State state = State.WAITING;
    private @Nullable Consumer<LeaseKeeper.Order> keeper;
    private @Nullable Lease lease;
    private @Nullable Pid instance;
    private @Nullable ExitReason closing;

    /// Starts whatever holds leases.
    interface Keepers {

        /// @param listener is told of the lease for this name
        /// @return takes the orders
        Consumer<LeaseKeeper.Order> keep(String name, Ticker ticker, LeaseKeeper.Listener listener);
    }

    private enum State {
        WAITING,
        RUNNING,
        ENDING,
        CLOSING
    }

    private record Granted(Lease lease) {}

    private record Lost(Lease lease) {}

    private record Closed() {}

    /// Time to look how old the lease is.
    private record Check(Lease lease) {}

    private record StartAgain(Lease lease) {}

    /// @param options of each instance
    /// @param instances makes the behaviour of each instance; gets the pid of this process, whose exit is to end the
    ///     instance, and the instance's lease
    public ExclusiveCandidate(
            Leases leases,
            GlobalStart.Names names,
            String name,
            SpawnOptions options,
            BiFunction<Pid, Lease, ProcessBehaviour> instances) {
        this((Keepers) leases, names, name, options, instances);
    }

    ExclusiveCandidate(
            Keepers keepers,
            GlobalStart.Names names,
            String name,
            SpawnOptions options,
            BiFunction<Pid, Lease, ProcessBehaviour> instances) {
        this.keepers = keepers;
        this.names = names;
        this.name = name;
        this.options = options;
        this.instances = instances;
    }

    /// The keeper's reports, as messages to this process.
    private record Reports(ProcessRuntime runtime, Pid candidate) implements LeaseKeeper.Listener {

        @Override
        public void granted(Lease lease) {
            runtime.send(candidate, new Granted(lease));
        }

        @Override
        public void lost(Lease lease) {
            runtime.send(candidate, new Lost(lease));
        }

        @Override
        public void closed() {
            runtime.send(candidate, new Closed());
        }

        @Override
        public boolean isAlive() {
            return runtime.isAlive(candidate);
        }
    }

    @Override
    public @Nullable ExitReason start(Self self) {
        self.trapExit(true);
        Reports reports = new Reports(self.runtime(), self.pid());
        keeper = keepers.keep(name, self.runtime().ticker(), reports);
        return null;
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) {
        return switch (message) {
            case Granted(Lease granted) when state == State.WAITING -> begin(self, granted);
            case Lost(Lease lost) when lost.equals(lease) -> lost(self);
            case Check(Lease checked) when checked.equals(lease) -> check(self, checked);
            case StartAgain(Lease still) when still.equals(lease) && state == State.RUNNING ->
                    startInstance(self, still);
            case Exit(Pid from, ExitReason reason) when from.equals(instance) ->
                    instanceEnded(self, reason);
            case Exit(Pid ignored, ExitReason reason) -> stop(self, reason);
            case Closed ignored -> closed();
            default -> null;
        };
    }

    private @Nullable ExitReason begin(Self self, Lease granted) {
        lease = granted;
        state = State.RUNNING;
        self.sendAfter(granted.times().endAfter(), new Check(granted));
        return startInstance(self, granted);
    }

    private @Nullable ExitReason startInstance(Self self, Lease granted) {
        if (instance != null) {
            return null;
        }
        ProcessBehaviour guarded = new Guarded(granted, instances.apply(self.pid(), granted));
        ProcessBehaviour named = new GlobalStart(names, Binary.utf8(name), guarded);
        switch (self.spawnLink(options, named)) {
            case SpawnResult.Started(Pid pid) -> instance = pid;
            // The local name belongs to something else, or to an instance that is about to end.
            case SpawnResult.AlreadyStarted ignored ->
                    self.sendAfter(MOMENT, new StartAgain(granted));
        }
        return null;
    }

    private @Nullable ExitReason check(Self self, Lease checked) {
        Duration age = checked.age();
        Duration endAfter = checked.times().endAfter();
        Duration killAfter = checked.times().killAfter();
        if (age.compareTo(killAfter) >= 0) {
            return lost(self);
        }
        if (state == State.RUNNING && age.compareTo(endAfter) >= 0) {
            log.atWarn()
                    .addKeyValue("name", name)
                    .log("Exclusive name {} ends here: its lock was not renewed for {}", name, age);
            end(self, ExitReason.SHUTDOWN);
        }
        if (lease != null) {
            Duration next = state == State.RUNNING ? endAfter : killAfter;
            self.sendAfter(next.minus(age), new Check(checked));
        }
        return null;
    }

    private @Nullable ExitReason lost(Self self) {
        end(self, ExitReason.KILL);
        return null;
    }

    private void end(Self self, ExitReason how) {
        if (state == State.RUNNING) {
            state = State.ENDING;
        }
        if (instance == null) {
            waitAnew();
        } else {
            self.exit(instance, how);
        }
    }

    /// Gives the lock back, if nobody gave it up for good before.
    private void waitAnew() {
        if (state == State.ENDING) {
            lease = null;
            state = State.WAITING;
            order(LeaseKeeper.Order.RELEASE);
        }
    }

    private @Nullable ExitReason instanceEnded(Self self, ExitReason reason) {
        instance = null;
        Lease now = lease;
        if (closing != null) {
            return close(self, closing);
        }
        if (state == State.ENDING) {
            waitAnew();
            return null;
        }
        boolean again =
                reason.equals(ExitReason.KILLED) || (reason.isClean() && !reason.isNormal());
        if (again && now != null) {
            self.sendAfter(MOMENT, new StartAgain(now));
            return null;
        }
        return close(self, reason);
    }

    private @Nullable ExitReason stop(Self self, ExitReason reason) {
        if (state == State.CLOSING) {
            return null;
        }
        closing = reason;
        if (instance == null) {
            return close(self, reason);
        }
        self.exit(instance, ExitReason.SHUTDOWN);
        return null;
    }

    private @Nullable ExitReason close(Self self, ExitReason reason) {
        closing = reason;
        state = State.CLOSING;
        lease = null;
        order(LeaseKeeper.Order.CLOSE);
        self.sendAfter(CLOSE_LIMIT, new Closed());
        return null;
    }

    private ExitReason closed() {
        return closing == null ? ExitReason.of("lease_keeper_ended") : closing;
    }

    private void order(LeaseKeeper.Order order) {
        if (keeper != null) {
            keeper.accept(order);
        }
    }

    @Override
    public String type() {
        return "exclusive name " + name;
    }

    /// Takes no message when the lease is over, also when the signal that ends the process is late.
    private static final class Guarded extends DelegatingBehaviour {

        private final Lease lease;

        Guarded(Lease lease, ProcessBehaviour behaviour) {
            super(behaviour);
            this.lease = lease;
        }

        @Override
        public @Nullable ExitReason start(Self self) throws Exception {
            return lease.isValid() ? super.start(self) : ExitReason.SHUTDOWN;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) throws Exception {
            return lease.isValid() ? super.receive(self, message) : ExitReason.SHUTDOWN;
        }

        /// A lease does not move.
        @Override
        public @Nullable MovableBehaviour movable() {
            return null;
        }
    }
}
