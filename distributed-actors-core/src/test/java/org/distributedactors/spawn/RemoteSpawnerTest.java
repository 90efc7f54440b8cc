package org.distributedactors.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.Restart;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.node.Refusal;
import org.distributedactors.process.Down;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.PlainSelf;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.rpc.Grant;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Actors that one node starts on another.
class RemoteSpawnerTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Kernels kernels = new Kernels();
    private final Kernel near = kernels.start("near");
    private final Kernel far = kernels.start("far");
    private final NodeName there = far.node().name();
    private final RemoteSpawner spawner = near.remoteSpawner();
    private final List<String> ended = new CopyOnWriteArrayList<>();

    sealed interface Msg {
        record Add(long n) implements Msg {}

        record Get() implements Msg, Call<Msg, Long> {}

        record Fail() implements Msg {}
    }

    final class Counter implements GenServer<Msg> {
        private long value;

        Counter(Term start) {
            if (!(start instanceof IntegerTerm number)) {
                throw new IllegalArgumentException("no number");
            }
            value = number.longValue();
        }

        @Override
        public Next handle(Msg message) {
            switch (message) {
                case Msg.Add(long n) -> value += n;
                case Msg.Get get -> {
                    return reply(get, value);
                }
                case Msg.Fail fail -> {
                    return stop(ExitReason.of("failed"));
                }
            }
            return noReply();
        }

        @Override
        public void terminate(ExitReason reason) {
            ended.add(reason.toString());
        }
    }

    /// Ends before anybody could watch it.
    record Short() implements ProcessBehaviour {
        @Override
        public ExitReason start(Self self) {
            return ExitReason.of("done_already");
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            return null;
        }
    }

    RemoteSpawnerTest() {
        declare(new ActorType("counter", true, arg -> GenServer.behaviour(new Counter(arg))));
        declare(new ActorType("short", true, arg -> new Short()));
        declare(new ActorType("hidden", false, arg -> new Short()));
    }

    private void declare(ActorType type) {
        near.actorTypes().declare(type);
        far.actorTypes().declare(type);
    }

    @AfterEach
    void stop() {
        kernels.close();
    }

    private ServerRef<Msg> counter(Placement where, long start) {
        return spawner.spawn(where, "counter", start, Msg.class);
    }

    /// Runs it in a process of the near node and waits for what it gives.
    private <T> T inProcess(java.util.function.Function<PlainSelf, T> body) {
        CompletableFuture<T> result = new CompletableFuture<>();
        near.node()
                .spawn(self -> {
                    try {
                        result.complete(body.apply(self));
                    } catch (RuntimeException failure) {
                        result.completeExceptionally(failure);
                    }
                });
        assertThat(result).succeedsWithin(LONG);
        return result.join();
    }

    @Test
    void itStartsWithItsArgumentAndIsCalledThroughATypedAddress() {
        ServerRef<Msg> counter = counter(Placement.on(there), 5);

        counter.cast(new Msg.Add(2));

        assertThat(counter.call(new Msg.Get())).isEqualTo(7);
        assertThat(counter.whereis().orElseThrow().node()).isEqualTo(there.atom());
    }

    @Test
    void theEndOfAnActorThatEndsAtOnceIsSeenWithItsReason() {
        for (NodeName where : List.of(there, near.node().name())) {
            Down down =
                    inProcess(self -> {
                        MonitoredActor<Msg> actor =
                                spawner.spawnMonitor(
                                        self, Placement.on(where), "short", null, Msg.class);
                        return self.receive(message ->
                                message instanceof Down seen && seen.ref().equals(actor.monitor())
                                        ? () -> seen
                                        : null);
                    });

            assertThat(down.reason()).isEqualTo(ExitReason.of("done_already"));
        }
    }

    @Test
    void aMonitorThatIsTakenBackIsSilent() {
        boolean silent =
                inProcess(self -> {
                    MonitoredActor<Msg> actor =
                            spawner.spawnMonitor(
                                    self, Placement.on(there), "counter", 1, Msg.class);
                    boolean was = self.demonitor(actor.monitor());
                    self.exit(actor.ref().whereis().orElseThrow(), ExitReason.KILL);
                    Pid pid = actor.ref().whereis().orElseThrow();
                    self.monitor(pid);
                    self.receive(message -> message instanceof Down ? () -> message : null);
                    return was
                            && self.receive(
                                            Duration.ZERO,
                                            message -> message instanceof Down ? () -> 1 : null)
                                    .isEmpty();
                });

        assertThat(silent).isTrue();
    }

    @Test
    void aLinkedActorTakesItsParentAlongAndTheOtherWayRound() {
        for (NodeName where : List.of(there, near.node().name())) {
            Exit exit =
                    inProcess(self -> {
                        self.trapExit(true);
                        spawner.spawnLink(self, Placement.on(where), "short", null, Msg.class);
                        return self.receive(
                                message -> message instanceof Exit seen ? () -> seen : null);
                    });
            assertThat(exit.reason()).isEqualTo(ExitReason.of("done_already"));

            ServerRef<Msg> orphan =
                    inProcess(self ->
                            spawner.spawnLink(self, Placement.on(where), "counter", 1, Msg.class));
            Pid pid = orphan.whereis().orElseThrow();
            Kernel home = where.equals(there) ? far : near;
            // Its parent ended in order, and who does not trap exits survives that.
            assertThat(home.node().processes().isAlive(pid)).isTrue();
        }
    }

    @Test
    void aLostNodeEndsWhoIsLinkedAndTellsWhoWatches() {
        CompletableFuture<Void> spawned = new CompletableFuture<>();
        CompletableFuture<List<Object>> seen = new CompletableFuture<>();
        near.node()
                .spawn(self -> {
                    self.trapExit(true);
                    spawner.spawnLink(self, Placement.on(there), "counter", 1, Msg.class);
                    spawner.spawnMonitor(self, Placement.on(there), "counter", 1, Msg.class);
                    spawned.complete(null);
                    Object first = self.receive(message -> () -> message);
                    Object second = self.receive(message -> () -> message);
                    seen.complete(List.of(first, second));
                });
        assertThat(spawned).succeedsWithin(LONG);

        near.node().disconnect(there);

        assertThat(seen).succeedsWithin(LONG);
        assertThat(seen.join())
                .allSatisfy(message ->
                        assertThat(message)
                                .isInstanceOfAny(Down.class, Exit.class)
                                .extracting("reason")
                                .isEqualTo(ExitReason.NOCONNECTION));
        await().until(() -> far.remoteSpawner().actors().count() == 1);
    }

    @Test
    void whatCannotBeStartedIsAClearErrorAtTheCaller() {
        assertFails("hidden", 1, "notsup");
        assertFails("nothing", 1, "undef");
        assertFails("counter", "five", "badarg");
        assertThatExceptionOfType(SpawnFailedException.class)
                .isThrownBy(() -> counter(Placement.on(NodeName.of("no@127.0.0.1")), 1))
                .withMessageContaining("noconnection");
        assertThat(far.node().refusals().count(Refusal.Kind.ACTOR)).isEqualTo(2);
    }

    private void assertFails(String type, Object argument, String reason) {
        assertThatExceptionOfType(SpawnFailedException.class)
                .isThrownBy(() -> spawner.spawn(there, type, argument))
                .withMessageContaining(reason)
                .extracting(SpawnFailedException::reason)
                .isEqualTo(Atom.of(reason));
    }

    @Test
    void aNodeIsFullAndALeavingOneTakesNothingNew() {
        Kernel small = kernels.start("small", config -> config.spawnLimit(1));
        small.actorTypes()
                .declare(
                        new ActorType(
                                "counter", true, arg -> GenServer.behaviour(new Counter(arg))));
        spawner.spawn(small.node().name(), "counter", 1);

        assertThatExceptionOfType(SpawnFailedException.class)
                .isThrownBy(() -> spawner.spawn(small.node().name(), "counter", 1))
                .withMessageContaining("system_limit");

        far.remoteSpawner().leave();
        assertFails("counter", 1, "leaving");
    }

    @Test
    void aGrantNamesThePeers() {
        Kernel strict =
                kernels.start(
                        "strict", config -> config.remoteSpawn(Grant.to(List.of("far@*", "x@y"))));
        strict.actorTypes().declare(new ActorType("short", true, arg -> new Short()));

        assertThatExceptionOfType(SpawnFailedException.class)
                .isThrownBy(() -> spawner.spawn(strict.node().name(), "short", null))
                .withMessageContaining("notsup");
        assertThat(far.remoteSpawner().spawn(strict.node().name(), "short", null)).isNotNull();
    }

    @Test
    void manySpreadOverTheNodes() {
        for (Placement where : List.of(Placement.leastLoaded(), Placement.roundRobin())) {
            int before = actors(near);
            for (int i = 0; i < 100; i++) {
                counter(where, i);
            }
            assertThat(actors(near) - before).isBetween(20, 80);
        }
        assertThat(actors(near) + actors(far)).isEqualTo(200);
    }

    private static int actors(Kernel kernel) {
        return kernel.remoteSpawner().actors().count();
    }

    @Test
    void aTypeThatIsStartedAgainIsSo() {
        List<Pid> started = new CopyOnWriteArrayList<>();
        declare(
                new ActorType(
                                "phoenix",
                                true,
                                arg -> {
                                    ProcessBehaviour counter =
                                            GenServer.behaviour(new Counter(arg));
                                    return new ProcessBehaviour() {
                                        @Override
                                        public ExitReason start(Self self) throws Exception {
                                            started.add(self.pid());
                                            return counter.start(self);
                                        }

                                        @Override
                                        public ExitReason receive(Self self, Object message)
                                                throws Exception {
                                            return counter.receive(self, message);
                                        }

                                        @Override
                                        public Object protocol() {
                                            return counter.protocol();
                                        }
                                    };
                                })
                        .withRestart(Restart.TRANSIENT));
        ServerRef<Msg> first = spawner.spawn(Placement.on(there), "phoenix", 3, Msg.class);

        first.cast(new Msg.Fail());

        await().until(() -> started.size() == 2);
        assertThat(started.getFirst()).isEqualTo(first.whereis().orElseThrow());
        ServerRef<Msg> second = near.node().ref(started.get(1), Msg.class);
        assertThat(second.call(new Msg.Get())).isEqualTo(3);
    }

    @Test
    void whenTheNodeLeavesTheyEndInOrder() {
        counter(Placement.on(there), 1).call(new Msg.Get());
        counter(Placement.on(there), 2).call(new Msg.Get());

        assertThat(far.remoteSpawner().stopAll(LONG)).succeedsWithin(LONG).isEqualTo(0);

        assertThat(ended).containsExactly("shutdown", "shutdown");
        assertThat(far.remoteSpawner().actors().count()).isZero();
    }
}
