package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/// Monitors and links are set, given up and fired by many processes at once, while their targets end in one way or in two
/// that race.
///
/// 1. Each monitor and each link that was not given up fires exactly once.
/// 2. One that was given up never fires after that.
/// 3. The reason is the target's, or `noproc`.
/// 4. At the end no monitor is left in the book.
class ExactlyOnceTest {

    private static final int ROUNDS = 300;
    private static final int WATCHERS = 8;
    private static final int TARGETS = 3;
    private static final int MONITORS = 6;

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private final Logger crashes = (Logger) LoggerFactory.getLogger(Mishaps.class);

    /// Hundreds of crashes are meant.
    @BeforeEach
    void mute() {
        crashes.setLevel(Level.OFF);
    }

    @AfterEach
    void unmute() {
        crashes.setLevel(null);
    }

    static List<Long> seeds() {
        return List.of(1L, 2L, 3L, 20261122L, ThreadLocalRandom.current().nextLong());
    }

    /// How a target ends, and the {@link ExitReason#kind} of that.
    private enum Way {
        EXIT_SIGNAL("over"),
        RETURN("normal"),
        STOP("over"),
        CRASH(IllegalStateException.class.getName());

        final String kind;

        Way(String kind) {
            this.kind = kind;
        }
    }

    /// A target without a thread of its own.
    private static final class Ending implements ProcessBehaviour {
        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            return end((Way) message);
        }
    }

    private static ExitReason end(Way way) {
        return switch (way) {
            case EXIT_SIGNAL -> throw new AssertionError("comes as a signal");
            case RETURN -> ExitReason.NORMAL;
            case STOP -> ExitReason.of("over");
            case CRASH -> throw new IllegalStateException("as asked");
        };
    }

    /// A target on a thread of its own, for which a normal end is to return.
    private static void plain(PlainSelf self) {
        ExitReason reason = self.receive(message -> () -> end((Way) message));
        if (!reason.isNormal()) {
            throw self.exit(reason);
        }
    }

    private record Target(Pid pid, Set<Way> ways) {

        boolean allows(ExitReason reason) {
            return reason.equals(ExitReason.NOPROC)
                    || ways.stream().anyMatch(way -> way.kind.equals(reason.kind()));
        }
    }

    private record Watch(List<Target> targets, long seed, CountDownLatch done) {}

    private record Unlink(Target target) {}

    private record Settle(CountDownLatch done) {}

    private record Watched(Target target, CountDownLatch done) {}

    /// Monitors targets and links to them, gives up some, and tells what fires though it must not.
    private static final class Watcher implements ProcessBehaviour {
        private final Map<Reference, Watched> monitors = new HashMap<>();
        private final Map<Pid, Watched> links = new HashMap<>();
        private final Queue<Object> wrong;

        Watcher(Queue<Object> wrong) {
            this.wrong = wrong;
        }

        @Override
        public @Nullable ExitReason start(Self self) {
            self.trapExit(true);
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            switch (message) {
                case Watch watch -> watch(self, watch);
                case Down down -> fired(monitors.remove(down.ref()), down.reason(), down);
                case Exit exit -> fired(links.remove(exit.from()), exit.reason(), exit);
                case Unlink(Target target) -> unlink(self, target);
                case Settle(CountDownLatch done) -> done.countDown();
                default -> wrong.add(message);
            }
            return null;
        }

        private void watch(Self self, Watch watch) {
            Random random = new Random(watch.seed());
            for (int i = 0; i < MONITORS; i++) {
                Target target = watch.targets().get(random.nextInt(TARGETS));
                Reference ref = self.monitor(target.pid());
                if (random.nextInt(3) == 0) {
                    self.demonitor(ref);
                    watch.done().countDown();
                } else {
                    monitors.put(ref, new Watched(target, watch.done()));
                }
            }
            for (Target target : watch.targets()) {
                link(self, random, new Watched(target, watch.done()));
            }
        }

        private void link(Self self, Random random, Watched link) {
            Pid pid = link.target().pid();
            self.link(pid);
            switch (random.nextInt(4)) {
                case 0 -> {
                    self.unlink(pid);
                    link.done().countDown();
                    return;
                }
                case 1 -> {
                    self.unlink(pid);
                    self.link(pid);
                }
                case 2 -> self.send(self.pid(), new Unlink(link.target()));
                default -> {}
            }
            links.put(pid, link);
        }

        /// Its end may have come before.
        private void unlink(Self self, Target target) {
            self.unlink(target.pid());
            Watched link = links.remove(target.pid());
            if (link != null) {
                link.done().countDown();
            }
        }

        private void fired(@Nullable Watched watched, ExitReason reason, Object message) {
            if (watched == null || !watched.target().allows(reason)) {
                wrong.add(message);
            } else {
                watched.done().countDown();
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void eachMonitorAndLinkFiresExactlyOnce(long seed) throws Exception {
        ProcessRuntime runtime = extension.get();
        Random random = new Random(seed);
        Queue<Object> wrong = new ConcurrentLinkedQueue<>();
        List<Pid> watchers = new ArrayList<>();
        for (int i = 0; i < WATCHERS; i++) {
            watchers.add(runtime.spawn(SpawnOptions.DEFAULT, new Watcher(wrong)).pid());
        }
        for (int round = 0; round < ROUNDS; round++) {
            round(runtime, random, watchers);
        }
        await().atMost(10, TimeUnit.SECONDS).until(() -> runtime.monitors().activeCount() == 0);
        CountDownLatch settled = new CountDownLatch(WATCHERS);
        watchers.forEach(watcher -> runtime.send(watcher, new Settle(settled)));

        assertThat(settled.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(wrong).isEmpty();
    }

    private static void round(ProcessRuntime runtime, Random random, List<Pid> watchers)
            throws Exception {
        CountDownLatch done = new CountDownLatch(WATCHERS * (MONITORS + TARGETS));
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < TARGETS; i++) {
            targets.add(target(runtime, random));
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

    private static Target target(ProcessRuntime runtime, Random random) {
        Set<Way> ways = EnumSet.noneOf(Way.class);
        for (int i = 0; i < 2; i++) {
            ways.add(Way.values()[random.nextInt(Way.values().length)]);
        }
        Pid pid =
                random.nextBoolean()
                        ? runtime.spawn(ExactlyOnceTest::plain)
                        : runtime.spawn(SpawnOptions.DEFAULT, new Ending()).pid();
        return new Target(pid, ways);
    }

    /// Two ways race.
    private static void end(ProcessRuntime runtime, Target target) {
        for (Way way : target.ways()) {
            Thread.startVirtualThread(() -> {
                if (way == Way.EXIT_SIGNAL) {
                    runtime.exit(target.pid(), ExitReason.of("over"));
                } else {
                    runtime.send(target.pid(), way);
                }
            });
        }
    }
}
