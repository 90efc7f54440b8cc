package org.distributedactors.benchmarks;

import static org.distributedactors.benchmarks.Report.rate;
import static org.distributedactors.benchmarks.Report.report;
import static org.distributedactors.benchmarks.Report.scale;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.benchmarks.Ours.Receiving;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Pid;

/// L3 and L5: processes that come and go by the million.
final class OursSpawn {
    private final ProcessRuntime runtime;

    OursSpawn(ProcessRuntime runtime) {
        this.runtime = runtime;
    }

    private record Hello() {}

    private record Stop() {}

    private record Done() {}

    /// Answers once, and once more when it ends.
    private record Idler(Pid collector) implements Receiving {
        @Override
        public ExitReason receive(Self self, Object message) {
            self.send(collector, new Done());
            return message instanceof Stop ? ExitReason.NORMAL : null;
        }
    }

    /// Counts answers; a latch is handed in for each round.
    private static final class Collector implements Receiving {
        private CountDownLatch done = new CountDownLatch(1);
        private long left;

        @Override
        public ExitReason receive(Self self, Object message) {
            if (message instanceof Await await) {
                left = await.count;
                done = await.done;
            } else if (--left == 0) {
                done.countDown();
            }
            return null;
        }
    }

    private record Await(long count, CountDownLatch done) {}

    /// Two rounds warm up, the third is reported.
    void idle() throws Exception {
        int count = scale(1_000_000);
        for (int round = 0; round < 3; round++) {
            idle(count, round == 2);
        }
    }

    private void idle(int count, boolean reported) throws Exception {
        Pid collector = Ours.spawn(runtime, new Collector());
        Pid[] pids = new Pid[count];
        long before = Report.liveHeap();
        CountDownLatch answered = new CountDownLatch(1);
        runtime.send(collector, new Await(count, answered));
        long start = System.nanoTime();
        Ours.spawn(
                runtime,
                (self, message) -> {
                    for (int i = 0; i < count; i++) {
                        pids[i] = self.spawn(SpawnOptions.DEFAULT, new Idler(collector)).pid();
                        self.send(pids[i], new Hello());
                    }
                    return ExitReason.NORMAL;
                },
                "go");
        answered.await();
        double spawned = rate(count, start, System.nanoTime());
        double bytes = (double) (Report.liveHeap() - before) / count - pidBytes();
        CountDownLatch stopped = new CountDownLatch(1);
        runtime.send(collector, new Await(count, stopped));
        start = System.nanoTime();
        for (Pid pid : pids) {
            runtime.send(pid, new Stop());
        }
        stopped.await();
        double stops = rate(count, start, System.nanoTime());
        runtime.exit(collector, ExitReason.KILL);
        if (reported) {
            server(Math.max(count / 10, 1));
            report("ours", "L3", "actors=1M", "spawn_and_answer", "actor/s", spawned);
            report("ours", "L3", "actors=1M", "bytes_per_idle_actor", "B", bytes);
            report("ours", "L3", "actors=1M", "stop", "actor/s", stops);
        }
    }

    private static final class Idle implements GenServer<Stop> {
        private long state;

        @Override
        public Next handle(Stop stop) {
            state++;
            return noReply();
        }
    }

    /// A server with an object of the user's, which has handled a message and waits for the next.
    private void server(int count) throws Exception {
        Pid[] pids = new Pid[count];
        long before = Report.liveHeap();
        for (int i = 0; i < count; i++) {
            pids[i] = runtime.spawn(SpawnOptions.DEFAULT, GenServer.behaviour(new Idle())).pid();
            runtime.send(pids[i], new Hello());
        }
        for (Pid pid : pids) {
            while (!runtime.info(pid).orElseThrow().idle()) {
                Thread.onSpinWait();
            }
        }
        double bytes = (double) (Report.liveHeap() - before) / count - pidBytes();
        report("ours", "L3", "gen_server", "bytes_per_idle_actor", "B", bytes);
        for (Pid pid : pids) {
            runtime.exit(pid, ExitReason.KILL);
        }
    }

    /// The pid that the harness keeps of each process: an object of two references and two or three ints.
    private static int pidBytes() {
        return 32;
    }

    // ---- L5

    private record Sum(long value) {}

    /// A leaf tells its number and ends.
    private record Leaf(long number, Pid parent) implements Receiving {
        @Override
        public ExitReason start(Self self) {
            self.send(parent, new Sum(number));
            return ExitReason.NORMAL;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            return null;
        }
    }

    /// A parent: starts its ten children and adds up.
    private static final class Branch implements Receiving {
        private final long first;
        private final long size;
        private final Pid parent;
        private int answers;
        private long sum;

        Branch(long first, long size, Pid parent) {
            this.first = first;
            this.size = size;
            this.parent = parent;
        }

        @Override
        public ExitReason start(Self self) {
            long part = size / 10;
            Pid me = self.pid();
            for (int i = 0; i < 10; i++) {
                long number = first + i * part;
                self.spawn(
                        SpawnOptions.DEFAULT,
                        part == 1 ? new Leaf(number, me) : new Branch(number, part, me));
            }
            return null;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            sum += ((Sum) message).value();
            if (++answers < 10) {
                return null;
            }
            self.send(parent, new Sum(sum));
            return ExitReason.NORMAL;
        }
    }

    void skynet() throws Exception {
        int leaves = Report.SCALE >= 1 ? 1_000_000 : 10_000;
        report("ours", "L5", "leaves=1M", "skynet", "s", Report.runs(() -> skynet(leaves)));
    }

    private double skynet(int leaves) throws Exception {
        CompletableFuture<Long> result = new CompletableFuture<>();
        long start = System.nanoTime();
        Pid top =
                Ours.spawn(
                        runtime,
                        (self, message) -> {
                            result.complete(((Sum) message).value());
                            return ExitReason.NORMAL;
                        });
        runtime.spawn(SpawnOptions.DEFAULT, new Branch(0, leaves, top));
        long sum = result.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (sum != (long) leaves * (leaves - 1) / 2) {
            throw new IllegalStateException("sum " + sum);
        }
        return seconds;
    }
}
