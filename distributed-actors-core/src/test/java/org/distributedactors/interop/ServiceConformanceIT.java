package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What tools and the kernel of Erlang expect of any node.
@DisplayName("Services")
class ServiceConformanceIT extends ConformanceTest {

    @Test
    void pingIsAnswered() {
        assertThat(eval("net_adm:ping(J)")).isEqualTo("pong");
        assertThat(eval("gen_server:call({net_kernel, J}, {is_auth, E})")).isEqualTo("yes");
    }

    @Test
    void thePortMapperKnowsUsByName() {
        assertThat(
                        eval(
                                "{ok, Names} = net_adm:names(\"127.0.0.1\"), lists:sort([N || {N,"
                                        + " _} <- Names])"))
                .isEqualTo("[\"erlang\",\"java\"]");
        assertThat(eval("{port, Port, 6} = erl_epmd:port_please(\"java\", {127,0,0,1}), Port > 0"))
                .isEqualTo("true");
    }

    @Test
    void rexTellsItsFeatures() {
        assertThat(
                        eval(
                                "{rex, J} ! {self(), features_request}, receive {features_reply, J,"
                                        + " F} -> F after 5000 -> none end"))
                .isEqualTo("[erpc]");
    }

    @Test
    void rexDeliversForProgramsWithoutNames() {
        try (Puppet puppet = puppet("puppet")) {
            assertThat(
                            eval(
                                    "{rex, J} ! {self(), {sbcast, puppet, hi}}, receive {rex, N, A}"
                                            + " -> {N, A} after 5000 -> none end"))
                    .isEqualTo("{'java@127.0.0.1','java@127.0.0.1'}");
            assertThat(puppet.next()).isEqualTo(Atom.of("hi"));
            assertThat(
                            eval(
                                    "{rex, J} ! {self(), {sbcast, nobody, hi}}, receive {rex, N, A}"
                                            + " -> A after 5000 -> none end"))
                    .isEqualTo("{nonexisting_name,nobody}");
        }
    }

    @Test
    void globalNamesAreShared() {
        eval("yes = global:register_name(theirs, self())");
        eventually(() -> kernel.globalRegistry().whereis(Atom.of("theirs")).isPresent());
        try (Puppet puppet = puppet("puppet")) {
            assertThat(kernel.globalRegistry().register(Atom.of("ours"), puppet.pid())).isTrue();
            eventually(() -> eval("global:whereis_name(ours)").startsWith("<"));
            eval("global:send(ours, hello)");
            assertThat(puppet.next()).isEqualTo(Atom.of("hello"));
            assertThat(eval("global:register_name(ours, self())")).isEqualTo("no");
        }
        eventually(() -> eval("global:whereis_name(ours)").equals("undefined"));
        eval("global:unregister_name(theirs)");
        eventually(() -> kernel.globalRegistry().whereis(Atom.of("theirs")).isEmpty());
    }

    @Test
    void globalLocksAreGranted() {
        assertThat(eval("global:trans({anything, self()}, fun() -> done end, [J, E])"))
                .isEqualTo("done");
    }

    @Test
    void weAreVisible() {
        assertThat(eval("lists:member(J, nodes())")).isEqualTo("true");
        assertThat(eval("rpc:call(J, erlang, nodes, [])")).contains("erlang@127.0.0.1");
        assertThat(kernel.node().nodes()).contains(ERLANG);
    }

    @Test
    void nodeEventsAreTold() throws InterruptedException {
        BlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();
        kernel.node().onNodeEvent(events::add);
        eval(
                "net_kernel:monitor_nodes(true), erlang:monitor_node(J, true),"
                        + " erlang:disconnect_node(J)");

        assertThat(events.poll(5, TimeUnit.SECONDS)).isInstanceOf(NodeEvent.NodeDown.class);
        assertThat(
                        eval(
                                "lists:sort([receive {nodedown, J} -> down after 5000 -> none end"
                                        + " || _ <- [1, 2]])"))
                .isEqualTo("[down,down]");
        eval("net_kernel:connect_node(J)");
        assertThat(events.poll(5, TimeUnit.SECONDS)).isInstanceOf(NodeEvent.NodeUp.class);
        assertThat(
                        eval(
                                "R = receive {nodeup, J} -> up after 5000 -> none end,"
                                        + " net_kernel:monitor_nodes(false), R"))
                .isEqualTo("up");
    }

    @Test
    void toolsAreToldThatNothingIsThere() {
        assertThat(eval("rpc:call(J, code, is_loaded, [lists])")).isEqualTo("false");
        assertThat(eval("rpc:call(J, erlang, system_info, [otp_release])")).startsWith("\"");
        assertThat(eval("rpc:call(J, erlang, registered, [])")).contains("net_kernel", "rex");
        assertThat(eval("is_tuple(rpc:call(J, observer_backend, sys_info, []))")).isEqualTo("true");
        assertThat(eval("rpc:call(J, erlang, whereis, [global_name_server])")).startsWith("<");
        assertThat(
                        eval(
                                "rpc:call(J, erlang, is_process_alive, [rpc:call(J, erlang,"
                                        + " whereis, [rex])])"))
                .isEqualTo("true");
    }

    @Test
    void messagesOfNoMeaningHurtNoService() {
        eval(
                "[{S, J} ! M || S <- [net_kernel, rex, global_name_server], M <- [x, {}, {a}, [],"
                        + " 1.5, #{}, {'$gen_call', x, y}, {'$gen_call', {self(), x}, nonsense},"
                        + " {'$gen_cast', {a, b}}, {system, {self(), x}, get_state}, {self(), {call, a,"
                        + " b, c, d}}, {self(), {call, a, b, [c | d], self()}}]]");

        assertThat(eval("net_adm:ping(J)")).isEqualTo("pong");
        assertThat(eval("rpc:call(J, erlang, node, [])")).isEqualTo("'java@127.0.0.1'");
        assertThat(eval("gen_server:call({global_name_server, J}, get_protocol_version)"))
                .isEqualTo("8");
    }

    @Test
    void aSlowHandlerOfOursHoldsUpNoService() {
        try (Puppet puppet = puppet("puppet")) {
            BlockingQueue<Boolean> release = new LinkedBlockingQueue<>();
            for (int i = 0; i < 8; i++) {
                kernel.node().spawn(self -> release.take());
            }
            puppet.begin(self -> take(release));

            assertThat(eval("net_adm:ping(J)")).isEqualTo("pong");
            assertThat(eval("global:trans({anything, self()}, fun() -> done end)"))
                    .isEqualTo("done");
            for (int i = 0; i < 9; i++) {
                release.add(true);
            }
        }
    }

    private static void take(BlockingQueue<Boolean> queue) {
        try {
            queue.take();
        } catch (InterruptedException killed) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void conflictsOfNamesAreResolvedAtOurSideToo() {
        try (Puppet puppet = puppet("puppet")) {
            Pid theirs = spawnInErlang("receive never -> ok end");
            String resolve =
                    "rpc:call(J, global, resolve_it, [fun global:random_exit_name/3, name, P1,"
                            + " P2])";
            kernel.node().send(shell(), Tuple.of(puppet.pid(), theirs));
            String winner = eval("receive {P1, P2} -> node(" + resolve + ") end");

            assertThat(winner).isEqualTo("'erlang@127.0.0.1'");
            eventually(() -> !puppet.isAlive());
        }
    }
}
