package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Monitors and links are set, given up and fired by many processes at once.
///
/// 1. Each monitor that was not given up fires exactly once.
/// 2. A monitor that was given up never fires after that.
/// 3. The reason is the target's, or `noproc`.
/// 4. At the end no monitor is left in the book.
class ExactlyOnceTest {

    private static final int ROUNDS = 300;
    private static final int WATCHERS = 8;
    private static final int MONITORS = 6;

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    static List<Long> seeds() {
        return List.of(1L, 2L, 3L, 20261122L, ThreadLocalRandom.current().nextLong());
    }

    private record Watch(List<Pid> targets, long seed, CountDownLatch done) {}

    /// Monitors targets, gives up some, and counts what fires.
    private static final class Watcher implements ProcessBehaviour {
        final Map<Reference, CountDownLatch> expected = new HashMap<>();
        final Map<Reference, Integer> fired;
        final AtomicInteger wrong;

        Watcher(Map<Reference, Integer> fired, AtomicInteger wrong) {
            this.fired = fired;
            this.wrong = wrong;
        }

        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            switch (message) {
                case Watch watch -> watch(self, watch);
                case Down down -> down(down);
                default -> {}
            }
            return null;
        }

        private void watch(Self self, Watch watch) {
            Random random = new Random(watch.seed());
            for (int i = 0; i < MONITORS; i++) {
                Pid target = watch.targets().get(random.nextInt(watch.targets().size()));
                Reference ref = self.monitor(target);
                if (random.nextInt(3) == 0) {
                    self.demonitor(ref);
                    watch.done().countDown();
                } else {
                    expected.put(ref, watch.done());
                }
            }
        }

        private void down(Down down) {
            fired.merge(down.ref(), 1, Integer::sum);
            CountDownLatch done = expected.remove(down.ref());
            boolean known = done != null;
            boolean reason =
                    down.reason().equals(ExitReason.of("over"))
                            || down.reason().equals(ExitReason.NOPROC);
            if (!known || !reason) {
                wrong.incrementAndGet();
            } else {
                done.countDown();
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void eachMonitorFiresExactlyOnce(long seed) throws Exception {
        ProcessRuntime runtime = extension.get();
        Random random = new Random(seed);
        Map<Reference, Integer> fired = new ConcurrentHashMap<>();
        AtomicInteger wrong = new AtomicInteger();
        List<Pid> watchers = new ArrayList<>();
        for (int i = 0; i < WATCHERS; i++) {
            watchers.add(runtime.spawn(SpawnOptions.DEFAULT, new Watcher(fired, wrong)).pid());
        }
        for (int round = 0; round < ROUNDS; round++) {
            round(runtime, random, watchers);
        }
        await().atMost(10, TimeUnit.SECONDS).until(() -> runtime.monitors().activeCount() == 0);

        assertThat(wrong).hasValue(0);
        assertThat(fired.values()).allMatch(count -> count == 1);
    }

    private static void round(ProcessRuntime runtime, Random random, List<Pid> watchers)
            throws Exception {
        CountDownLatch done = new CountDownLatch(WATCHERS * MONITORS);
        List<Pid> targets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ProcessBody plain =
                    self -> self.receive(m -> () -> m.equals("end") ? endOver(self) : m);
            targets.add(random.nextBoolean() ? runtime.spawn(plain) : Puppet.spawn(runtime).pid());
        }
        int early = random.nextInt(WATCHERS);
        for (int i = 0; i < WATCHERS; i++) {
            if (i == early) {
                targets.forEach(target -> end(runtime, target));
            }
            runtime.send(watchers.get(i), new Watch(targets, random.nextLong(), done));
        }
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static Object endOver(Self self) {
        throw self.exit(ExitReason.of("over"));
    }

    private static void end(ProcessRuntime runtime, Pid target) {
        runtime.exit(target, ExitReason.of("over"));
    }
}
