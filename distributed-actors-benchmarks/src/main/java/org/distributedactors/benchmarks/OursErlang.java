package org.distributedactors.benchmarks;

import static org.distributedactors.benchmarks.Report.REPS;
import static org.distributedactors.benchmarks.Report.rate;
import static org.distributedactors.benchmarks.Report.report;
import static org.distributedactors.benchmarks.Report.runs;
import static org.distributedactors.benchmarks.Report.scale;
import static org.distributedactors.benchmarks.Report.times;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.node.Node;
import org.distributedactors.node.SpawnRequestHandler.Function;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.PlainSelf;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Tuple;

/// The workloads between one of our nodes and a real Erlang node, which runs the same functions as with its like.
public final class OursErlang {
    private static final Atom TELL = Atom.of("tell");
    private static final Atom PING = Atom.of("ping");
    private static final Atom STOP = Atom.of("stop");
    private static final Binary TEXT = Binary.utf8("abcdefghijklmnop");
    private static final int WINDOW = 1000;

    private final Node node;

    private OursErlang(Node node) {
        this.node = node;
    }

    /// @param args the workload, and the directory of the compiled modules
    public static void main(String[] args) throws Exception {
        Kernel kernel = RemoteNodes.start(RemoteNodes.NEAR);
        Process erl = RemoteNodes.erlang(kernel, args[1]);
        try {
            OursErlang ours = new OursErlang(kernel.node());
            switch (args[0]) {
                case "R1" -> ours.oneWay();
                case "R2" -> ours.pingPong();
                default -> throw new IllegalArgumentException("no workload " + args[0]);
            }
        } finally {
            erl.destroyForcibly();
        }
        Runtime.getRuntime().halt(0);
    }

    private Pid spawn(String function, Object... arguments) throws Exception {
        return (Pid)
                node.requestSpawn(
                                RemoteNodes.FAR,
                                Function.of("bench", function, arguments.length),
                                arguments)
                        .toCompletableFuture()
                        .get();
    }

    private void oneWay() throws Exception {
        int n = scale(1_000_000);
        double[] rates = runs(() -> oneWay(n));
        String variant = "small,window=2000,to_erl";
        report("ours", "R1", variant, "throughput", "msg/s", rates);
        report("ours", "R1", variant, "bandwidth", "MB/s", times(rates, 24 / 1e6));
    }

    private double oneWay(int n) throws Exception {
        CompletableFuture<Double> result = new CompletableFuture<>();
        node.spawn(self -> {
            Pid to = spawn("r1_recv", self.pid(), n, WINDOW);
            await(self, Atom.of("ready"));
            long start = System.nanoTime();
            int allowed = 2 * WINDOW;
            for (int i = 0; i < n; i++) {
                if (allowed == 0) {
                    await(self, Atom.of("ack"));
                    allowed = WINDOW;
                }
                self.send(to, Tuple.of(TELL, IntegerTerm.of(0x123456789AL + i), TEXT));
                allowed--;
            }
            await(self, Atom.of("all"));
            result.complete(rate(n, start, System.nanoTime()));
        });
        return result.get();
    }

    private static void await(PlainSelf self, Atom atom) {
        self.receive(m -> m.equals(atom) ? () -> atom : null);
    }

    private void pingPong() throws Exception {
        int n = scale(50_000);
        double[] p50 = new double[REPS];
        double[] p99 = new double[REPS];
        double[] rates = new double[REPS];
        pingPong(1, n, null);
        for (int i = 0; i < REPS; i++) {
            long[] times = new long[n];
            rates[i] = pingPong(1, n, times);
            Arrays.sort(times);
            p50[i] = times[n / 2] / 1e3;
            p99[i] = times[(int) (n * 0.99)] / 1e3;
        }
        report("ours", "R2", "pairs=1,to_erl", "rtt_p50", "us", p50);
        report("ours", "R2", "pairs=1,to_erl", "rtt_p99", "us", p99);
        report("ours", "R2", "pairs=1,to_erl", "round_trips", "rt/s", rates);
        double[] many = runs(() -> pingPong(100, scale(2000), null));
        report("ours", "R2", "pairs=100,to_erl", "round_trips", "rt/s", many);
    }

    private double pingPong(int pairs, int each, long[] times) throws Exception {
        CountDownLatch done = new CountDownLatch(pairs);
        Pid[] pingers = new Pid[pairs];
        for (int i = 0; i < pairs; i++) {
            Pid other = spawn("pong");
            pingers[i] =
                    node.spawn(SpawnOptions.DEFAULT, new Pinger(other, each, times, done)).pid();
        }
        long start = System.nanoTime();
        for (Pid pinger : pingers) {
            node.send(pinger, Atom.OK);
        }
        done.await();
        return rate((long) pairs * each, start, System.nanoTime());
    }

    private static final class Pinger implements OursFar.Declared {
        private final Pid other;
        private final long[] times;
        private final CountDownLatch done;
        private long left;
        private long sent;

        Pinger(Pid other, int each, long[] times, CountDownLatch done) {
            this.other = other;
            this.times = times;
            this.done = done;
            this.left = each;
        }

        /// The first message starts it, each other one is a pong.
        @Override
        public ExitReason receive(Self self, Object message) {
            if (sent != 0 && times != null) {
                times[(int) left] = System.nanoTime() - sent;
            }
            if (left == 0) {
                self.send(other, STOP);
                done.countDown();
                return ExitReason.NORMAL;
            }
            left--;
            sent = System.nanoTime();
            self.send(other, Tuple.of(PING, self.pid(), IntegerTerm.of(left)));
            return null;
        }
    }
}
