package org.distributedactors.benchmarks;

import static org.distributedactors.benchmarks.Report.rate;
import static org.distributedactors.benchmarks.Report.report;
import static org.distributedactors.benchmarks.Report.runs;
import static org.distributedactors.benchmarks.Report.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.distributedactors.process.PlainSelf;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.term.Pid;

/// L1, L2, L3 and L5 once more with plain processes, each on a virtual thread of its own. Printed without a goal, and
/// with fewer of them where a thread each is the whole cost.
final class OursPlain {
    private static final int FEWER = 10;

    private final ProcessRuntime runtime;

    OursPlain(ProcessRuntime runtime) {
        this.runtime = runtime;
    }

    private record Number(long value) {}

    private record Ping(Pid from) {}

    private record Pong() {}

    private record Stop() {}

    private static <T> T take(PlainSelf self, Class<T> type) {
        return self.receive(m -> type.isInstance(m) ? () -> type.cast(m) : null);
    }

    void oneWay() throws Exception {
        for (int producers : new int[] {1, 2}) {
            int each = scale(1_000_000);
            report(
                    "ours",
                    "L1",
                    "producers=" + producers + ",plain",
                    "throughput",
                    "msg/s",
                    runs(() -> oneWay(producers, each)));
        }
    }

    private double oneWay(int producers, int each) throws Exception {
        CompletableFuture<Long> done = new CompletableFuture<>();
        long total = (long) producers * each;
        Pid sink =
                runtime.spawn(self -> {
                    long sum = 0;
                    for (long i = 0; i < total; i++) {
                        sum += take(self, Number.class).value();
                    }
                    done.complete(sum);
                });
        long start = System.nanoTime();
        for (int p = 0; p < producers; p++) {
            runtime.spawn(self -> {
                for (int i = 0; i < each; i++) {
                    self.send(sink, new Number(i));
                }
            });
        }
        done.get();
        return rate(total, start, System.nanoTime());
    }

    void pingPong() throws Exception {
        report(
                "ours",
                "L2",
                "pairs=1,plain",
                "round_trips",
                "rt/s",
                runs(() -> pairs(1, scale(500_000))));
        report(
                "ours",
                "L2",
                "pairs=1000,plain",
                "round_trips",
                "rt/s",
                runs(() -> pairs(1000, scale(1000))));
    }

    private double pairs(int pairs, int each) throws Exception {
        CountDownLatch done = new CountDownLatch(pairs);
        List<Pid> pongers = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            pongers.add(
                    runtime.spawn(self -> {
                        for (int n = 0; n < each; n++) {
                            self.send(take(self, Ping.class).from(), new Pong());
                        }
                    }));
        }
        long start = System.nanoTime();
        for (Pid ponger : pongers) {
            runtime.spawn(self -> {
                for (int n = 0; n < each; n++) {
                    self.send(ponger, new Ping(self.pid()));
                    take(self, Pong.class);
                }
                done.countDown();
            });
        }
        done.await();
        return rate((long) pairs * each, start, System.nanoTime());
    }

    void spawn() throws Exception {
        int count = scale(1_000_000 / FEWER);
        for (int round = 0; round < 3; round++) {
            spawn(count, round == 2);
        }
    }

    private void spawn(int count, boolean reported) throws Exception {
        Pid[] pids = new Pid[count];
        long before = Report.liveHeap();
        CountDownLatch answered = new CountDownLatch(count);
        CountDownLatch stopped = new CountDownLatch(count);
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            pids[i] =
                    runtime.spawn(self -> {
                        take(self, Pong.class);
                        answered.countDown();
                        take(self, Stop.class);
                        stopped.countDown();
                    });
            runtime.send(pids[i], new Pong());
        }
        answered.await();
        double spawned = rate(count, start, System.nanoTime());
        double bytes = (double) (Report.liveHeap() - before) / count;
        start = System.nanoTime();
        for (Pid pid : pids) {
            runtime.send(pid, new Stop());
        }
        stopped.await();
        double stops = rate(count, start, System.nanoTime());
        if (reported) {
            report("ours", "L3", "actors=100k,plain", "spawn_and_answer", "actor/s", spawned);
            report("ours", "L3", "actors=100k,plain", "bytes_per_idle_actor", "B", bytes);
            report("ours", "L3", "actors=100k,plain", "stop", "actor/s", stops);
        }
    }

    void skynet() throws Exception {
        long leaves = Report.SCALE >= 1 ? 100_000 : 10_000;
        report("ours", "L5", "leaves=100k,plain", "skynet", "s", runs(() -> skynet(leaves)));
    }

    private double skynet(long leaves) throws Exception {
        CompletableFuture<Long> result = new CompletableFuture<>();
        long start = System.nanoTime();
        runtime.spawn(self -> {
            branch(self.pid(), 0, leaves);
            result.complete(take(self, Number.class).value());
        });
        if (result.get() != leaves * (leaves - 1) / 2) {
            throw new IllegalStateException("sum " + result.get());
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void branch(Pid parent, long first, long size) {
        runtime.spawn(self -> {
            long sum = first;
            if (size > 1) {
                for (int i = 0; i < 10; i++) {
                    branch(self.pid(), first + i * (size / 10), size / 10);
                }
                sum = 0;
                for (int i = 0; i < 10; i++) {
                    sum += take(self, Number.class).value();
                }
            }
            self.send(parent, new Number(sum));
        });
    }
}
