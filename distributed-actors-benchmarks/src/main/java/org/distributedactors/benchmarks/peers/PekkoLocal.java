package org.distributedactors.benchmarks.peers;

import static org.distributedactors.benchmarks.Report.*;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.*;
import org.apache.pekko.actor.typed.*;
import org.apache.pekko.actor.typed.javadsl.*;

/** L1-L6 on Pekko typed, one JVM, default dispatcher. */
public final class PekkoLocal {
    static final String PEER = "pekko" + env("PEERS_TAG", "");

    // ---- the system: a guardian that runs what it is told, so that spawning happens in actor
    // context
    interface Cmd {}

    record Exec(java.util.function.Consumer<ActorContext<Cmd>> f) implements Cmd {}

    static Behavior<Cmd> guardian() {
        return Behaviors.setup(ctx ->
                Behaviors.receive(Cmd.class)
                        .onMessage(
                                Exec.class,
                                e -> {
                                    e.f().accept(ctx);
                                    return Behaviors.same();
                                })
                        .build());
    }

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

    static int seq;

    static synchronized String name() {
        return "a" + seq++;
    }

    public static void main(String[] a) throws Exception {
        sys =
                ActorSystem.create(
                        guardian(),
                        "local",
                        ConfigFactory.parseString(
                                        "pekko.log-dead-letters=off, pekko.loglevel=OFF, pekko.stdout-loglevel=OFF, pekko.actor.provider=local")
                                .withFallback(ConfigFactory.load()));
        for (String w : a) {
            try {
                switch (w) {
                    case "L1" -> l1();
                    case "L2" -> l2();
                    case "L3" -> l3();
                    case "L4" -> l4();
                    case "L5" -> l5();
                    case "L6" -> l6();
                    default -> throw new IllegalArgumentException(w);
                }
            } catch (Throwable t) {
                System.err.println(PEER + " " + w + " failed " + t);
                t.printStackTrace();
            }
        }
        sys.terminate();
        System.exit(0);
    }

    // ---- L1
    record Msg(long seq) {}

    static Behavior<Msg> sink(long total, CountDownLatch done) {
        return Behaviors.setup(ctx ->
                new AbstractBehavior<Msg>(ctx) {
                    long n, sum;

                    @Override
                    public Receive<Msg> createReceive() {
                        return newReceiveBuilder()
                                .onMessage(
                                        Msg.class,
                                        m -> {
                                            sum += m.seq();
                                            if (++n == total) {
                                                done.countDown();
                                                return Behaviors.stopped();
                                            }
                                            return this;
                                        })
                                .build();
                    }
                });
    }

    /** the same sink with the lean functional receive */
    static Behavior<Msg> sinkF(long total, CountDownLatch done) {
        long[] st = new long[2];
        return Behaviors.receiveMessage(m -> {
            st[1] += m.seq();
            if (++st[0] == total) {
                done.countDown();
                return Behaviors.stopped();
            }
            return Behaviors.same();
        });
    }

    /** a producer is an actor; it sends all in one go, as an Erlang process does */
    static Behavior<Integer> producer(ActorRef<Msg> to) {
        return Behaviors.receiveMessage(n -> {
            for (int i = 0; i < n; i++) to.tell(new Msg(i));
            return Behaviors.stopped();
        });
    }

    static void l1() throws Exception {
        for (int p : new int[] {1, 2}) {
            int n = scale(5_000_000);
            report(
                    PEER,
                    "L1",
                    "producers=" + p,
                    "throughput",
                    "msg/s",
                    runs(() -> {
                        CountDownLatch d = new CountDownLatch(1);
                        ActorRef<Msg> s = in(c -> c.spawn(sinkF((long) p * n, d), name()));
                        List<ActorRef<Integer>> ps = new ArrayList<>();
                        for (int i = 0; i < p; i++) ps.add(in(c -> c.spawn(producer(s), name())));
                        long t0 = System.nanoTime();
                        for (var x : ps) x.tell(n);
                        d.await();
                        return rate((long) p * n, t0, System.nanoTime());
                    }));
        }
    }

    // ---- L2
    record Ping(ActorRef<Pong> from, long i) {}

    record Pong(long i) {}

    static Behavior<Ping> pong() {
        return Behaviors.receiveMessage(p -> {
            p.from().tell(new Pong(p.i()));
            return p.i() == 0 ? Behaviors.stopped() : Behaviors.same();
        });
    }

    static Behavior<Pong> pinger(ActorRef<Ping> to, CountDownLatch done) {
        return Behaviors.setup(ctx ->
                Behaviors.receiveMessage(p -> {
                    if (p.i() == 0) {
                        done.countDown();
                        return Behaviors.stopped();
                    }
                    to.tell(new Ping(ctx.getSelf(), p.i() - 1));
                    return Behaviors.same();
                }));
    }

    static double l2run(int k, int n) throws Exception {
        CountDownLatch d = new CountDownLatch(k);
        List<ActorRef<Pong>> ps = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            ps.add(
                    in(c -> {
                        ActorRef<Ping> q = c.spawn(pong(), name());
                        return c.spawn(pinger(q, d), name());
                    }));
        }
        long t0 = System.nanoTime();
        for (var p : ps) p.tell(new Pong(n));
        d.await();
        return rate((long) k * n, t0, System.nanoTime());
    }

    static void l2() throws Exception {
        report(
                PEER,
                "L2",
                "pairs=1",
                "round_trips",
                "rt/s",
                runs(() -> l2run(1, scale(1_000_000))));
        report(
                PEER,
                "L2",
                "pairs=1000",
                "round_trips",
                "rt/s",
                runs(() -> l2run(1000, scale(2000))));
    }

    // ---- L3
    interface Q {}

    record Ask(ActorRef<Ans> to) implements Q {}

    record Stop(CountDownLatch d) implements Q {}

    record Ans() {}

    static Behavior<Q> l3actor() {
        return Behaviors.receiveMessage(q -> {
            if (q instanceof Ask x) {
                x.to().tell(new Ans());
                return Behaviors.same();
            }
            ((Stop) q).d().countDown();
            return Behaviors.stopped();
        });
    }

    /** parent=1: one parent for all; parent=1000: a thousand parents of a thousand each */
    static double[] l3run(int n, int parents) throws Exception {
        long h0 = liveHeap();
        CountDownLatch answered = new CountDownLatch(1), stopped = new CountDownLatch(n);
        int[] cnt = new int[1];
        ActorRef<Ans> col =
                in(c ->
                        c.spawn(
                                Behaviors.<Ans>receiveMessage(x -> {
                                    if (++cnt[0] == n) {
                                        answered.countDown();
                                        return Behaviors.stopped();
                                    }
                                    return Behaviors.same();
                                }),
                                name()));
        @SuppressWarnings("unchecked")
        ActorRef<Q>[] all = new ActorRef[n];
        int per = n / parents;
        List<ActorRef<Integer>> ps = new ArrayList<>();
        long t0 = System.nanoTime();
        for (int p = 0; p < parents; p++) {
            ps.add(
                    in(c ->
                            c.spawn(
                                    Behaviors.setup(ctx ->
                                            Behaviors.receiveMessage(from -> {
                                                if (from < 0) return Behaviors.stopped();
                                                for (int i = from; i < from + per; i++) {
                                                    ActorRef<Q> r = ctx.spawnAnonymous(l3actor());
                                                    all[i] = r;
                                                    r.tell(new Ask(col));
                                                }
                                                return Behaviors.same();
                                            })),
                                    name())));
            ps.get(p).tell(p * per);
        }
        answered.await();
        long t1 = System.nanoTime();
        double bytes = (liveHeap() - h0 - 4.0 * n) / n;
        long t2 = System.nanoTime();
        Stop st = new Stop(stopped);
        for (var r : all) r.tell(st);
        stopped.await();
        double stop = rate(n, t2, System.nanoTime());
        for (var p : ps) p.tell(-1);
        return new double[] {rate(n, t0, t1), bytes, stop};
    }

    static void l3() throws Exception {
        int n = scale(1_000_000) / 1000 * 1000;
        for (int parents : new int[] {1, 1000}) {
            double[] r = new double[3], b = new double[3], s = new double[3];
            l3run(Math.max(1000, n / 10 / 1000 * 1000), parents);
            for (int i = 0; i < 3; i++) {
                double[] x = l3run(n, parents);
                r[i] = x[0];
                b[i] = x[1];
                s[i] = x[2];
            }
            report(PEER, "L3", "actors=1M,parents=" + parents, "spawn_and_answer", "actor/s", r);
            report(PEER, "L3", "actors=1M,parents=" + parents, "bytes_per_idle_actor", "B", b);
            report(PEER, "L3", "actors=1M,parents=" + parents, "stop", "actor/s", s);
        }
    }

    // ---- L4
    record Echo(ActorRef<Rep> to, long x) {}

    record Rep(long x) {}

    static Behavior<Echo> echo() {
        return Behaviors.receiveMessage(e -> {
            e.to().tell(new Rep(e.x()));
            return Behaviors.same();
        });
    }

    /** an actor that asks in sequence with context.ask */
    static Behavior<Rep> asker(ActorRef<Echo> to, CountDownLatch done) {
        Duration t = Duration.ofSeconds(30);
        return Behaviors.setup(ctx ->
                Behaviors.receiveMessage(r -> {
                    if (r.x() == 0) {
                        done.countDown();
                        return Behaviors.stopped();
                    }
                    ctx.ask(
                            Rep.class,
                            to,
                            t,
                            me -> new Echo(me, r.x() - 1),
                            (rep, err) -> {
                                if (err != null) throw new IllegalStateException(err);
                                return rep;
                            });
                    return Behaviors.same();
                }));
    }

    static void l4() throws Exception {
        int n = scale(100_000);
        ActorRef<Echo> e = in(c -> c.spawn(echo(), name()));
        report(
                PEER,
                "L4",
                "ask,from_thread",
                "calls",
                "call/s",
                runs(() -> {
                    Duration t = Duration.ofSeconds(30);
                    long t0 = System.nanoTime();
                    for (int i = 0; i < n; i++) {
                        long x = i;
                        AskPattern.<Echo, Rep>ask(e, me -> new Echo(me, x), t, sys.scheduler())
                                .toCompletableFuture()
                                .join();
                    }
                    return rate(n, t0, System.nanoTime());
                }));
        report(
                PEER,
                "L4",
                "ask,from_actor",
                "calls",
                "call/s",
                runs(() -> {
                    CountDownLatch d = new CountDownLatch(1);
                    ActorRef<Rep> a = in(c -> c.spawn(asker(e, d), name()));
                    long t0 = System.nanoTime();
                    a.tell(new Rep(n));
                    d.await();
                    return rate(n, t0, System.nanoTime());
                }));
    }

    // ---- L5
    static Behavior<Long> sky(long num, long size, ActorRef<Long> parent) {
        if (size == 1) {
            return Behaviors.setup(ctx -> {
                parent.tell(num);
                return Behaviors.stopped();
            });
        }
        return Behaviors.setup(ctx -> {
            long sub = size / 10;
            for (int i = 0; i < 10; i++) ctx.spawnAnonymous(sky(num + i * sub, sub, ctx.getSelf()));
            long[] st = new long[2];
            return Behaviors.receiveMessage(x -> {
                st[1] += x;
                if (++st[0] < 10) return Behaviors.same();
                parent.tell(st[1]);
                return Behaviors.stopped();
            });
        });
    }

    static void l5() throws Exception {
        int leaves = SCALE >= 1 ? 1_000_000 : 10_000;
        report(
                PEER,
                "L5",
                "leaves=1M",
                "skynet",
                "s",
                runs(
                        1,
                        REPS,
                        () -> {
                            CompletableFuture<Long> cf = new CompletableFuture<>();
                            long t0 = System.nanoTime();
                            in(c -> {
                                ActorRef<Long> top =
                                        c.spawn(
                                                Behaviors.<Long>receiveMessage(x -> {
                                                    cf.complete(x);
                                                    return Behaviors.stopped();
                                                }),
                                                name());
                                return c.spawn(sky(0, leaves, top), name());
                            });
                            long s = cf.get();
                            double r = (System.nanoTime() - t0) / 1e9;
                            if (s != (long) leaves * (leaves - 1) / 2)
                                throw new IllegalStateException("sum " + s);
                            return r;
                        }));
    }

    // ---- L6: the nearest equivalent of selective receive is the stash
    interface S {}

    record Junk(int i) implements S {}

    record Match(CountDownLatch d) implements S {}

    static Behavior<S> stashing(int depth) {
        return Behaviors.withStash(depth + 1, stash -> waiting(stash, depth));
    }

    static Behavior<S> waiting(StashBuffer<S> stash, int depth) {
        return Behaviors.receiveMessage(m -> {
            if (m instanceof Match x) return stash.unstashAll(draining(stash, depth, x.d()));
            stash.stash(m);
            return Behaviors.same();
        });
    }

    static Behavior<S> draining(StashBuffer<S> stash, int depth, CountDownLatch d) {
        int[] left = {depth};
        return Behaviors.receiveMessage(m -> {
            if (--left[0] == 0) {
                d.countDown();
                return waiting(stash, depth);
            }
            return Behaviors.same();
        });
    }

    static void l6() throws Exception {
        int depth = 10_000, n = scale(100);
        ActorRef<S> a = in(c -> c.spawn(stashing(depth), name()));
        report(
                PEER,
                "L6",
                "cycle,depth=10k",
                "stash_match_drain",
                "us/cycle",
                runs(() -> {
                    long t0 = System.nanoTime();
                    for (int k = 0; k < n; k++) {
                        for (int i = 0; i < depth; i++) a.tell(new Junk(i));
                        CountDownLatch d = new CountDownLatch(1);
                        a.tell(new Match(d));
                        d.await();
                    }
                    return (System.nanoTime() - t0) / 1e3 / n;
                }));
    }
}
