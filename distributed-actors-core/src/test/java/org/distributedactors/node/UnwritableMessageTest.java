package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.mapping.UnsupportedTypeException;
import org.distributedactors.node.SpawnRequestHandler.Function;
import org.distributedactors.process.DeadLetter;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A message without a form on the wire costs itself, never the connection.
class UnwritableMessageTest {

    private final TestNode a = new TestNode("a@127.0.0.1");
    private final TestNode b = new TestNode("b@127.0.0.1");
    private final Pid there = b.node.spawn(self -> self.receive(m -> () -> m));

    @BeforeEach
    void connect() {
        assertThat(a.connectTo(b)).isTrue();
    }

    @AfterEach
    void theConnectionStands() {
        assertThat(a.node.nodes()).containsExactly(b.node.name());
        a.close();
        b.close();
    }

    record Order(List<Line> lines) {}

    record Line(BigInteger price) {}

    record Holder(String name, Thread thread) {}

    record Angry(String name) {
        @Override
        public String name() {
            throw new AssertionError("not now");
        }
    }

    record Endless(String name) {
        @Override
        public String name() {
            return name();
        }
    }

    private static Order orderWithABadPrice() {
        Line good = new Line(BigInteger.ONE);
        return new Order(List.of(good, good, good, new Line(BigInteger.ONE.shiftLeft(1 << 22))));
    }

    private ServerRef<Object> server() {
        return ServerRef.of(a.node.processes(), there);
    }

    @Test
    void aTypeWithoutAFormOnTheWireFailsInTheSenderAndNamesThePath() {
        Holder message = new Holder("x", Thread.currentThread());

        assertThatThrownBy(() -> a.node.send(there, message))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessage("Holder.thread: java.lang.Thread");
        assertThatThrownBy(() -> server().send(message))
                .isInstanceOf(UnsupportedTypeException.class);
        assertThatThrownBy(() -> server().cast(message))
                .isInstanceOf(UnsupportedTypeException.class);
        assertThatThrownBy(() -> server().call(message, null, Duration.ofMinutes(5)))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessage("Holder.thread: java.lang.Thread");
        assertThat(server().callAsync(message, null, Duration.ofMinutes(5)).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(UnsupportedTypeException.class);
        assertThat(a.node.processes().aliases().size()).isZero();
    }

    @Test
    void theSameTypeMayBeSentOnTheSameNode() {
        Pid here = a.node.spawn(self -> self.receive(m -> () -> m));

        a.node.send(here, new Object());

        await().until(() -> !a.node.processes().isAlive(here));
    }

    static List<Next> badReplies() {
        return List.of(
                new Next.Reply(new Object()),
                new Next.ReplyWhen(CompletableFuture.completedStage(new Object())));
    }

    @ParameterizedTest
    @MethodSource("badReplies")
    void anAnswerWithoutAFormOnTheWireEndsItsServerAndTheCallAtOnce(Next reply) {
        GenServer<Term> server =
                new GenServer<>() {
                    @Override
                    public Next handle(Term request) {
                        return reply;
                    }
                };
        Pid pid = b.node.spawn(SpawnOptions.DEFAULT, GenServer.behaviour(server)).pid();

        assertThatThrownBy(() ->
                        ServerRef.of(a.node.processes(), pid)
                                .call(Atom.OK, null, Duration.ofMinutes(5)))
                .isInstanceOf(CallFailedException.class)
                .hasMessageContaining("java.lang.Object");
    }

    @Test
    void whatShowsOnlyWhileEncodingIsADeadLetter() {
        a.node.send(there, orderWithABadPrice());

        await().until(() -> a.node.processes().counters().deadLetters(DeadLetter.UNENCODABLE) == 1);
        assertThat(a.node.counters().unwritableMessages()).isEqualTo(1);
        assertThat(a.node.peers())
                .extracting(PeerStatus::drops)
                .containsExactly(new PeerDrops(0, 0, 1));
        assertThat(b.node.processes().isAlive(there)).isTrue();
    }

    @Test
    void whatShowsOnlyWhileEncodingFailsTheCallWithThePath() {
        assertThatThrownBy(() -> server().call(orderWithABadPrice(), null, Duration.ofMinutes(5)))
                .isInstanceOf(CallFailedException.class)
                .hasMessageContaining("bad_request")
                .hasMessageContaining("Order.lines[3].price");
    }

    @ParameterizedTest
    @MethodSource("hostileAccessors")
    void anAccessorThatThrowsOrRecursesFailsTheCall(Object request) {
        assertThatThrownBy(() -> server().call(request, null, Duration.ofMinutes(5)))
                .isInstanceOf(CallFailedException.class)
                .hasMessageContaining("bad_request");
        assertThat(a.node.counters().unwritableMessages()).isEqualTo(1);
        assertThat(a.node.processes().counters().deadLetters(DeadLetter.UNENCODABLE)).isEqualTo(1);
    }

    static List<Object> hostileAccessors() {
        return List.of(new Endless("x"), new Angry("x"));
    }

    @Test
    void aValueWithoutEndDoesNotHoldUpTheOnesBehindIt() {
        List<Object> endless = new ArrayList<>();
        endless.add(endless);

        a.node.send(there, endless);
        a.node.send(there, Atom.of("hello"));

        await().until(() -> !b.node.processes().isAlive(there));
    }

    @Test
    void aSpawnIsAnsweredAtOnce() {
        var answer = a.node.requestSpawn(b.node.name(), Function.of("any", "any", 1), new Object());

        assertThat(answer.toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(5))
                .isEqualTo(Atom.of("badarg"));
    }

    @Test
    void whatCannotBeWrittenIsToldToTheListenersOfDeadLetters() {
        List<List<Object>> heard = new ArrayList<>();
        a.node.processes()
                .addDeadLetterListener(
                        (why, receiver, type) -> heard.add(List.of(why, receiver, type)));

        a.node.send(there, orderWithABadPrice());

        assertThat(heard)
                .containsExactly(List.of(DeadLetter.UNENCODABLE, there, Order.class.getName()));
    }
}
