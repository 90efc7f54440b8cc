package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.RuntimeConfig;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.SystemTimers;
import org.distributedactors.term.Binary;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Candidates for one name, and who runs it when. They live in one runtime here: what matters is whom they see end, and why.
class GlobalFailoverTest {

    private static final Term COUNTER = Binary.utf8("counter");

    private final SystemTimers timers = new SystemTimers("test-timers");
    private final ProcessRuntime runtime =
            new ProcessRuntime(RuntimeConfig.of(NodeName.of("a@127.0.0.1"), 1, timers));
    private final TestNames names = new TestNames();
    private final List<Instance> started = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        runtime.close();
        timers.close();
    }

    @Test
    void theInstanceHasTheNameBeforeItsCodeRuns() {
        candidate(true);

        Instance instance = started(1);
        assertThat(instance.ownerAtStart).contains(instance.pid);
    }

    @Test
    void ofTwoCandidatesOneRunsAnInstance() {
        candidate(true);
        started(1);
        candidate(true);

        await().untilAsserted(() -> assertThat(names.refused).hasSize(1));
        await().untilAsserted(() -> assertThat(watchers()).isEqualTo(1));
        assertThat(started).hasSize(1);
    }

    @Test
    void theOtherTakesOverWhenTheInstanceIsShutDownWithItsCandidate() {
        Pid first = candidate(true);
        Instance instance = started(1);
        watchingCandidate();

        runtime.exit(first, ExitReason.SHUTDOWN);

        assertThat(started(2)).isNotSameAs(instance);
        assertThat(instance.ended).isEqualTo(ExitReason.SHUTDOWN);
        await().until(() -> !runtime.isAlive(first));
    }

    @Test
    void aCandidateEndsWithItsFailedInstanceSoThatItsSupervisorCounts() {
        Pid first = candidate(true);
        Instance instance = started(1);

        runtime.send(instance.pid, ExitReason.of("broken"));

        await().until(() -> !runtime.isAlive(first));
        assertThat(instance.ended).isEqualTo(ExitReason.of("broken"));
    }

    @Test
    void theOtherTakesOverWhenAFailedInstanceIsNotRestarted() {
        candidate(true);
        Instance instance = started(1);
        watchingCandidate();

        runtime.send(instance.pid, ExitReason.of("broken"));

        Instance next = started(2);
        assertThat(names.whereis(COUNTER)).contains(next.pid);
    }

    @Test
    void nobodyTakesOverWhenTheInstanceEndedNormally() {
        Pid first = candidate(true);
        Instance instance = started(1);
        Pid second = watchingCandidate();

        runtime.send(instance.pid, ExitReason.NORMAL);

        await().until(() -> !runtime.isAlive(first) && !runtime.isAlive(second));
        assertThat(started).hasSize(1);
    }

    @Test
    void aKilledInstanceComesBackWhenNobodyElseHasTheName() {
        Pid first = candidate(true);

        runtime.exit(started(1).pid, ExitReason.KILL);

        assertThat(runtime.isAlive(started(2).pid)).isTrue();
        assertThat(runtime.isAlive(first)).isTrue();
    }

    @Test
    void theLoserOfAConflictWatchesTheSurvivor() {
        candidate(true);
        Instance loser = started(1);
        Pid survivor = runtime.spawn(self -> self.receive(message -> () -> "never"));
        names.owners.put(COUNTER, survivor);

        runtime.exit(loser.pid, ExitReason.KILL);
        await().untilAsserted(() -> assertThat(names.refused).hasSize(1));
        assertThat(started).hasSize(1);

        runtime.exit(survivor, ExitReason.SHUTDOWN);
        assertThat(runtime.isAlive(started(2).pid)).isTrue();
    }

    @Test
    void aCandidateWithoutFailoverTriesOnce() {
        candidate(true);
        started(1);

        Pid second = candidate(false);

        await().until(() -> !runtime.isAlive(second));
        assertThat(started).hasSize(1);
    }

    @Test
    void anOwnerThatIsGoneBeforeItIsKnownIsNoReasonToGiveUp() {
        names.refuseOnce = true;

        candidate(true);

        assertThat(runtime.isAlive(started(1).pid)).isTrue();
    }

    private Pid candidate(boolean failover) {
        return runtime.spawn(
                        SpawnOptions.DEFAULT,
                        new GlobalFailover(
                                names,
                                COUNTER,
                                failover,
                                SpawnOptions.DEFAULT,
                                parent -> new Instance()))
                .pid();
    }

    private Pid watchingCandidate() {
        int before = watchers();
        Pid pid = candidate(true);
        await().until(() -> watchers() == before + 1);
        return pid;
    }

    private int watchers() {
        return runtime.monitors().active().size();
    }

    private Instance started(int number) {
        await().until(() -> started.size() >= number);
        return started.get(number - 1);
    }

    /// Ends with the reason it is sent.
    private final class Instance implements ProcessBehaviour {

        private volatile Pid pid;
        private volatile Optional<Pid> ownerAtStart;
        private volatile ExitReason ended;

        @Override
        public @Nullable ExitReason start(Self self) {
            pid = self.pid();
            ownerAtStart = names.whereis(COUNTER);
            started.add(this);
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            return message instanceof ExitReason reason ? reason : null;
        }

        @Override
        public void terminate(Self self, ExitReason reason) {
            ended = reason;
        }
    }

    /// A registry that frees a name when its process has ended.
    private final class TestNames implements GlobalStart.Names {

        private final Map<Term, Pid> owners = new ConcurrentHashMap<>();
        private final List<Pid> refused = new CopyOnWriteArrayList<>();
        private volatile boolean refuseOnce;

        @Override
        public boolean register(Term name, Pid pid) {
            if (refuseOnce) {
                refuseOnce = false;
                return false;
            }
            Pid owner =
                    owners.compute(
                            name, (key, old) -> old == null || !runtime.isAlive(old) ? pid : old);
            if (!owner.equals(pid)) {
                refused.add(pid);
            }
            return owner.equals(pid);
        }

        @Override
        public Optional<Pid> whereis(Term name) {
            return Optional.ofNullable(owners.get(name));
        }
    }
}
