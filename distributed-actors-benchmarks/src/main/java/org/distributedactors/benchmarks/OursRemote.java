package org.distributedactors.benchmarks;

import static org.distributedactors.benchmarks.Report.REPS;
import static org.distributedactors.benchmarks.Report.rate;
import static org.distributedactors.benchmarks.Report.report;
import static org.distributedactors.benchmarks.Report.runs;
import static org.distributedactors.benchmarks.Report.scale;
import static org.distributedactors.benchmarks.Report.times;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.benchmarks.RemoteMessages.Ack;
import org.distributedactors.benchmarks.RemoteMessages.All;
import org.distributedactors.benchmarks.RemoteMessages.Answer;
import org.distributedactors.benchmarks.RemoteMessages.Bin;
import org.distributedactors.benchmarks.RemoteMessages.Data;
import org.distributedactors.benchmarks.RemoteMessages.Echo;
import org.distributedactors.benchmarks.RemoteMessages.Hub;
import org.distributedactors.benchmarks.RemoteMessages.NewPong;
import org.distributedactors.benchmarks.RemoteMessages.NewReceiver;
import org.distributedactors.benchmarks.RemoteMessages.NewServer;
import org.distributedactors.benchmarks.RemoteMessages.Ping;
import org.distributedactors.benchmarks.RemoteMessages.Pong;
import org.distributedactors.benchmarks.RemoteMessages.Ready;
import org.distributedactors.benchmarks.RemoteMessages.Tell;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.node.Node;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.PlainSelf;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;

/// The workloads between two of our nodes on loopback, two JVMs: this is the near one.
public final class OursRemote {
    private static final Atom HUB = Atom.of("hub");
    private static final String TEXT = "abcdefghijklmnop";
    private static final int WINDOW = 1000;

    private final Kernel kernel;
    private final Node node;
    private final ProcessRuntime runtime;

    private OursRemote(Kernel kernel) {
        this.kernel = kernel;
        this.node = kernel.node();
        this.runtime = node.processes();
    }

    public static void main(String[] workloads) throws Exception {
        Kernel kernel = RemoteNodes.start(RemoteNodes.NEAR);
        Process far = RemoteNodes.far(kernel);
        try {
            OursRemote ours = new OursRemote(kernel);
            for (String workload : workloads) {
                switch (workload) {
                    case "R1" -> ours.oneWay();
                    case "R2" -> ours.pingPong();
                    case "R3" -> ours.calls();
                    case "R4" -> ours.spawns();
                    default -> throw new IllegalArgumentException("no workload " + workload);
                }
            }
        } finally {
            far.destroyForcibly();
        }
        Runtime.getRuntime().halt(0);
    }

    // ---- R1

    private void oneWay() throws Exception {
        int n = scale(1_000_000);
        LongFunction<Data> small = i -> new Tell(0x123456789AL + i, TEXT);
        byte[] kibibyte = filled(1024);
        byte[] mebibyte = filled(1 << 20);
        oneWay("small,window=2000", 24, n, false, small);
        oneWay("small,window=2000,nonblocking", 24, n, true, small);
        oneWay("1KiB,window=2000", 1024, n, false, i -> new Bin(kibibyte));
        oneWay("1MiB,window=2000", 1 << 20, scale(1000), false, i -> new Bin(mebibyte));
    }

    private static byte[] filled(int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }

    private void oneWay(String variant, int size, int n, boolean mark, LongFunction<Data> make)
            throws Exception {
        long[] allocated = new long[2];
        long[] cpu = new long[2];
        double[] rates = runs(() -> oneWay(n, mark, make, allocated, cpu));
        report("ours", "R1", variant, "throughput", "msg/s", rates);
        report("ours", "R1", variant, "bandwidth", "MB/s", times(rates, size / 1e6));
        report("ours", "R1", variant, "allocated_by_sender", "B/msg", allocated[0] / (double) n);
        report("ours", "R1", variant, "allocated_by_receiver", "B/msg", allocated[1] / (double) n);
        report("ours", "R1", variant, "cpu_of_sender", "ns/msg", cpu[0] / (double) n);
        report("ours", "R1", variant, "cpu_of_receiver", "ns/msg", cpu[1] / (double) n);
    }

    /// @param allocated takes the bytes that each side allocated
    /// @param cpu takes the nanoseconds that each side computed
    private double oneWay(
            int n, boolean mark, LongFunction<Data> make, long[] allocated, long[] cpu)
            throws Exception {
        CompletableFuture<Double> result = new CompletableFuture<>();
        node.spawn(
                Answer.class,
                self -> {
                    Pid to = ready(self, new NewReceiver(self.pid(), n, WINDOW, mark));
                    long before = RemoteNodes.allocated();
                    long cpuBefore = RemoteNodes.cpuNanos();
                    long start = System.nanoTime();
                    int allowed = 2 * WINDOW;
                    for (int i = 0; i < n; i++) {
                        while (allowed == 0) {
                            allowed += (int) next(self, Ack.class).count();
                        }
                        self.send(to, make.apply(i));
                        allowed--;
                    }
                    All all = next(self, All.class);
                    double rate = rate(n, start, System.nanoTime());
                    cpu[0] = RemoteNodes.cpuNanos() - cpuBefore;
                    cpu[1] = all.cpuNanos();
                    allocated[1] = all.allocated();
                    allocated[0] = RemoteNodes.allocated() - before;
                    result.complete(rate);
                });
        return result.get();
    }

    private Pid ready(PlainSelf self, Hub request) {
        node.send(HUB, RemoteNodes.FAR, request);
        return next(self, Ready.class).pid();
    }

    private static <A> A next(PlainSelf self, Class<A> type) {
        return self.receive(
                        Duration.ofSeconds(60), m -> type.isInstance(m) ? () -> type.cast(m) : null)
                .orElseThrow();
    }

    // ---- R2

    private void pingPong() throws Exception {
        pingPong("", false);
        pingPong(",nonblocking", true);
    }

    private void pingPong(String suffix, boolean mark) throws Exception {
        int n = scale(50_000);
        double[] p50 = new double[REPS];
        double[] p99 = new double[REPS];
        double[] rates = new double[REPS];
        pingPong(1, n, null, mark);
        for (int i = 0; i < REPS; i++) {
            long[] times = new long[n];
            rates[i] = pingPong(1, n, times, mark);
            Arrays.sort(times);
            p50[i] = times[n / 2] / 1e3;
            p99[i] = times[(int) (n * 0.99)] / 1e3;
        }
        report("ours", "R2", "pairs=1" + suffix, "rtt_p50", "us", p50);
        report("ours", "R2", "pairs=1" + suffix, "rtt_p99", "us", p99);
        report("ours", "R2", "pairs=1" + suffix, "round_trips", "rt/s", rates);
        double[] many = runs(() -> pingPong(100, scale(2000), null, mark));
        report("ours", "R2", "pairs=100" + suffix, "round_trips", "rt/s", many);
    }

    private double pingPong(int pairs, int each, long[] times, boolean mark) throws Exception {
        CountDownLatch ready = new CountDownLatch(pairs);
        CountDownLatch done = new CountDownLatch(pairs);
        Pid[] pingers = new Pid[pairs];
        for (int i = 0; i < pairs; i++) {
            Pinger pinger =
                    mark
                            ? new MarkedPinger(each, times, ready, done)
                            : new Pinger(each, times, ready, done);
            pingers[i] = runtime.spawn(SpawnOptions.DEFAULT, pinger).pid();
            runtime.send(pingers[i], new Ack(0));
        }
        ready.await();
        long start = System.nanoTime();
        for (Pid pinger : pingers) {
            runtime.send(pinger, new Ack(1));
        }
        done.await();
        return rate((long) pairs * each, start, System.nanoTime());
    }

    /// Asks for its other half, warms up, says so, and starts when it is told to.
    private class Pinger implements OursFar.Declared {
        private static final int WARM = 200;

        private final int each;
        private final long[] times;
        private final CountDownLatch ready;
        private final CountDownLatch done;
        private Pid other;
        private boolean measuring;
        private long sent;

        Pinger(int each, long[] times, CountDownLatch ready, CountDownLatch done) {
            this.each = each;
            this.times = times;
            this.ready = ready;
            this.done = done;
        }

        @Override
        public Object protocol() {
            return Answer.class;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            switch ((Answer) message) {
                case Ack(long go) when go == 0 ->
                        node.send(HUB, RemoteNodes.FAR, new NewPong(self.pid(), isNonBlocking()));
                case Ack go -> {
                    measuring = true;
                    ping(self, each - 1);
                }
                case Ready(Pid pid) -> {
                    other = pid;
                    ping(self, WARM);
                }
                case Pong(long number) -> {
                    return pong(self, number);
                }
                case All all -> throw new IllegalStateException("not asked for");
            }
            return null;
        }

        private void ping(Self self, long number) {
            sent = System.nanoTime();
            self.send(other, new Ping(self.pid(), number));
        }

        private ExitReason pong(Self self, long number) {
            if (!measuring && number == 1) {
                ready.countDown();
                return null;
            }
            if (measuring && times != null) {
                times[(int) number] = System.nanoTime() - sent;
            }
            if (number == 0) {
                done.countDown();
                return ExitReason.NORMAL;
            }
            ping(self, number - 1);
            return null;
        }
    }

    private final class MarkedPinger extends Pinger {
        MarkedPinger(int each, long[] times, CountDownLatch ready, CountDownLatch done) {
            super(each, times, ready, done);
        }

        @Override
        public boolean isNonBlocking() {
            return true;
        }
    }

    // ---- R3, R4

    private void calls() throws Exception {
        calls("", false);
        calls(",nonblocking", true);
    }

    private void calls(String suffix, boolean mark) throws Exception {
        CompletableFuture<Pid> started = new CompletableFuture<>();
        node.spawn(
                Answer.class,
                self -> started.complete(ready(self, new NewServer(self.pid(), mark))));
        ServerRef<Echo> server = ServerRef.of(runtime, started.get());
        Runnable one = () -> server.call(new Echo(0x123456789AL));
        double[] alone = runs(() -> many(1, scale(20_000), one));
        report("ours", "R3", "callers=1" + suffix, "calls", "call/s", alone);
        double[] crowd = runs(() -> many(64, scale(2000), one));
        report("ours", "R3", "callers=64" + suffix, "calls", "call/s", crowd);
    }

    private void spawns() throws Exception {
        spawns("", "child");
        spawns(",nonblocking", "marked");
    }

    private void spawns(String suffix, String type) throws Exception {
        Runnable one = () -> kernel.remoteSpawner().spawn(RemoteNodes.FAR, type, null);
        report(
                "ours",
                "R4",
                "sequential" + suffix,
                "spawns",
                "spawn/s",
                runs(() -> many(1, scale(20_000), one)));
        report(
                "ours",
                "R4",
                "concurrent=64" + suffix,
                "spawns",
                "spawn/s",
                runs(() -> many(64, scale(2000), one)));
    }

    private static double many(int callers, int each, Runnable one) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(callers);
        long start = System.nanoTime();
        for (int i = 0; i < callers; i++) {
            Thread.ofVirtual()
                    .start(() -> {
                        for (int j = 0; j < each; j++) {
                            one.run();
                        }
                        done.countDown();
                    });
        }
        done.await();
        return rate((long) callers * each, start, System.nanoTime());
    }
}
