package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.distributedactors.node.SpawnRequestHandler.Function;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// SPAWN_REQUEST and SPAWN_REPLY in both directions, and what is built on them: `erpc` and `rpc`.
@DisplayName("Spawn, erpc, rpc")
class SpawnConformanceIT extends ConformanceTest {

    private static final String REPLY =
            "receive {spawn_reply, R, Kind, What} -> {Kind, What} after 5000 -> none end";
    private static final String DOWN =
            "receive {'DOWN', R, process, P, Why} -> Why after 5000 -> none end";

    /// Ends with whatever it is sent.
    private record Obedient(Term greeting) implements ProcessBehaviour {

        @Override
        public @Nullable ExitReason start(Self self) {
            if (greeting instanceof Pid parent) {
                self.send(parent, Tuple.of(Atom.of("hello"), self.pid()));
            }
            return null;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            return new ExitReason((Term) message);
        }
    }

    @BeforeEach
    void expose() {
        kernel.node()
                .handleSpawn(
                        Function.of("ours", "obey", 1),
                        (peer, arguments, options) ->
                                kernel.node().spawn(options, new Obedient(arguments.get(0))));
        kernel.functions().expose("ours", "double", 1, arguments -> twice(arguments.get(0)));
        kernel.functions()
                .expose(
                        "ours",
                        "fail",
                        0,
                        arguments -> {
                            throw new IllegalStateException("no");
                        });
    }

    private static Term twice(Term value) {
        return Tuple.of(value, value);
    }

    // ---- they ask

    @Test
    void erlangSpawns() {
        assertThat(
                        eval(
                                "P = spawn(J, ours, obey, [self()]), receive {hello, P} -> node(P)"
                                        + " after 5000 -> none end"))
                .isEqualTo("'java@127.0.0.1'");
    }

    @Test
    void erlangSpawnsWithALink() {
        assertThat(
                        eval(
                                "process_flag(trap_exit, true), P = spawn_link(J, ours, obey, [x]),"
                                        + " P ! bye, W = receive {'EXIT', P, Why} -> Why after 5000 ->"
                                        + " none end, process_flag(trap_exit, false), W"))
                .isEqualTo("bye");
    }

    @Test
    void erlangSpawnsWithAMonitor() {
        assertThat(eval("{P, R} = spawn_monitor(J, ours, obey, [x]), P ! bye, " + DOWN))
                .isEqualTo("bye");
    }

    @Test
    void erlangSpawnsWithOptions() {
        assertThat(
                        eval(
                                "{P, R} = spawn_opt(J, ours, obey, [x], [monitor, {priority, high},"
                                        + " {min_heap_size, 1000}]), P ! bye, "
                                        + DOWN))
                .isEqualTo("bye");
    }

    @Test
    void aRequestIsAnsweredBeforeAnythingOfTheNewProcess() {
        assertThat(
                        eval(
                                "R = spawn_request(J, ours, obey, [self()], [monitor]), A = receive"
                                        + " M -> element(1, M) after 5000 -> none end, B = receive N ->"
                                        + " element(1, N) after 5000 -> none end, {R =/= x, A, B}"))
                .isEqualTo("{true,spawn_reply,hello}");
    }

    @Test
    void anUnknownOptionIsBadopt() {
        assertThat(eval("R = spawn_request(J, ours, obey, [x], [no_such_option]), " + REPLY))
                .isEqualTo("{error,badopt}");
    }

    @Test
    void anUnknownFunctionEndsWithUndef() {
        assertThat(eval("{P, R} = spawn_monitor(J, nope, nope, [1]), " + DOWN))
                .isEqualTo("{undef,[{nope,nope,[1],[]}]}");
        assertThat(
                        eval(
                                "process_flag(trap_exit, true), P = spawn_link(J, nope, nope, []),"
                                        + " W = receive {'EXIT', P, Why} -> Why after 5000 -> none end,"
                                        + " process_flag(trap_exit, false), W"))
                .isEqualTo("{undef,[{nope,nope,[],[]}]}");
    }

    @Test
    void whatIsNotGrantedIsNotsup() {
        assertThat(
                        eval(
                                "R = spawn_request(J, distributed_actors, spawn, [<<\"worker\">>,"
                                        + " undefined], []), "
                                        + REPLY))
                .isEqualTo("{error,notsup}");
    }

    @Test
    void aThousandRequestsAreAnswered() {
        assertThat(
                        eval(
                                "Rs = [spawn_request(J, ours, obey, [x], []) || _ <- lists:seq(1,"
                                        + " 1000)], Ps = [receive {spawn_reply, R, ok, P} -> P after"
                                        + " 5000 -> exit(late) end || R <- Rs], [P ! bye || P <- Ps],"
                                        + " length(lists:usort(Ps))"))
                .isEqualTo("1000");
    }

    // ---- we ask

    @Test
    void weSpawn() throws Exception {
        try (Puppet puppet = puppet("puppet")) {
            Term spawned = spawn("erlang", "send", 2, puppet.pid(), Atom.of("hello"));

            assertThat(puppet.next()).isEqualTo(Atom.of("hello"));
            assertThat(((Pid) spawned).node()).isEqualTo(ERLANG.atom());
        }
    }

    private Term spawn(String module, String function, int arity, Object... arguments)
            throws Exception {
        return kernel.node()
                .requestSpawn(ERLANG, Function.of(module, function, arity), arguments)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void whatWeSpawnIsMonitored() throws Exception {
        Pid spawned = (Pid) spawn("timer", "sleep", 1, Atom.of("infinity"));
        try (Puppet puppet = puppet("puppet")) {
            puppet.run(self -> {
                self.monitor(spawned);
                self.exit(spawned, ExitReason.of("enough"));
            });

            assertThat(puppet.next(Down.class).reason()).isEqualTo(ExitReason.of("enough"));
        }
    }

    // ---- erpc and rpc

    @Test
    void erpcReturnsTheValue() {
        assertThat(eval("erpc:call(J, ours, double, [{a, \"b\"}])"))
                .isEqualTo("{{a,\"b\"},{a,\"b\"}}");
        assertThat(eval("erpc:call(J, erlang, node, [], 5000)")).isEqualTo("'java@127.0.0.1'");
        assertThat(eval("erpc:multicall([J, E, J], erlang, node, [])"))
                .isEqualTo("[{ok,'java@127.0.0.1'},{ok,'erlang@127.0.0.1'},{ok,'java@127.0.0.1'}]");
        assertThat(eval("erpc:receive_response(erpc:send_request(J, ours, double, [1]))"))
                .isEqualTo("{1,1}");
    }

    @Test
    void erpcOfAFunctionThatIsNotExposedIsUndef() {
        assertThat(eval("try erpc:call(J, os, cmd, [\"id\"]) catch C:R -> {C, R} end"))
                .isEqualTo("{error,{exception,undef,[{os,cmd,[\"id\"],[]}]}}");
        assertThat(
                        eval(
                                "try erpc:call(J, fun() -> 1 end) catch error:{exception, R, _} ->"
                                        + " is_atom(R) orelse element(1, R) end"))
                .isIn("true", "badfun");
    }

    @Test
    void erpcOfAFunctionThatFailsIsAnError() {
        assertThat(
                        eval(
                                "try erpc:call(J, ours, fail, []) catch error:{exception, _, [{M,"
                                        + " F, _, _} | _]} -> {M, F} end"))
                .startsWith("{");
    }

    @Test
    void rpcAnswersInEveryForm() {
        assertThat(eval("rpc:call(J, ours, double, [1])")).isEqualTo("{1,1}");
        assertThat(eval("rpc:block_call(J, ours, double, [2])")).isEqualTo("{2,2}");
        assertThat(eval("rpc:yield(rpc:async_call(J, ours, double, [3]))")).isEqualTo("{3,3}");
        assertThat(eval("rpc:multicall([J], ours, double, [4])")).isEqualTo("{[{4,4}],[]}");
        assertThat(eval("rpc:cast(J, ours, double, [5])")).isEqualTo("true");
        assertThat(
                        eval(
                                "{rex, J} ! {self(), {call, ours, double, [6], self()}}, receive"
                                        + " {rex, A} -> A after 5000 -> none end"))
                .isEqualTo("{6,6}");
    }

    @Test
    void rpcOfWhatIsNotExposedIsBadrpc() {
        for (String call :
                new String[] {
                    "os, cmd, [\"id\"]",
                    "erlang, halt, []",
                    "init, stop, []",
                    "code, load_binary, [m, \"m\", <<>>]",
                    "observer_backend, sys_info, []",
                    "erlang, process_info, [self()]",
                    "file, read_file, [\"/etc/passwd\"]"
                }) {
            assertThat(eval("rpc:call(J, " + call + ")"))
                    .startsWith(
                            "{badrpc,{'EXIT',{undef,[{"
                                    + call.replaceAll(", \\[.*", "").replace(", ", ","));
            assertThat(eval("rpc:block_call(J, " + call + ")"))
                    .startsWith("{badrpc,{'EXIT',{undef,");
        }
        assertThat(eval("net_adm:ping(J)")).isEqualTo("pong");
    }

    @Test
    void aFunctionOfManyArgumentsIsAskedForAsWell() {
        assertThat(eval("R = spawn_request(J, nope, nope, lists:seq(1, 200), [monitor]), " + REPLY))
                .startsWith("{ok,<");
    }
}
