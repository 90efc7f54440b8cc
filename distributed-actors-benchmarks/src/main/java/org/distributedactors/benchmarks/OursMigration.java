package org.distributedactors.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Movable;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.migration.MigrationEvent;
import org.distributedactors.migration.MovableType;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Binary;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;

/// M1: processes that move from one JVM to another on loopback. Run by itself:
/// `java -cp benchmarks.jar org.distributedactors.benchmarks.OursMigration [REPETITIONS [PROCESSES]]`.
///
/// | Figure          | What is measured                                                                                   |
/// |-----------------|----------------------------------------------------------------------------------------------------|
/// | control         | the same as caller, and the process stays                                                           |
/// | frozen          | from the moment the process stands still until the old node passes on what comes                    |
/// | caller          | from that moment until a call is answered that waits behind 1,000 queued messages, 1 MiB of state   |
/// | many            | 10,000 processes with a state of one number, all asked to move at once, until the last has moved    |
final class OursMigration {

    private static final NodeName NEAR = NodeName.of("near@127.0.0.1");
    private static final NodeName FAR = NodeName.of("far@127.0.0.1");
    private static final int QUEUED = 1000;
    private static final int STATE_BYTES = 1 << 20;

    private OursMigration() {}

    sealed interface Message {
        record Add(long number) implements Message {}

        record Fill(int bytes) implements Message {}

        /// Keeps the process busy until all of the test's messages wait.
        record Hold() implements Message {}

        record Get() implements Message, Call<Message, Long> {}
    }

    record Saved(long sum, Binary load) {}

    /// Where a handler waits, and when it went on.
    private static final class Gate {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);
        volatile long left;
    }

    private static final ConcurrentHashMap<Pid, Gate> GATES = new ConcurrentHashMap<>();

    static final class Server implements GenServer<Message>, Movable<Saved> {
        private long sum;
        private Binary load = Binary.EMPTY;
        private Self self;

        @Override
        public Next init(Self self) {
            this.self = self;
            return noReply();
        }

        @Override
        public Next handle(Message message) throws InterruptedException {
            switch (message) {
                case Message.Add(long number) -> sum += number;
                case Message.Fill(int bytes) -> load = Binary.wrap(new byte[bytes]);
                case Message.Hold ignored -> {
                    Gate gate = GATES.get(self.pid());
                    gate.entered.countDown();
                    gate.open.await();
                    gate.left = System.nanoTime();
                }
                case Message.Get get -> {
                    return reply(get, sum);
                }
            }
            return noReply();
        }

        @Override
        public Saved moveOut() {
            return new Saved(sum, load);
        }

        @Override
        public void moveIn(Self self, Saved state) {
            this.self = self;
            sum = state.sum();
            load = state.load();
        }
    }

    private static Kernel kernel(NodeName name) {
        Kernel kernel =
                new Kernel(
                        KernelConfig.builder(name)
                                .cookie(Cookie.of("migration-bench-cookie"))
                                .portMapper(
                                        PortMapperMode.NONE,
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                                .build());
        kernel.migrator()
                .types()
                .declare(
                        new MovableType(
                                "bench",
                                Server.class,
                                true,
                                () -> GenServer.behaviour(new Server())));
        kernel.start();
        return kernel;
    }

    /// @param args `far`, or how many large processes and how many small ones
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("far")) {
            Kernel far = kernel(FAR);
            System.out.println("PORT " + far.node().status().orElseThrow().listening().getPort());
            System.in.read(); // Ended by who started it.
            System.exit(0);
        }
        int repetitions = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        int processes = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        Process far =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OursMigration.class.getName(),
                                "far")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        Kernel near = kernel(NEAR);
        try {
            connect(near, far);
            pauses(near, 30, true); // Warm-up.
            pauses(near, repetitions, false);
            pauses(near, repetitions, true);
            for (int i = 0; i < 3; i++) {
                many(near, processes);
            }
        } finally {
            far.destroyForcibly();
            near.stop();
        }
        System.exit(0);
    }

    private static void connect(Kernel near, Process far) throws Exception {
        BufferedReader out = new BufferedReader(new InputStreamReader(far.getInputStream()));
        String line = out.readLine();
        while (!line.startsWith("PORT ")) {
            line = out.readLine();
        }
        int port = Integer.parseInt(line.substring("PORT ".length()));
        near.node()
                .connectAsync(FAR, new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        while (near.globalRegistry().known().isEmpty()) {
            new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
        }
    }

    /// @param moved false for the control: the same call, and nobody moves
    private static void pauses(Kernel near, int repetitions, boolean moved) throws Exception {
        ConcurrentHashMap<Pid, Long> frozen = new ConcurrentHashMap<>();
        near.migrator()
                .onEvent(event -> {
                    if (event instanceof MigrationEvent.Departed departed) {
                        frozen.put(departed.from(), departed.pause().toNanos());
                    }
                });
        double[] seen = new double[repetitions];
        double[] stood = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            Pid pid = spawn(near);
            Gate gate = new Gate();
            GATES.put(pid, gate);
            ServerRef<Message> ref = near.node().ref(pid, Message.class);
            ref.cast(new Message.Fill(STATE_BYTES));
            ref.cast(new Message.Hold());
            for (int n = 0; n < QUEUED; n++) {
                ref.cast(new Message.Add(1));
            }
            gate.entered.await();
            CompletionStage<Long> call = ref.callAsync(new Message.Get());
            long[] answered = {0};
            CompletionStage<Long> seenAt =
                    call.thenApply(sum -> {
                        answered[0] = System.nanoTime();
                        return sum;
                    });
            CompletionStage<Pid> moving =
                    moved
                            ? near.migrator().migrate(pid, FAR)
                            : CompletableFuture.completedStage(pid);
            // The target has said that it is ready, and the process is told to stand still after
            // this message.
            new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
            gate.open.countDown();
            Pid there = moving.toCompletableFuture().get(20, TimeUnit.SECONDS);
            if (seenAt.toCompletableFuture().get(20, TimeUnit.SECONDS) != QUEUED) {
                throw new IllegalStateException("messages are missing");
            }
            seen[i] = (answered[0] - gate.left) / 1e6;
            while (moved && !frozen.containsKey(pid)) {
                Thread.onSpinWait();
            }
            stood[i] = frozen.getOrDefault(pid, 0L) / 1e6;
            GATES.remove(pid);
            // Otherwise the other node fills up, and its collector is what is measured.
            near.node().exit(there, ExitReason.KILL);
        }
        report(moved ? "caller" : "control", seen);
        if (moved) {
            report("frozen", stood);
        }
    }

    private static Pid spawn(Kernel near) {
        return near.node().spawn(SpawnOptions.DEFAULT, GenServer.behaviour(new Server())).pid();
    }

    private static void report(String what, double[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                "M1 pause %s n=%d p50=%.1f ms p99=%.1f ms max=%.1f ms%n",
                what,
                millis.length,
                millis[millis.length / 2],
                millis[Math.min(millis.length - 1, millis.length * 99 / 100)],
                millis[millis.length - 1]);
    }

    private static void many(Kernel near, int processes) throws Exception {
        List<Pid> pids = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            pids.add(spawn(near));
        }
        long start = System.nanoTime();
        List<CompletionStage<Pid>> moves = new ArrayList<>();
        for (Pid pid : pids) {
            moves.add(near.migrator().migrate(pid, FAR));
        }
        for (CompletionStage<Pid> move : moves) {
            move.toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
        System.out.printf("M1 many n=%d %.2f s%n", processes, (System.nanoTime() - start) / 1e9);
    }
}
