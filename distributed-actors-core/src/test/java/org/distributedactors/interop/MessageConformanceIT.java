package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.CallTimeoutException;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.process.DeadLetter;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Messages of every kind of address, in both directions.
@DisplayName("Messages")
class MessageConformanceIT extends ConformanceTest {

    private static final int MANY = 5_000;
    private static final int ALTACT_RELEASE = 28;

    record Ask(String what) implements Call<Ask, String> {}

    static final class Answering implements GenServer<Ask> {

        @Override
        public Next handle(Ask ask) {
            return reply(ask, "you said " + ask.what());
        }
    }

    @Test
    void aPidIsReachedFromErlang() {
        try (Puppet puppet = puppet("puppet")) {
            eval("{puppet, J} ! {take, self()}");
            Pid shell = (Pid) puppet.next(Tuple.class).get(1);

            puppet.run(self -> self.send(shell, self.pid()));
            eval("receive P -> P ! to_the_pid end");

            assertThat(puppet.next()).isEqualTo(Atom.of("to_the_pid"));
        }
    }

    @Test
    void aPidIsReachedFromJava() {
        kernel.node().send(shell(), Atom.of("hello"));

        assertThat(nextInErlang()).isEqualTo("hello");
    }

    @Test
    void aNameIsReachedInBothDirections() {
        Pid helper = spawnInErlang("register(named, P), receive {From, M} -> From ! {got, M} end");
        try (Puppet puppet = puppet("puppet")) {
            eventually(() -> !eval("whereis(named)").equals("undefined"));
            kernel.node().send(Atom.of("named"), ERLANG, Tuple.of(puppet.pid(), Atom.OK));

            assertThat(puppet.next()).isEqualTo(Tuple.of(Atom.of("got"), Atom.OK));
            eval("{puppet, J} ! to_the_name");
            assertThat(puppet.next()).isEqualTo(Atom.of("to_the_name"));
        }
        assertThat(helper.node()).isEqualTo(ERLANG.atom());
    }

    @Test
    void genServerCallReachesUs() {
        Pid server =
                GenServer.start(
                                kernel.node().processes(),
                                SpawnOptions.named("answering"),
                                new Answering())
                        .ref()
                        .whereis()
                        .orElseThrow();

        assertThat(eval("gen_server:call({answering, J}, {ask, <<\"a\">>})"))
                .isEqualTo("<<\"you said a\">>");
        assertThat(eval("gen_server:multi_call([J], answering, {ask, <<\"b\">>}, 5000)"))
                .isEqualTo("{[{'java@127.0.0.1',<<\"you said b\">>}],[]}");
        kernel.node().exit(server, org.distributedactors.process.ExitReason.KILL);
    }

    @Test
    void aCallerIsToldWhyWeCannotReadItsRequest() {
        Pid server =
                GenServer.start(
                                kernel.node().processes(),
                                SpawnOptions.named("strict"),
                                new Answering())
                        .ref()
                        .whereis()
                        .orElseThrow();

        assertThat(
                        eval(
                                "try gen_server:call({strict, J}, {ask, 7}) catch exit:{{Why, _},"
                                        + " _} -> Why end"))
                .isEqualTo("bad_request");
        assertThat(eval("catch gen_server:cast({strict, J}, {ask, 7})")).isEqualTo("ok");
        assertThat(eval("gen_server:call({strict, J}, {ask, <<\"a\">>})"))
                .isEqualTo("<<\"you said a\">>");
        kernel.node().exit(server, org.distributedactors.process.ExitReason.KILL);
    }

    @Test
    void weCallAGenServer() {
        ServerRef<Term> server = nameServer();

        assertThat(server.call(Atom.of("get_protocol_version"), null, SOON))
                .isEqualTo(IntegerTerm.of(8));
    }

    private ServerRef<Term> nameServer() {
        return ServerRef.of(
                kernel.node().processes(), Atom.of("global_name_server"), ERLANG.atom());
    }

    @Test
    void netKernelAnswersOurCallWhateverItAnswersTo() {
        ServerRef<Term> server =
                ServerRef.of(kernel.node().processes(), Atom.of("net_kernel"), ERLANG.atom());

        assertThat(server.call(Tuple.of(Atom.of("is_auth"), JAVA.atom()), null, SOON))
                .isEqualTo(Atom.of("yes"));
    }

    @Test
    void anAnswerThatComesTooLateVanishes() {
        Pid server =
                spawnInErlang(
                        "receive {'$gen_call', From, _} -> receive now -> gen_server:reply(From,"
                                + " late) end end");
        ServerRef<Term> ref = ServerRef.of(kernel.node().processes(), server);
        long before = kernel.node().processes().counters().deadLetters(DeadLetter.NO_ALIAS);

        assertThatThrownBy(() -> ref.call(Atom.OK, null, Duration.ofMillis(100)))
                .isInstanceOf(CallTimeoutException.class);
        kernel.node().send(server, Atom.of("now"));

        eventually(() ->
                kernel.node().processes().counters().deadLetters(DeadLetter.NO_ALIAS) > before);
    }

    @Test
    void anAliasOfErlangIsReachedWhileItIsActive() {
        try (Puppet puppet = puppet("puppet")) {
            eval("A = alias(), put(a, A), {puppet, J} ! A");
            Reference alias = (Reference) puppet.next();

            kernel.node().sendAlias(alias, Atom.of("first"));
            assertThat(nextInErlang()).isEqualTo("first");

            eval("unalias(get(a)), {puppet, J} ! done");
            puppet.next();
            kernel.node().sendAlias(alias, Atom.of("second"));
            kernel.node().send(shell(), Atom.of("third"));
            assertThat(nextInErlang()).isEqualTo("third");
        }
    }

    @Test
    void aPriorityAliasOfErlangIsReached() {
        assumeTrue(release.number() >= ALTACT_RELEASE, "priority messages came with OTP 28");
        try (Puppet puppet = puppet("puppet")) {
            eval("{puppet, J} ! alias([priority])");

            kernel.node().sendAlias((Reference) puppet.next(), Atom.of("urgent"));

            assertThat(nextInErlang()).isEqualTo("urgent");
        }
    }

    @Test
    void aPriorityMessageOfErlangReachesTheAliasOfACall() throws InterruptedException {
        assumeTrue(release.number() >= ALTACT_RELEASE, "priority messages came with OTP 28");
        Pid server =
                spawnInErlang(
                        "receive {'$gen_call', {_, [alias|A] = Tag}, _} -> erlang:send(A, {Tag,"
                                + " soon}, [priority]) end");
        ServerRef<Term> ref = ServerRef.of(kernel.node().processes(), server);

        assertThat(ref.call(Atom.OK, null, SOON)).isEqualTo(Atom.of("soon"));
    }

    @Test
    void anExitThroughTheAliasOfACallEndsIt() {
        assumeTrue(release.number() >= ALTACT_RELEASE, "exits through aliases came with OTP 28");
        Pid server =
                spawnInErlang("receive {'$gen_call', {_, [alias|A]}, _} -> exit(A, enough) end");
        ServerRef<Term> ref = ServerRef.of(kernel.node().processes(), server);

        assertThatThrownBy(() -> ref.call(Atom.OK, null, SOON)).hasMessageContaining("enough");
    }

    @Test
    void orderIsKeptToJava() {
        try (Puppet puppet = puppet("puppet")) {
            eval("[{puppet, J} ! N || N <- lists:seq(1, " + MANY + ")], ok");

            for (int i = 1; i <= MANY; i++) {
                assertThat(puppet.next()).isEqualTo(IntegerTerm.of(i));
            }
        }
    }

    @Test
    void orderIsKeptToErlang() {
        Pid collector =
                spawnInErlang(
                        "register(collector, P), Loop = fun Loop(Last) -> receive N when N =:= Last"
                                + " + 1 -> Loop(N); {tell, To} -> To ! {last, Last}; Other ->"
                                + " exit({gap, Last, Other}) end end, Loop(0)");
        try (Puppet puppet = puppet("puppet")) {
            puppet.run(self -> {
                for (int i = 1; i <= MANY; i++) {
                    self.send(collector, IntegerTerm.of(i));
                }
                self.send(collector, Tuple.of(Atom.of("tell"), self.pid()));
            });

            assertThat(puppet.next()).isEqualTo(Tuple.of(Atom.of("last"), IntegerTerm.of(MANY)));
        }
    }

    @Test
    void aMessageOfMegabytesCrossesInFragmentsBothWays() {
        byte[] bytes = new byte[3_000_001];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        Pid echo = spawnInErlang("receive {From, Big} -> From ! {byte_size(Big), Big} end");
        try (Puppet puppet = puppet("puppet")) {
            Binary big = Binary.of(bytes);
            kernel.node().send(echo, Tuple.of(puppet.pid(), big));

            assertThat(puppet.next().equals(Tuple.of(IntegerTerm.of(bytes.length), big))).isTrue();
        }
    }

    @Test
    void whatReachesNobodyIsNoFault() {
        eval("{nobody_here, J} ! hello");
        kernel.node().send(Atom.of("nobody_there"), ERLANG, Atom.OK);
        Pid dead = spawnInErlang("ok");
        kernel.node().send(dead, Atom.OK);

        assertThat(eval("net_adm:ping(J)")).isEqualTo("pong");
    }

    @Test
    void theGroupLeaderOfAProcessOfOursMayBeSet() {
        try (Puppet puppet = puppet("puppet")) {
            eval("{puppet, J} ! self()");
            Pid shell = (Pid) puppet.next();
            kernel.node().send(shell, puppet.pid());

            assertThat(eval("receive P -> erlang:group_leader(self(), P) end")).isEqualTo("true");
            assertThat(eval("net_adm:ping(J)")).isEqualTo("pong");
        }
    }
}
