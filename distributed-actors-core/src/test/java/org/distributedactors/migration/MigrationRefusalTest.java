package org.distributedactors.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Movable;
import org.distributedactors.behaviour.Next;
import org.distributedactors.migration.MigrationException.Reason;
import org.distributedactors.node.Refusal;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.distributedactors.testing.SimulatedCluster;
import org.distributedactors.testing.SimulatedNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// States of other versions, states that do not fit, and messages that are none: the process goes on where it was.
class MigrationRefusalTest {

    private final SimulatedCluster cluster =
            SimulatedCluster.of(
                    5,
                    config ->
                            config.migration(
                                    new MigrationSettings(
                                            100_000,
                                            8,
                                            8,
                                            1 << 20,
                                            Duration.ofSeconds(5),
                                            Duration.ofSeconds(60))),
                    "a",
                    "b");
    private final SimulatedNode a = cluster.on("a");
    private final SimulatedNode b = cluster.on("b");

    record Get() implements Call<Term, String> {}

    record One(String text) {}

    record Two(String text, long changed) {}

    /// The build before.
    static final class Old implements GenServer<Get>, Movable<One> {
        private String text = "fresh";

        Old(String text) {
            this.text = text;
        }

        @Override
        public Next handle(Get get) {
            return reply(text);
        }

        @Override
        public One moveOut() {
            return new One(text);
        }

        @Override
        public void moveIn(Self self, One state) {
            text = state.text();
        }
    }

    /// The build of today.
    static final class Young implements GenServer<Get>, Movable<Two> {
        private String text = "fresh";

        @Override
        public Next handle(Get get) {
            return reply(text);
        }

        @Override
        public Two moveOut() {
            return new Two(text, 1);
        }

        @Override
        public void moveIn(Self self, Two state) {
            text = state.text();
        }

        @Override
        public int stateVersion() {
            return 2;
        }

        @Override
        public Two codeChange(int version, Term state) {
            return new Two(((Tuple) state).get(1) + " of version " + version, 0);
        }
    }

    /// Takes another state, and has forgotten to say so.
    static final class Careless implements GenServer<Get>, Movable<Long> {

        @Override
        public Next handle(Get get) {
            return reply("careless");
        }

        @Override
        public Long moveOut() {
            return 1L;
        }

        @Override
        public void moveIn(Self self, Long state) {}
    }

    private static void declare(SimulatedNode node, Class<?> type, GenServer<Get> fresh) {
        node.kernel()
                .migrator()
                .types()
                .declare(new MovableType("build", type, true, () -> GenServer.behaviour(fresh)));
    }

    private Pid spawn(GenServer<Get> server) {
        cluster.shouldPartitionAs("a b");
        Pid pid = a.spawn(GenServer.behaviour(server));
        cluster.run(Duration.ofMillis(10));
        return pid;
    }

    private String text(Pid pid) {
        return (String)
                cluster.await(
                        b.node()
                                .ref(pid, Get.class)
                                .callAsync(new Get(), String.class, Duration.ofSeconds(5)));
    }

    private Reason refusal(Pid pid) {
        CompletableFuture<Reason> reason = new CompletableFuture<>();
        a.kernel()
                .migrator()
                .migrate(pid, b.name())
                .whenComplete((moved, failure) ->
                        reason.complete(
                                failure instanceof MigrationException refused
                                        ? refused.reason()
                                        : null));
        return cluster.await(reason);
    }

    @Test
    void anOlderStateBecomesOneOfToday() {
        declare(a, Old.class, new Old(""));
        declare(b, Young.class, new Young());
        Pid pid = spawn(new Old("state"));

        Pid there = cluster.await(a.kernel().migrator().migrate(pid, b.name()));

        assertThat(text(there)).contains("state").contains("of version 1");
    }

    @Test
    void aNewerStateIsRefused() {
        declare(a, Young.class, new Young());
        declare(b, Old.class, new Old(""));
        Pid pid = spawn(new Young());

        assertThat(refusal(pid)).isEqualTo(Reason.NEWER_STATE);
        assertThat(text(pid)).isEqualTo("fresh");
        assertThat(b.kernel().migrator().counters().refused(Reason.NEWER_STATE)).isEqualTo(1);
    }

    @Test
    void aStateOfAnotherShapeIsRefused() {
        declare(a, Old.class, new Old(""));
        declare(b, Careless.class, new Careless());
        Pid pid = spawn(new Old("state"));

        assertThat(refusal(pid)).isEqualTo(Reason.BAD_STATE);
        assertThat(text(pid)).isEqualTo("state");
        assertThat(a.kernel().migrator().counters().stayed(Reason.BAD_STATE)).isEqualTo(1);
        assertThat(a.kernel().migrator().underWay() + b.kernel().migrator().underWay()).isZero();
    }

    @Test
    void aNodeThatIsFullRefusesAndTakesItLater() {
        MigrationSettings oneAtATime =
                new MigrationSettings(
                        100_000, 8, 1, 1 << 20, Duration.ofSeconds(5), Duration.ofSeconds(60));
        SimulatedCluster small =
                SimulatedCluster.of(6, config -> config.migration(oneAtATime), "x", "y");
        SimulatedNode x = small.on("x");
        SimulatedNode y = small.on("y");
        declare(x, Old.class, new Old(""));
        y.kernel()
                .migrator()
                .types()
                .declare(
                        new MovableType(
                                "build", Old.class, true, () -> GenServer.behaviour(new Old(""))));
        small.shouldPartitionAs("x y");
        Pid first = x.spawn(GenServer.behaviour(new Old("first")));
        Pid second = x.spawn(GenServer.behaviour(new Old("second")));
        small.run(Duration.ofMillis(10));

        CompletableFuture<Pid> moved =
                x.kernel().migrator().migrate(first, y.name()).toCompletableFuture();
        CompletableFuture<Pid> stayed =
                x.kernel().migrator().migrate(second, y.name()).toCompletableFuture();
        small.run(Duration.ofSeconds(1));

        assertThat(moved).isCompleted();
        assertThatThrownBy(stayed::join)
                .hasCauseInstanceOf(MigrationException.class)
                .hasMessageContaining("the node is full");
        assertThat(y.kernel().migrator().counters().refused(Reason.FULL)).isEqualTo(1);
        assertThat(textOf(small, x, second)).isEqualTo("second");
        Pid there = small.await(x.kernel().migrator().migrate(second, y.name()));
        assertThat(textOf(small, x, there)).isEqualTo("second");
    }

    private static String textOf(SimulatedCluster of, SimulatedNode from, Pid pid) {
        return (String)
                of.await(
                        from.node()
                                .ref(pid, Get.class)
                                .callAsync(new Get(), String.class, Duration.ofSeconds(5)));
    }

    @Test
    void aNodeTakesATypeFromThoseItIsGrantedTo() {
        declare(a, Old.class, new Old(""));
        b.kernel()
                .migrator()
                .types()
                .declare(
                        new MovableType(
                                "build",
                                Old.class,
                                peer -> peer.toString().startsWith("c@"),
                                () -> GenServer.behaviour(new Old(""))));
        Pid pid = spawn(new Old("state"));

        assertThat(refusal(pid)).isEqualTo(Reason.NOT_GRANTED);
        assertThat(b.node().refusals().count(Refusal.Kind.ARRIVAL)).isEqualTo(1);
        assertThat(text(pid)).isEqualTo("state");
    }

    @Test
    void aStateThatIsTooLargeStays() {
        declare(a, Old.class, new Old(""));
        declare(b, Old.class, new Old(""));
        Pid pid = spawn(new Old("x".repeat(200_000)));

        assertThat(refusal(pid)).isEqualTo(Reason.UNWRITABLE);
        assertThat(text(pid)).hasSize(200_000);
    }

    /// Remembers what it is told, and does something while its state is taken.
    static final class Told implements GenServer<Get>, Movable<One> {
        private String text = "state";
        private Runnable leaving = () -> {};

        @Override
        public Next handle(Get get) {
            return reply(text);
        }

        @Override
        public Next handleInfo(Object info) {
            text += info instanceof String told ? " " + told : " odd";
            return noReply();
        }

        @Override
        public One moveOut() {
            leaving.run();
            leaving = () -> {};
            return new One(text);
        }

        @Override
        public void moveIn(Self self, One state) {
            text = state.text();
        }
    }

    @Test
    void aQueuedMessageWithoutAFormKeepsTheProcessWhereItIs() {
        declare(a, Told.class, new Told());
        declare(b, Told.class, new Told());
        Told told = new Told();
        Pid pid = spawn(told);
        CompletableFuture<Object> called = new CompletableFuture<>();
        told.leaving =
                () -> {
                    a.node().send(pid, "one");
                    a.node().send(pid, new Object());
                    a.node().send(pid, "two");
                    a.node()
                            .ref(pid, Get.class)
                            .callAsync(new Get(), String.class, Duration.ofSeconds(5))
                            .thenAccept(called::complete);
                };

        assertThat(refusal(pid)).isEqualTo(Reason.UNWRITABLE);

        assertThat(cluster.await(called)).isEqualTo("state one odd two");
        assertThat(a.isAlive(pid)).isTrue();
        assertThat(text(pid)).isEqualTo("state one odd two");
        assertThat(a.kernel().migrator().underWay()).isZero();
        assertThat(b.kernel().migrator().underWay()).isZero();
        Pid there = cluster.await(a.kernel().migrator().migrate(pid, b.name()));
        assertThat(text(there)).isEqualTo("state one odd two");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prepare",
                "part",
                "commit",
                "abort",
                "aborted",
                "finished",
                "ask",
                "outcome",
                "carry",
                "ready",
                "refused",
                "received",
                "prepared",
                "committed",
                "untie",
                "nonsense"
            })
    void whatIsNoMessageIsOneClearError(String tag) {
        Reference id = Reference.of(Atom.of("a@b"), 1, 1, 2, 3);
        List<Term> odd =
                List.of(Atom.of("x"), IntegerTerm.of(-1), Tuple.of(), id, IntegerTerm.of(1L << 40));
        for (Term first : odd) {
            for (Term second : odd) {
                Term message = Tuple.of(Atom.of(tag), first, second, second, first);
                try {
                    MigrationCodec.read(message);
                } catch (IllegalArgumentException clear) {
                    assertThat(clear).isNotNull();
                }
            }
        }
        assertThatThrownBy(() -> MigrationCodec.read(Tuple.of(Atom.of(tag))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messagesOfStrangersChangeNothing() {
        declare(a, Old.class, new Old(""));
        declare(b, Old.class, new Old(""));
        Pid pid = spawn(new Old("state"));
        // A migration of a node that is not the one that speaks.
        Reference foreign = Reference.of(a.name().atom(), 4, 1, 2, 3);
        b.node()
                .send(
                        MigrationServer.NAME,
                        a.name(),
                        MigrationCodec.write(
                                new MigrationMessage.Prepare(foreign, pid, "build", 1, 1)));
        b.node().send(MigrationServer.NAME, a.name(), Tuple.of(Atom.of("junk")));
        b.node()
                .send(
                        MigrationServer.NAME,
                        a.name(),
                        MigrationCodec.write(new MigrationMessage.Commit(foreign)));
        cluster.run(Duration.ofSeconds(1));

        assertThat(a.kernel().migrator().underWay()).isZero();
        assertThat(text(pid)).isEqualTo("state");
    }
}
