package org.distributedactors.benchmarks;

import static org.distributedactors.benchmarks.Report.rate;
import static org.distributedactors.benchmarks.Report.report;
import static org.distributedactors.benchmarks.Report.runs;
import static org.distributedactors.benchmarks.Report.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.distributedactors.benchmarks.Ours.Receiving;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.term.Pid;

/// The local workloads on our own behaviours, on the workers a node has, in one JVM.
public final class OursLocal {
    private final ProcessRuntime runtime;

    private OursLocal(ProcessRuntime runtime) {
        this.runtime = runtime;
    }

    public static void main(String[] workloads) throws Exception {
        try (ProcessRuntime runtime = Ours.runtime()) {
            OursLocal ours = new OursLocal(runtime);
            for (String workload : workloads) {
                switch (workload) {
                    case "L1" -> {
                        ours.oneWay();
                        new OursPlain(runtime).oneWay();
                    }
                    case "L2" -> {
                        ours.pingPong();
                        new OursPlain(runtime).pingPong();
                    }
                    case "L3" -> {
                        new OursSpawn(runtime).idle();
                        new OursPlain(runtime).spawn();
                    }
                    case "L4" -> new OursCalls(runtime).calls();
                    case "L5" -> {
                        new OursSpawn(runtime).skynet();
                        new OursPlain(runtime).skynet();
                    }
                    case "blocking" -> new OursBlocking(runtime, Ours.workers(runtime)).all();
                    case "timers" -> new OursTimers(runtime).all();
                    case "L6" -> new OursReceive(runtime).all();
                    default -> throw new IllegalArgumentException("no workload " + workload);
                }
            }
        }
        System.exit(0);
    }

    private Pid spawn(Receiving behaviour) {
        return Ours.spawn(runtime, behaviour);
    }

    private record Msg(long number) {}

    private void oneWay() throws Exception {
        for (int producers : new int[] {1, 2}) {
            int each = scale(5_000_000);
            report(
                    "ours",
                    "L1",
                    "producers=" + producers,
                    "throughput",
                    "msg/s",
                    runs(() -> oneWay(producers, each)));
        }
    }

    private double oneWay(int producers, int each) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Pid sink = spawn(sink((long) producers * each, done));
        List<Pid> all = new ArrayList<>();
        for (int i = 0; i < producers; i++) {
            all.add(spawn(producer(sink)));
        }
        long start = System.nanoTime();
        all.forEach(pid -> runtime.send(pid, each));
        done.await();
        return rate((long) producers * each, start, System.nanoTime());
    }

    private static Receiving sink(long total, CountDownLatch done) {
        return new Receiving() {
            private long count;
            private long sum;

            @Override
            public ExitReason receive(Self self, Object message) {
                sum += ((Msg) message).number();
                if (++count < total) {
                    return null;
                }
                done.countDown();
                return ExitReason.NORMAL;
            }
        };
    }

    private static Receiving producer(Pid sink) {
        return (self, message) -> {
            int count = (Integer) message;
            for (int i = 0; i < count; i++) {
                self.send(sink, new Msg(i));
            }
            return ExitReason.NORMAL;
        };
    }

    private record Ping(Pid from, long left) {}

    private record Pong(long left) {}

    private void pingPong() throws Exception {
        report(
                "ours",
                "L2",
                "pairs=1",
                "round_trips",
                "rt/s",
                runs(() -> pingPong(1, scale(1_000_000))));
        report(
                "ours",
                "L2",
                "pairs=1000",
                "round_trips",
                "rt/s",
                runs(() -> pingPong(1000, scale(2000))));
    }

    private double pingPong(int pairs, int each) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(pairs);
        List<Pid> pingers = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            Pid ponger = spawn(OursLocal::answer);
            pingers.add(spawn(pinger(ponger, done)));
        }
        long start = System.nanoTime();
        pingers.forEach(pid -> runtime.send(pid, new Pong(each)));
        done.await();
        return rate((long) pairs * each, start, System.nanoTime());
    }

    private static ExitReason answer(Self self, Object message) {
        Ping ping = (Ping) message;
        self.send(ping.from(), new Pong(ping.left()));
        return ping.left() == 0 ? ExitReason.NORMAL : null;
    }

    private static Receiving pinger(Pid ponger, CountDownLatch done) {
        return (self, message) -> {
            long left = ((Pong) message).left();
            if (left == 0) {
                done.countDown();
                return ExitReason.NORMAL;
            }
            self.send(ponger, new Ping(self.pid(), left - 1));
            return null;
        };
    }
}
