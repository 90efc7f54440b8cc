package org.distributedactors.boot.exclusive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import org.distributedactors.global.GlobalStart;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.RuntimeConfig;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.Timer;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When instances of an exclusive actor run, in virtual time and in one thread. The lease is of ten seconds: told to end after
/// six, killed after eight.
class ExclusiveCandidateTest {

    private static final LeaseTimes TIMES = new LeaseTimes(Duration.ofSeconds(10));

    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Planned> plan =
            new PriorityQueue<>(Comparator.comparingLong(Planned::at));
    private final List<String> journal = new ArrayList<>();
    private final List<LeaseKeeper.Order> orders = new ArrayList<>();
    private long now;
    private boolean nameIsFree = true;
    private boolean stubborn;
    private LeaseKeeper.@Nullable Listener listener;
    private ProcessRuntime runtime;
    private Pid candidate;
    private @Nullable Pid instance;

    private record Planned(long at, Runnable action) {}

    @BeforeEach
    void start() {
        runtime =
                new ProcessRuntime(
                        new RuntimeConfig(
                                NodeName.of("a@localhost").atom(),
                                7,
                                ready::add,
                                () -> now,
                                InstantSource.system(),
                                this::after,
                                1000,
                                10));
        ExclusiveCandidate.Keepers keepers =
                (name, ticker, itsListener) -> {
                    listener = itsListener;
                    return (Consumer<LeaseKeeper.Order>) orders::add;
                };
        candidate =
                runtime.spawn(
                                SpawnOptions.DEFAULT,
                                new ExclusiveCandidate(
                                        keepers,
                                        new Names(),
                                        "ledger",
                                        SpawnOptions.DEFAULT,
                                        (parent, lease) -> new Instance(lease)))
                        .pid();
        settle();
    }

    private Timer after(Duration delay, Runnable action) {
        Planned planned = new Planned(now + delay.toNanos(), action);
        plan.add(planned);
        return new Timer() {
            @Override
            public Optional<Duration> cancel() {
                return plan.remove(planned) ? left() : Optional.empty();
            }

            @Override
            public Optional<Duration> left() {
                return planned.at() < now
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(planned.at() - now));
            }
        };
    }

    private void settle() {
        while (!ready.isEmpty()) {
            ready.remove().run();
        }
    }

    private void pass(Duration time) {
        long end = now + time.toNanos();
        settle();
        while (!plan.isEmpty() && plan.peek().at() <= end) {
            Planned next = plan.remove();
            now = Math.max(now, next.at());
            next.action().run();
            settle();
        }
        now = end;
    }

    private Lease grant(long token) {
        Lease lease = new Lease("ledger", OptionalLong.of(token), TIMES, () -> now, now);
        listener.granted(lease);
        settle();
        return lease;
    }

    private final class Names implements GlobalStart.Names {

        @Override
        public boolean register(Term name, Pid pid) {
            return nameIsFree;
        }

        @Override
        public Optional<Pid> whereis(Term name) {
            return Optional.empty();
        }
    }

    private final class Instance implements ProcessBehaviour {

        private final Lease lease;

        Instance(Lease lease) {
            this.lease = lease;
        }

        @Override
        public @Nullable ExitReason start(Self self) {
            instance = self.pid();
            journal.add("start " + lease.fencingToken().getAsLong());
            self.trapExit(stubborn);
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            if (message instanceof Exit) {
                journal.add("asked to end");
                return null;
            }
            if (message instanceof ExitReason reason) {
                return reason;
            }
            journal.add("message");
            return null;
        }

        @Override
        public void terminate(Self self, ExitReason reason) {
            journal.add("end");
        }
    }

    private boolean runs() {
        return instance != null && runtime.isAlive(instance);
    }

    @Test
    void nothingRunsWithoutALease() {
        pass(Duration.ofMinutes(1));

        assertThat(journal).isEmpty();
    }

    @Test
    void anInstanceRunsForAsLongAsTheLeaseIsRenewed() {
        Lease lease = grant(1);
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(3));
            lease.renewed(now);
        }

        assertThat(journal).containsExactly("start 1");
        assertThat(runs()).isTrue();
        assertThat(orders).isEmpty();
    }

    @Test
    void withoutRenewalItIsToldToEndAndTheLockIsGivenBackWhenItHas() {
        grant(1);

        pass(Duration.ofMillis(5_999));
        assertThat(runs()).isTrue();
        pass(Duration.ofMillis(2));

        assertThat(journal).containsExactly("start 1", "end");
        assertThat(orders).containsExactly(LeaseKeeper.Order.RELEASE);
    }

    @Test
    void oneThatDoesNotEndIsKilledBeforeTheLeaseCanExpire() {
        stubborn = true;
        grant(1);

        pass(Duration.ofMillis(7_999));
        assertThat(journal).containsExactly("start 1", "asked to end");
        assertThat(runs()).isTrue();
        assertThat(orders).isEmpty();
        pass(Duration.ofMillis(2));

        assertThat(runs()).isFalse();
        assertThat(orders).containsExactly(LeaseKeeper.Order.RELEASE);
    }

    @Test
    void aRenewalThatComesWhenItWasToldToEndDoesNotKeepIt() {
        Lease lease = grant(1);
        stubborn = false;
        pass(Duration.ofSeconds(6));
        lease.renewed(now);
        pass(Duration.ofSeconds(1));

        assertThat(runs()).isFalse();
        assertThat(orders).containsExactly(LeaseKeeper.Order.RELEASE);
    }

    @Test
    void aLeaseThatIsLostKillsAtOnce() {
        stubborn = true;
        Lease lease = grant(1);
        pass(Duration.ofSeconds(1));

        lease.lost();
        listener.lost(lease);
        settle();

        assertThat(runs()).isFalse();
        assertThat(orders).containsExactly(LeaseKeeper.Order.RELEASE);
    }

    @Test
    void theNextLeaseRunsAFreshInstance() {
        grant(1);
        pass(Duration.ofSeconds(7));

        grant(2);

        assertThat(journal).containsExactly("start 1", "end", "start 2");
        assertThat(runs()).isTrue();
    }

    /// Such as that of a JVM that was paused: the signal that ends the process is not there yet.
    @Test
    void noMessageIsTakenWhenTheLeaseIsOver() {
        grant(1);
        now += Duration.ofSeconds(9).toNanos();

        runtime.send(instance, "write this");
        settle();

        assertThat(journal).doesNotContain("message");
        assertThat(runs()).isFalse();
    }

    @Test
    void aNameThatIsTakenStillIsTriedAgain() {
        nameIsFree = false;
        grant(1);
        pass(Duration.ofSeconds(1));
        assertThat(journal).isEmpty();

        nameIsFree = true;
        pass(Duration.ofSeconds(1));

        assertThat(journal).containsExactly("start 1");
    }

    @Test
    void aKilledInstanceIsFollowedByAnotherUnderTheSameLease() {
        grant(1);

        runtime.exit(instance, ExitReason.KILL);
        pass(Duration.ofSeconds(1));

        assertThat(journal).containsExactly("start 1", "start 1");
        assertThat(orders).isEmpty();
    }

    @Test
    void oneThatHasDoneWhatItWasForGivesTheLockBack() {
        grant(1);

        runtime.send(instance, ExitReason.NORMAL);
        settle();
        assertThat(orders).containsExactly(LeaseKeeper.Order.CLOSE);
        assertThat(runtime.isAlive(candidate)).isTrue();
        listener.closed();
        settle();

        assertThat(runtime.isAlive(candidate)).isFalse();
    }

    @Test
    void theLockIsGivenBackAfterTheInstanceEndedWhenTheApplicationStops() {
        grant(1);

        runtime.exit(candidate, ExitReason.SHUTDOWN);
        settle();

        assertThat(journal).containsExactly("start 1", "end");
        assertThat(orders).containsExactly(LeaseKeeper.Order.CLOSE);
        pass(Duration.ofSeconds(3));
        assertThat(runtime.isAlive(candidate)).isFalse();
    }
}
