package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import java.util.List;
import org.distributedactors.node.Refusal;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.rpc.Grant;
import org.distributedactors.rpc.RpcClient;
import org.distributedactors.rpc.RpcException;
import org.distributedactors.rpc.RpcException.Kind;
import org.distributedactors.spawn.ActorType;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Functions of Erlang and Elixir called by ours, and what ours grants to them.
@DisplayName("Calls from Java, grants")
class RpcConformanceIT extends ConformanceTest {

    private RpcClient rpc;

    @Override
    String[] erlangArguments() {
        return release.elixirPath().toArray(new String[0]);
    }

    @BeforeEach
    void client() {
        rpc = kernel.rpcClient().withTimeout(SOON);
    }

    @Test
    void valuesComeTyped() {
        assertThat(rpc.call(ERLANG, "lists", "sum", Long.class, List.of(1, 2, 3))).isEqualTo(6);
        assertThat(rpc.call(ERLANG, "erlang", "node", Atom.class)).isEqualTo(ERLANG.atom());
        assertThat(rpc.call(ERLANG, "string", "uppercase", String.class, "abc")).isEqualTo("ABC");
        assertThat(rpc.rexCall(ERLANG, "lists", "sum", Long.class, List.of(1, 2))).isEqualTo(3);
        assertThat(rpc.call(JAVA, "erlang", "node", Atom.class)).isEqualTo(JAVA.atom());
    }

    @Test
    void anElixirFunctionIsCalledByItsModule() {
        assumeFalse(release.elixirPath().isEmpty());

        assertThat(rpc.call(ERLANG, "Elixir.String", "capitalize", String.class, "ann"))
                .isEqualTo("Ann");
        RpcException failure =
                failure(() -> rpc.call(ERLANG, "Elixir.Enum", "fetch!", Term.class, List.of(), 1));
        assertThat(failure.kind()).isEqualTo(Kind.ERROR);
        assertThat(failure.reason().toString()).contains("OutOfBoundsError");
    }

    private static RpcException failure(Runnable call) {
        return catchThrowableOfType(RpcException.class, call::run);
    }

    @Test
    void errorsExitsAndThrowsAreToldApart() {
        RpcException error = failure(() -> rpc.call(ERLANG, "erlang", "hd", Term.class, List.of()));
        assertThat(error.kind()).isEqualTo(Kind.ERROR);
        assertThat(error.reason()).isEqualTo(Atom.of("badarg"));
        assertThat(error.stack().size()).isPositive();
        RpcException exit =
                failure(() -> rpc.call(ERLANG, "erlang", "exit", Term.class, Atom.of("bye")));
        assertThat(exit.kind()).isEqualTo(Kind.EXIT);
        assertThat(exit.reason()).isEqualTo(Atom.of("bye"));
        RpcException thrown =
                failure(() -> rpc.call(ERLANG, "erlang", "throw", Term.class, Atom.of("ball")));
        assertThat(thrown.kind()).isEqualTo(Kind.THROW);
        assertThat(thrown).hasMessage("throw:ball");
        RpcException undef = failure(() -> rpc.call(ERLANG, "no", "such", Term.class));
        assertThat(undef.reason()).isEqualTo(Atom.of("undef"));
    }

    @Test
    void whatRexAnswersIsReadToo() {
        RpcException error =
                failure(() -> rpc.rexCall(ERLANG, "erlang", "hd", Term.class, List.of()));
        assertThat(error.kind()).isEqualTo(Kind.ERROR);
        assertThat(error.reason()).isEqualTo(Atom.of("badarg"));
        assertThat(failure(() -> rpc.rexCall(ERLANG, "erlang", "exit", Term.class, Atom.of("x"))))
                .extracting(RpcException::kind)
                .isEqualTo(Kind.EXIT);
    }

    @Test
    void whatIsLateOrLostIsSo() {
        RpcClient hasty = rpc.withTimeout(Duration.ofMillis(100));

        assertThat(failure(() -> hasty.call(ERLANG, "timer", "sleep", Term.class, 5000)))
                .hasMessage("erpc:timeout");
        NodeName nobody = NodeName.of("nobody@127.0.0.1");
        assertThat(failure(() -> rpc.call(nobody, "erlang", "node", Term.class)))
                .hasMessage("erpc:noconnection");
        assertThat(failure(() -> rpc.rexCall(nobody, "erlang", "node", Term.class)))
                .hasMessage("erpc:noconnection");
        assertThat(failure(() -> rpc.call(ERLANG, "erlang", "node", Long.class)))
                .hasMessage("erpc:bad_result");
    }

    @Test
    void aFunctionThatPrintsIsNotHeldUp() {
        assertThat(rpc.call(ERLANG, "io", "format", Atom.class, "hello ~p~n", List.of(1)))
                .isEqualTo(Atom.OK);
    }

    // ---- what is granted to them

    private record Greeter(Term to) implements ProcessBehaviour {
        @Override
        public ExitReason start(Self self) {
            return null;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            return new ExitReason((Term) message);
        }
    }

    @Test
    void aFunctionForOtherPeersDoesNotExistForThisOne() {
        kernel.functions()
                .expose("priv", "f", 0, Grant.to(List.of("erlang@*")), arguments -> Atom.OK);
        kernel.functions()
                .expose("priv", "g", 0, Grant.to(List.of("billing@*")), arguments -> Atom.OK);
        long before = kernel.node().refusals().count(Refusal.Kind.FUNCTION);

        assertThat(eval("erpc:call(J, priv, f, [])")).isEqualTo("ok");
        assertThat(eval("rpc:call(J, priv, f, [])")).isEqualTo("ok");
        assertThat(eval("gen_server:call({rex, J}, {call, priv, f, [], self()})")).isEqualTo("ok");
        assertThat(eval("try erpc:call(J, priv, g, []) catch C:R -> {C, R} end"))
                .isEqualTo("{error,{exception,undef,[{priv,g,[],[]}]}}");
        assertThat(eval("gen_server:call({rex, J}, {call, priv, g, [], self()})"))
                .startsWith("{badrpc,{'EXIT',{undef,");
        assertThat(kernel.node().refusals().count(Refusal.Kind.FUNCTION)).isEqualTo(before + 2);
    }

    @Test
    void anActorIsSpawnedFromErlangWhenItIsGranted() {
        kernel.actorTypes()
                .declare(
                        new ActorType("greeter", true, Greeter::new)
                                .withGrant(Grant.to(List.of("erlang@*"))));
        kernel.actorTypes().declare(new ActorType("private", false, Greeter::new));
        try {
            String reply =
                    " receive {spawn_reply, R, K, W} -> {K, is_pid(W) orelse W} after 5000 -> none"
                            + " end";
            assertThat(request("<<\"greeter\">>, x", reply)).isEqualTo("{error,notsup}");

            kernel.remoteSpawner().install(Grant.ANYBODY);

            assertThat(request("<<\"greeter\">>, x", reply)).isEqualTo("{ok,true}");
            assertThat(request("<<\"private\">>, x", reply)).isEqualTo("{error,notsup}");
            assertThat(request("<<\"nothing\">>, x", reply)).isEqualTo("{error,undef}");
            assertThat(request("17, x", reply)).isEqualTo("{error,badarg}");
            assertThat(
                            eval(
                                    "P = spawn_link(J, distributed_actors, spawn, [<<\"greeter\">>,"
                                            + " x]), process_flag(trap_exit, true), P ! done, receive"
                                            + " {'EXIT', P, W} -> W after 5000 -> none end"))
                    .isEqualTo("done");
        } finally {
            kernel.actorTypes().forget("greeter");
            kernel.actorTypes().forget("private");
        }
    }

    private String request(String arguments, String reply) {
        return eval(
                "R = spawn_request(J, distributed_actors, spawn, ["
                        + arguments
                        + "], []), "
                        + reply);
    }
}
