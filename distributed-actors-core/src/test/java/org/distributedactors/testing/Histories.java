package org.distributedactors.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/// Plays many random histories, on several threads: each is a cluster of its own.
///
/// ```
/// java … org.distributedactors.testing.Histories 100000 [first seed] [threads]
/// ```
///
/// Each failure is one line that replays it. The exit code is 1 when there was one.
final class Histories {

    private final Map<Long, String> failures = new ConcurrentSkipListMap<>();
    private static final int PROGRESS = 1_000;

    private static final AtomicLong mended = new AtomicLong();
    private final AtomicLong played = new AtomicLong();
    private final AtomicLong next;
    private final long end;

    private Histories(long first, long count) {
        next = new AtomicLong(first);
        end = first + count;
    }

    /// Plays the histories of these seeds.
    ///
    /// @return what is wrong, by seed
    static Map<Long, String> play(long first, long count, int threads) {
        Histories histories = new Histories(first, count);
        Logger logger = (Logger) LoggerFactory.getLogger("org.distributedactors");
        Level before = logger.getLevel();
        // Each history loses dozens of connections, and each is worth a line.
        logger.setLevel(Level.ERROR);
        try {
            return histories.play(threads);
        } finally {
            logger.setLevel(before);
        }
    }

    private Map<Long, String> play(int threads) {
        Thread[] workers = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            workers[i] = Thread.ofPlatform().start(this::work);
        }
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException("interrupted before the end", interrupted);
            }
        }
        return new TreeMap<>(failures);
    }

    private void work() {
        for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
            String wrong = wrongIn(seed);
            long done = played.incrementAndGet();
            if (done % PROGRESS == 0) {
                System.out.println("histories=" + done + " failed=" + failures.size());
            }
            if (!wrong.isEmpty()) {
                failures.put(seed, wrong);
                System.out.println(line(seed, wrong));
            }
        }
    }

    private String wrongIn(long seed) {
        try {
            History history = new History(seed);
            String wrong = history.play();
            mended.addAndGet(history.mendings());
            return wrong;
        } catch (RuntimeException | AssertionError failure) {
            return failure.toString();
        }
    }

    /// The line that replays a history.
    static String line(long seed, String wrong) {
        return "-Dtest=ClusterSimulationTest -Dsim.seed=" + seed + ": " + wrong;
    }

    public static void main(String[] arguments) {
        long count = Long.parseLong(arguments[0]);
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        int threads =
                arguments.length > 2
                        ? Integer.parseInt(arguments[2])
                        : Runtime.getRuntime().availableProcessors();
        long began = System.nanoTime();
        Map<Long, String> failures = play(first, count, threads);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf(
                "histories=%d first=%d failed=%d mended=%d threads=%d seconds=%d%n",
                count, first, failures.size(), mended.get(), threads, took.toSeconds());
        System.exit(failures.isEmpty() ? 0 : 1);
    }
}
