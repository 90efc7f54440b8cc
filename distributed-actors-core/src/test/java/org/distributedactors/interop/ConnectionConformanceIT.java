package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.CloseReason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// How connections come up and go down, in both roles.
@DisplayName("Connections")
class ConnectionConformanceIT extends ConformanceTest {

    private static final int TIMES = 300;

    @Test
    void eachKnowsTheIncarnationOfTheOther() {
        try (Puppet puppet = puppet("puppet")) {
            Pid shell = shell();
            assertThat(eval("erts_internal:get_creation()"))
                    .isEqualTo(Integer.toUnsignedString(shell.creation()));
            kernel.node().send(shell, puppet.pid());
            String creation =
                    eval(
                            "receive P -> <<C:32>> = binary:part(term_to_binary(P),"
                                    + " {byte_size(term_to_binary(P)), -4}), C end");
            assertThat(creation).isEqualTo(Integer.toUnsignedString(puppet.pid().creation()));
        }
    }

    @Test
    void aWrongCookieIsRefusedInBothRoles() {
        long before = kernel.node().counters().connectionsClosed(CloseReason.AUTH_FAILED);
        try (ErlangNode stranger =
                cluster.erlangWithCookie(
                        release, "stranger@127.0.0.1", "another-cookie-than-ours")) {
            assertThat(eval(stranger, "net_adm:ping(J)")).isEqualTo("pang");
            assertThat(kernel.node().connect(NodeName.of(stranger.name()))).isFalse();
            eventually(() ->
                    kernel.node().counters().connectionsClosed(CloseReason.AUTH_FAILED)
                            >= before + 2);
        }
        assertThat(kernel.node().nodes()).contains(ERLANG);
    }

    @Test
    void bothDialAtTheSameMomentAndTheirNameIsTheGreater() {
        dialEachOther("aaa@127.0.0.1");
    }

    @Test
    void bothDialAtTheSameMomentAndOurNameIsTheGreater() {
        dialEachOther("zzz@127.0.0.1");
    }

    /// Our node is hidden here, so that nothing but the test connects and sends.
    private void dialEachOther(String ours) {
        Kernel hidden = cluster.java(ours, builder -> builder.hidden(true));
        for (int i = 0; i < TIMES; i++) {
            erlang.cast("net_kernel:connect_node('" + ours + "')");
            CompletionStage<Boolean> connected = hidden.node().connectAsync(ERLANG, null);

            assertThat(connected.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join())
                    .isTrue();
            assertThat(eval("net_kernel:connect_node('" + ours + "')")).isEqualTo("true");
            assertThat(eval("[N || N <- nodes(hidden), N =:= '" + ours + "']"))
                    .isEqualTo("['" + ours + "']");
            hidden.node().disconnect(ERLANG);
            eventually(() -> !hidden.node().connectedNodes().contains(ERLANG));
            eventually(() -> !eval("nodes(hidden)").contains(ours));
        }
        hidden.stop();
    }

    @Test
    void hiddenNodesOfErlangAreConnectedAndNotListed() {
        try (ErlangNode hidden = cluster.erlang(release, "hidden@127.0.0.1", "-hidden")) {
            assertThat(eval(hidden, "net_adm:ping(J)")).isEqualTo("pong");
            assertThat(eval(hidden, "{nodes(), nodes(hidden)}"))
                    .isEqualTo("{[],['java@127.0.0.1']}");
            assertThat(kernel.node().nodes()).doesNotContain(NodeName.of(hidden.name()));
            await().untilAsserted(() ->
                    assertThat(kernel.node().connectedNodes())
                            .contains(NodeName.of(hidden.name())));
        }
    }

    @Test
    void weMayBeTheHiddenNode() {
        Kernel hidden = cluster.java("shadow@127.0.0.1", builder -> builder.hidden(true));
        assertThat(hidden.node().connect(ERLANG)).isTrue();

        eventually(() -> eval("nodes(hidden)").contains("shadow@127.0.0.1"));
        assertThat(eval("nodes()")).doesNotContain("shadow@127.0.0.1");
        hidden.stop();
    }

    @Test
    void nodesOfShortNamesMeet() {
        // Hidden, so that nothing but the test connects again.
        Kernel shortName = cluster.java("short@localhost", builder -> builder.hidden(true));
        try (ErlangNode other = cluster.erlang(release, "brief@localhost")) {
            assertThat(other.eval("net_adm:ping('short@localhost')")).isEqualTo("pong");
            assertThat(shortName.node().connectedNodes())
                    .containsExactly(NodeName.of("brief@localhost"));
            shortName.node().disconnect(NodeName.of("brief@localhost"));
            eventually(() -> other.eval("nodes(connected)").equals("[]"));
            assertThat(shortName.node().connect(NodeName.of("brief@localhost"))).isTrue();
        }
        shortName.stop();
    }

    @Test
    void aNodeWithoutANameIsGivenOneByUs() {
        try (ErlangNode nameless = cluster.erlang(release, "undefined@127.0.0.1")) {
            assertThat(nameless.eval("node()")).isEqualTo("nonode@nohost");

            assertThat(nameless.eval("net_kernel:connect_node('java@127.0.0.1')"))
                    .isEqualTo("true");

            String given = nameless.eval("node()").replace("'", "");
            assertThat(given).doesNotContain("nonode").contains("@");
            // The other side is connected as soon as our answer has come.
            await().untilAsserted(() ->
                    assertThat(kernel.node().connectedNodes()).contains(NodeName.of(given)));
            assertThat(kernel.node().nodes()).doesNotContain(NodeName.of(given));
            assertThat(nameless.eval("rpc:call('java@127.0.0.1', erlang, node, [])"))
                    .isEqualTo("'java@127.0.0.1'");
            try (Puppet puppet = puppet("puppet")) {
                nameless.eval("{puppet, 'java@127.0.0.1'} ! self()");
                kernel.node().send((Pid) puppet.next(), Atom.of("hello"));
                assertThat(nameless.eval("receive M -> M after 5000 -> none end"))
                        .isEqualTo("hello");
            }
        }
    }

    @Test
    void idleConnectionsStandWithShortTicksAndSilentOnesFall()
            throws IOException, InterruptedException {
        var events = new java.util.concurrent.LinkedBlockingQueue<NodeEvent>();
        Kernel ticking =
                cluster.java(
                        "ticking@127.0.0.1", builder -> builder.netTickTime(Duration.ofSeconds(1)));
        ticking.node().onNodeEvent(events::add);
        try (ErlangNode other =
                cluster.erlang(release, "other@127.0.0.1", "-kernel", "net_ticktime", "2")) {
            NodeName name = NodeName.of(other.name());
            int port =
                    Integer.parseInt(
                            other.eval(
                                    "{port, Port, _} = erl_epmd:port_please(\"other\","
                                            + " {127,0,0,1}), Port"));
            try (TcpProxy wire =
                    new TcpProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                assertThat(
                                ticking.node()
                                        .connectAsync(name, wire.address())
                                        .toCompletableFuture()
                                        .orTimeout(10, TimeUnit.SECONDS)
                                        .join())
                        .isTrue();
                assertThat(events.poll(5, TimeUnit.SECONDS)).isInstanceOf(NodeEvent.NodeUp.class);
                assertThat(events.poll(4, TimeUnit.SECONDS)).isNull();

                wire.hold();

                assertThat(events.poll(5, TimeUnit.SECONDS))
                        .isInstanceOfSatisfying(
                                NodeEvent.NodeDown.class,
                                down -> assertThat(down.toString()).contains("NET_TICK_TIMEOUT"));
                eventually(() -> !other.eval("nodes()").contains("ticking"));
            }
        }
        ticking.stop();
    }
}
