package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.process.Destination;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Addresses inside messages lead to the same process wherever they are read.
class ServerRefMessageTest {

    record Get() implements Call<Get, String> {}

    record Hello(ServerRef<Get> who) {}

    private static final Atom NAME = Atom.of("answerer");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final TestNode a = new TestNode("a@127.0.0.1");
    private final TestNode b = new TestNode("b@127.0.0.1");
    private Pid answerer;

    private static final class Answerer implements GenServer<Get> {
        @Override
        public Next handle(Get get) {
            return reply(get, "it is me");
        }
    }

    @BeforeEach
    void start() {
        assertThat(a.connectTo(b)).isTrue();
        answerer =
                a.node.spawn(SpawnOptions.named(NAME.name()), GenServer.behaviour(new Answerer()))
                        .pid();
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    /// Sends the address from a to b, and calls it there.
    private String calledFromTheOtherNode(ServerRef<Get> who) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Pid caller =
                b.node.spawn(
                        Hello.class,
                        self -> {
                            Hello hello = self.receive(m -> m instanceof Hello h ? () -> h : null);
                            answer.complete(hello.who().call(new Get(), LONG));
                        });
        a.node.send(caller, new Hello(who));
        return answer.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void aPid() {
        assertThat(calledFromTheOtherNode(ServerRef.of(a.node.processes(), answerer)))
                .isEqualTo("it is me");
    }

    @Test
    void aNameHereIsTheSameProcessThere() {
        assertThat(calledFromTheOtherNode(ServerRef.of(a.node.processes(), NAME)))
                .isEqualTo("it is me");
    }

    @Test
    void aNameOnANode() {
        assertThat(
                        calledFromTheOtherNode(
                                ServerRef.of(a.node.processes(), NAME, a.node.name().atom())))
                .isEqualTo("it is me");
    }

    @Test
    void aGlobalNameIsLookedUpWhereItIsRead() {
        Term name = Binary.utf8("the answerer");
        b.node.resolveGlobalNames(asked ->
                asked.equals(name) ? Optional.of(Destination.of(answerer)) : Optional.empty());
        ServerRef<Get> global =
                ServerRef.of(
                        a.node.processes(), Tuple.of(Atom.of("global"), name), Optional::empty);

        assertThat(calledFromTheOtherNode(global)).isEqualTo("it is me");
    }

    @Test
    void theFormsAreThoseOfGenServer() {
        Atom node = a.node.name().atom();

        assertThat(a.node.toTerm(ServerRef.of(a.node.processes(), answerer))).isEqualTo(answerer);
        assertThat(a.node.toTerm(ServerRef.of(a.node.processes(), NAME)))
                .isEqualTo(Tuple.of(NAME, node));
        assertThat(a.node.fromTerm(NAME, ServerRef.class))
                .isEqualTo(ServerRef.of(a.node.processes(), NAME));
        assertThat(((ServerRef<?>) a.node.fromTerm(NAME, ServerRef.class)).whereis())
                .contains(answerer);
        assertThat(
                        ((ServerRef<?>) a.node.fromTerm(Tuple.of(NAME, node), ServerRef.class))
                                .whereis())
                .contains(answerer);
    }

    @Test
    void whatIsNoAddressIsRefusedWithThePath() {
        assertThatThrownBy(() ->
                        a.node.fromTerm(Tuple.of(Atom.of("hello"), IntegerTerm.of(1)), Hello.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Hello.who: ");
    }
}
