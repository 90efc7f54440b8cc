package org.distributedactors.boot.rolling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.distributedactors.behaviour.InterfaceClient;
import org.distributedactors.boot.rolling.RollingNode.Account;
import org.distributedactors.kernel.Kernel;

/// Calls accounts by their global names at a steady rate, and keeps what each call came to.
final class Accounts implements AutoCloseable {

    private static final long STEP_MILLIS = 5;

    private final List<One> all = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong open = new AtomicLong();
    private final Map<String, AtomicLong> failures = new ConcurrentHashMap<>();
    private final Queue<String> repeated = new ConcurrentLinkedQueue<>();
    private final Queue<Long> waits = new ConcurrentLinkedQueue<>();
    private long turn;

    /// One account as its callers see it.
    ///
    /// @param replies each total that somebody was told
    private record One(String name, Account client, AtomicLong calls, Set<Long> replies) {}

    /// @param names of all accounts
    Accounts(Kernel kernel, List<String> names) {
        for (String name : names) {
            Account client =
                    InterfaceClient.of(
                            Account.class,
                            kernel.globalRegistry()
                                    .ref(name, org.distributedactors.behaviour.Invocation.class));
            all.add(new One(name, client, new AtomicLong(), ConcurrentHashMap.newKeySet()));
        }
    }

    void call(int perSecond) {
        long each = perSecond * STEP_MILLIS / 1000;
        clock.scheduleAtFixedRate(
                () -> {
                    for (long i = 0; i < each; i++) {
                        call(all.get((int) (turn++ % all.size())));
                    }
                },
                0,
                STEP_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void call(One one) {
        long start = System.nanoTime();
        open.incrementAndGet();
        one.calls.incrementAndGet();
        try {
            one.client.add(1).whenComplete((total, failure) -> done(one, start, total, failure));
        } catch (RuntimeException failure) {
            done(one, start, null, failure);
        }
    }

    private void done(One one, long start, Long total, Throwable failure) {
        if (failure != null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
            failures.computeIfAbsent(why.replaceFirst("<<.*>>", ""), key -> new AtomicLong())
                    .incrementAndGet();
        } else if (!one.replies.add(total)) {
            repeated.add(one.name + ": " + total);
        }
        waits.add(System.nanoTime() - start);
        open.decrementAndGet();
    }

    /// Calls nobody any more.
    @Override
    public void close() {
        clock.shutdownNow();
    }

    boolean isQuiet() {
        return clock.isShutdown() && open.get() == 0;
    }

    /// Of each account the calls that were answered and that its total does not know of; of a sound one nothing.
    List<String> lost() {
        List<String> lost = new ArrayList<>();
        for (One one : all) {
            long total = one.client.add(0).toCompletableFuture().join();
            long answered = one.replies.size();
            if (total < answered || total > one.calls.get()) {
                lost.add(
                        "%s: %d of %d calls were answered, and its total is %d"
                                .formatted(one.name, answered, one.calls.get(), total));
            }
        }
        return lost;
    }

    long answered() {
        return all.stream().mapToLong(one -> one.replies.size()).sum();
    }

    /// Totals that were given twice: the account has gone back to a state from before.
    List<String> repeated() {
        return List.copyOf(repeated);
    }

    long calls() {
        return all.stream().mapToLong(one -> one.calls.get()).sum();
    }

    long failed() {
        return failures.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /// Calls that failed, by why.
    Map<String, AtomicLong> failures() {
        return new TreeMap<>(failures);
    }

    @Override
    public String toString() {
        long[] sorted = waits.stream().mapToLong(wait -> wait).sorted().toArray();
        return "%d calls, %d answered, failed %s; answers after p50 %d us, p99 %d ms, p99.9 %d ms, most %d ms"
                .formatted(
                        calls(),
                        answered(),
                        failures(),
                        Duration.ofNanos(sorted[sorted.length / 2]).toNanos() / 1000,
                        Duration.ofNanos(sorted[sorted.length * 99 / 100]).toMillis(),
                        Duration.ofNanos(sorted[(int) (sorted.length * 999L / 1000)]).toMillis(),
                        Duration.ofNanos(sorted[sorted.length - 1]).toMillis());
    }
}
