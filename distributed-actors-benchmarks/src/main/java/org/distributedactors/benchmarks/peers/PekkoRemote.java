package org.distributedactors.benchmarks.peers;

import static org.distributedactors.benchmarks.Report.*;
import static org.distributedactors.benchmarks.peers.PekkoWire.*;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import org.apache.pekko.actor.typed.*;
import org.apache.pekko.actor.typed.javadsl.*;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.*;
import org.distributedactors.benchmarks.peers.PekkoWire.Flow;

/** R1 to R4 on Pekko: artery TCP, jackson-cbor, a cluster of two JVMs on loopback. */
public final class PekkoRemote {
    static final String PEER = "pekko";
    static final int BASE = Integer.parseInt(env("PEERS_PORT", "25520"));

    static Config config(int port, String extra) {
        return ConfigFactory.parseString(extra)
                .withFallback(
                        ConfigFactory.parseString(
                                """
                                pekko {
                                  loglevel = OFF
                                  stdout-loglevel = OFF
                                  log-dead-letters = off
                                  actor.provider = cluster
                                  actor.serialization-bindings { "org.distributedactors.benchmarks.peers.PekkoWire$CborSer" = jackson-cbor }
                                  coordinated-shutdown.exit-jvm = off
                                  cluster.jmx.enabled = off
                                  cluster.downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider"
                                  remote.artery {
                                    transport = tcp
                                    canonical.hostname = "127.0.0.1"
                                    canonical.port = %d
                                    large-message-destinations = ["/user/large/*"]
                                  }
                                }
                                """
                                        .formatted(port)))
                .withFallback(ConfigFactory.load());
    }

    // ---------------------------------------------------------------- the far node
    static Behavior<Hub> hub(boolean top) {
        return Behaviors.setup(ctx -> {
            if (top) ctx.spawn(hub(false), "large");
            return Behaviors.receive(Hub.class)
                    .onMessage(
                            NewReceiver.class,
                            m -> {
                                m.to().tell(
                                                new RecvReady(
                                                        ctx.spawnAnonymous(
                                                                receiver(m.to(), m.n(), m.win()))));
                                return Behaviors.same();
                            })
                    .onMessage(
                            NewPong.class,
                            m -> {
                                m.to().tell(new PongReady(ctx.spawnAnonymous(pong())));
                                return Behaviors.same();
                            })
                    .onMessage(
                            Spawn.class,
                            m -> {
                                m.to().tell(
                                                new Spawned(
                                                        ctx.spawnAnonymous(
                                                                Behaviors.setup(c ->
                                                                        Behaviors.stopped()))));
                                return Behaviors.same();
                            })
                    .onMessage(
                            EchoReq.class,
                            m -> {
                                m.to().tell(new EchoRep(m.x()));
                                return Behaviors.same();
                            })
                    .build();
        });
    }

    static Behavior<Ping> pong() {
        return Behaviors.receiveMessage(p -> {
            p.from().tell(new Pong(p.i()));
            return p.i() == 0 ? Behaviors.stopped() : Behaviors.same();
        });
    }

    static Behavior<Data> receiver(ActorRef<Flow> to, long n, int win) {
        long[] got = new long[1];
        return Behaviors.receiveMessage(d -> {
            long g = ++got[0];
            if (g == n) {
                to.tell(new All(n));
                return Behaviors.stopped();
            }
            if (g % win == 0) to.tell(new Ack(win));
            return Behaviors.same();
        });
    }

    public static final class Server {
        public static void main(String[] a) throws Exception {
            ActorSystem<Hub> s =
                    ActorSystem.create(
                            hub(true),
                            "peers",
                            config(Integer.parseInt(a[0]), env("PEERS_PEKKO", "")));
            join(s);
            upOf(s, 2);
            System.out.println("READY");
            System.in.read(); // the parent's end of the pipe closes when it goes
            Runtime.getRuntime().halt(0);
        }
    }

    static void join(ActorSystem<?> s) {
        Cluster.get(s).manager().tell(Join.create(AddressBase()));
    }

    static org.apache.pekko.actor.Address AddressBase() {
        return new org.apache.pekko.actor.Address("pekko", "peers", "127.0.0.1", BASE);
    }

    static int ups(ActorSystem<?> s) {
        int k = 0;
        for (var m : Cluster.get(s).state().getMembers())
            if (m.status().equals(MemberStatus.up())) k++;
        return k;
    }

    static void upOf(ActorSystem<?> s, int n) throws InterruptedException {
        while (ups(s) < n) new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
    }

    // ---------------------------------------------------------------- the near node
    interface Cmd {}

    record Exec(java.util.function.Consumer<ActorContext<Cmd>> f) implements Cmd {}

    static ActorSystem<Cmd> sys;

    static <T> T in(java.util.function.Function<ActorContext<Cmd>, T> f) throws Exception {
        CompletableFuture<T> cf = new CompletableFuture<>();
        sys.tell(
                new Exec(ctx -> {
                    try {
                        cf.complete(f.apply(ctx));
                    } catch (Throwable t) {
                        cf.completeExceptionally(t);
                    }
                }));
        return cf.get();
    }

    static void startSys(String extra) throws Exception {
        sys =
                ActorSystem.create(
                        Behaviors.setup(ctx ->
                                Behaviors.receive(Cmd.class)
                                        .onMessage(
                                                Exec.class,
                                                e -> {
                                                    e.f().accept(ctx);
                                                    return Behaviors.same();
                                                })
                                        .build()),
                        "peers",
                        config(BASE, extra));
        join(sys);
        upOf(sys, 1);
    }

    static Process startServer(int port, String extra, String... jvm) throws Exception {
        return start(
                "org.distributedactors.benchmarks.peers.PekkoRemote$Server",
                Map.of("PEERS_PEKKO", extra),
                List.of(jvm),
                "" + port);
    }

    static Process start(String main, Map<String, String> env, List<String> jvm, String... args)
            throws Exception {
        List<String> c = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        c.addAll(jvm.isEmpty() ? List.of("-Xms1g", "-Xmx3g") : jvm);
        c.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main));
        c.addAll(List.of(args));
        ProcessBuilder b = new ProcessBuilder(c).redirectError(ProcessBuilder.Redirect.INHERIT);
        b.environment().putAll(env);
        return b.start();
    }

    static final Map<Process, BufferedReader> OUT = new HashMap<>();

    static void line(Process p, String want) throws Exception {
        BufferedReader r =
                OUT.computeIfAbsent(
                        p, x -> new BufferedReader(new InputStreamReader(x.getInputStream())));
        for (String l; (l = r.readLine()) != null; ) if (l.equals(want)) return;
        throw new IllegalStateException("process ended before " + want);
    }

    static ActorRef<Hub> hubRef(int port, String path) {
        return ActorRefResolver.get(sys).resolveActorRef("pekko://peers@127.0.0.1:" + port + path);
    }

    public static void main(String[] workloads) throws Exception {
        startSys("");
        Process p = startServer(BASE + 1, "");
        try {
            line(p, "READY");
            upOf(sys, 2);
            for (String w : workloads) {
                switch (w) {
                    case "R1" -> r1();
                    case "R2" -> r2();
                    case "R3" -> r3();
                    case "R4" -> r4();
                    default -> throw new IllegalArgumentException(w);
                }
            }
        } finally {
            p.destroyForcibly();
        }
        System.exit(0);
    }

    // ---------------------------------------------------------------- R1
    static Behavior<Flow> sender(
            ActorRef<Hub> hub,
            long n,
            int win,
            java.util.function.LongFunction<Data> mk,
            CompletableFuture<Double> done) {
        return Behaviors.setup(ctx -> {
            hub.tell(new NewReceiver(ctx.getSelf(), n, win));
            @SuppressWarnings("unchecked")
            ActorRef<Data>[] to = new ActorRef[1];
            long[] st = new long[2]; // sent, start
            java.util.function.IntConsumer go =
                    k -> {
                        for (int i = 0; i < k && st[0] < n; i++) to[0].tell(mk.apply(st[0]++));
                    };
            return Behaviors.receive(Flow.class)
                    .onMessage(
                            RecvReady.class,
                            m -> {
                                to[0] = m.ref();
                                st[1] = System.nanoTime();
                                go.accept(2 * win);
                                return Behaviors.same();
                            })
                    .onMessage(
                            Ack.class,
                            m -> {
                                go.accept(m.n());
                                return Behaviors.same();
                            })
                    .onMessage(
                            All.class,
                            m -> {
                                done.complete(rate(n, st[1], System.nanoTime()));
                                return Behaviors.stopped();
                            })
                    .build();
        });
    }

    static double r1run(String path, long n, int win, java.util.function.LongFunction<Data> mk)
            throws Exception {
        CompletableFuture<Double> f = new CompletableFuture<>();
        in(c -> c.spawnAnonymous(sender(hubRef(BASE + 1, path), n, win, mk, f)));
        return f.get(110, TimeUnit.SECONDS);
    }

    static void r1() throws Exception {
        byte[] k1 = new byte[1024], m1 = new byte[1 << 20];
        Arrays.fill(k1, (byte) 7);
        Arrays.fill(m1, (byte) 7);
        int n = scale(1_000_000);
        r1run("/user", Math.max(2, n / 4), 1000, i -> new Tell(i, "abcdefghijklmnop")); // warm-up
        double[] s =
                runs(
                        1,
                        Math.min(REPS, 3),
                        () ->
                                r1run(
                                        "/user",
                                        n,
                                        1000,
                                        i -> new Tell(0x123456789AL + i, "abcdefghijklmnop")));
        report(PEER, "R1", "small,window=2000", "throughput", "msg/s", s);
        report(PEER, "R1", "small,window=2000", "bandwidth", "MB/s", times(s, 24 / 1e6));
        r1run("/user", Math.max(2, n / 10), 1000, i -> new Bin(k1));
        double[] b = runs(1, Math.min(REPS, 3), () -> r1run("/user", n, 1000, i -> new Bin(k1)));
        report(PEER, "R1", "1KiB,window=2000", "throughput", "msg/s", b);
        report(PEER, "R1", "1KiB,window=2000", "bandwidth", "MB/s", times(b, 1024 / 1e6));
        double[] m =
                runs(
                        1,
                        Math.min(REPS, 3),
                        () -> r1run("/user/large", scale(1000), 16, i -> new Bin(m1)));
        report(PEER, "R1", "1MiB,window=32", "throughput", "msg/s", m);
        report(PEER, "R1", "1MiB,window=32", "bandwidth", "MB/s", times(m, (1 << 20) / 1e6));
    }

    // ---------------------------------------------------------------- R2
    /** rtts: filled with each round trip when not null, else only the total counts */
    static Behavior<Flow> pinger(
            ActorRef<Hub> hub,
            int warm,
            int n,
            long[] rtts,
            CountDownLatch ready,
            CompletableFuture<Void> go,
            CountDownLatch done) {
        return Behaviors.setup(ctx -> {
            hub.tell(new NewPong(ctx.getSelf()));
            @SuppressWarnings("unchecked")
            ActorRef<Ping>[] to = new ActorRef[1];
            long[] st = new long[2]; // counter, last
            return Behaviors.receive(Flow.class)
                    .onMessage(
                            PongReady.class,
                            m -> {
                                to[0] = m.ref();
                                to[0].tell(new Ping(ctx.getSelf(), warm));
                                return Behaviors.same();
                            })
                    .onMessage(
                            Pong.class,
                            m -> {
                                long i = m.i();
                                if (st[0] == 0) { // warming: i counts down to 1
                                    if (i > 1) {
                                        to[0].tell(new Ping(ctx.getSelf(), i - 1));
                                        return Behaviors.same();
                                    }
                                    ready.countDown();
                                    st[0] = 1;
                                    ActorRef<Flow> self = ctx.getSelf();
                                    go.thenRun(() -> self.tell(new Ack(0)));
                                    return Behaviors.same();
                                }
                                long now = System.nanoTime();
                                if (rtts != null) rtts[(int) i] = now - st[1];
                                if (i == 0) {
                                    done.countDown();
                                    return Behaviors.stopped();
                                }
                                st[1] = now;
                                to[0].tell(new Ping(ctx.getSelf(), i - 1));
                                return Behaviors.same();
                            })
                    .onMessage(
                            Ack.class,
                            m -> {
                                st[1] = System.nanoTime();
                                to[0].tell(new Ping(ctx.getSelf(), n - 1));
                                return Behaviors.same();
                            })
                    .build();
        });
    }

    static double r2run(int k, int warm, int n, long[] rtts) throws Exception {
        CountDownLatch ready = new CountDownLatch(k), done = new CountDownLatch(k);
        CompletableFuture<Void> go = new CompletableFuture<>();
        for (int i = 0; i < k; i++)
            in(c ->
                    c.spawnAnonymous(
                            pinger(hubRef(BASE + 1, "/user"), warm, n, rtts, ready, go, done)));
        ready.await();
        long t0 = System.nanoTime();
        go.complete(null);
        done.await();
        return rate((long) k * n, t0, System.nanoTime());
    }

    static void r2() throws Exception {
        int n = scale(15_000);
        double[] p50 = new double[REPS], p99 = new double[REPS], rt = new double[REPS];
        r2run(1, 100, 2 * n, null);
        for (int i = 0; i < REPS; i++) {
            long[] r = new long[n];
            rt[i] = r2run(1, 1000, n, r);
            Arrays.sort(r);
            p50[i] = r[n / 2] / 1e3;
            p99[i] = r[(int) (n * 0.99)] / 1e3;
        }
        report(PEER, "R2", "pairs=1", "rtt_p50", "us", p50);
        report(PEER, "R2", "pairs=1", "rtt_p99", "us", p99);
        report(PEER, "R2", "pairs=1", "round_trips", "rt/s", rt);
        report(
                PEER,
                "R2",
                "pairs=100",
                "round_trips",
                "rt/s",
                runs(1, REPS, () -> r2run(100, 2, scale(1000), null)));
    }

    // ---------------------------------------------------------------- R3, R4
    static double many(int k, int n, Runnable one) throws Exception {
        CountDownLatch d = new CountDownLatch(k);
        long t0 = System.nanoTime();
        for (int i = 0; i < k; i++) {
            Thread.ofVirtual()
                    .start(() -> {
                        for (int j = 0; j < n; j++) one.run();
                        d.countDown();
                    });
        }
        d.await();
        return rate((long) k * n, t0, System.nanoTime());
    }

    static void r3() throws Exception {
        ActorRef<Hub> h = hubRef(BASE + 1, "/user");
        Duration t = Duration.ofSeconds(60);
        Runnable one =
                () ->
                        AskPattern.<Hub, EchoRep>ask(
                                        h, me -> new EchoReq(me, 0x123456789AL), t, sys.scheduler())
                                .toCompletableFuture()
                                .join();
        report(
                PEER,
                "R3",
                "callers=1",
                "calls",
                "call/s",
                runs(1, REPS, () -> many(1, scale(5000), one)));
        report(
                PEER,
                "R3",
                "callers=64",
                "calls",
                "call/s",
                runs(1, REPS, () -> many(64, scale(1000), one)));
    }

    static void r4() throws Exception {
        ActorRef<Hub> h = hubRef(BASE + 1, "/user");
        Duration t = Duration.ofSeconds(60);
        Runnable one =
                () ->
                        AskPattern.<Hub, Spawned>ask(h, Spawn::new, t, sys.scheduler())
                                .toCompletableFuture()
                                .join();
        report(
                PEER,
                "R4",
                "sequential",
                "spawns",
                "spawn/s",
                runs(1, REPS, () -> many(1, scale(5000), one)));
        report(
                PEER,
                "R4",
                "concurrent=64",
                "spawns",
                "spawn/s",
                runs(1, REPS, () -> many(64, scale(1000), one)));
    }
}
