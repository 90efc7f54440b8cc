package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Connections that end and are made again. Our node is hidden: `global` of a node that sees another one talks to it for
/// a while, and what it sends after a `disconnect` would connect once more, at any moment.
@DisplayName("Connections")
class ReconnectionConformanceIT extends ConformanceTest {

    @Override
    KernelConfig.Builder configured(KernelConfig.Builder builder) {
        return builder.hidden(true);
    }

    private void disconnect() {
        kernel.node().disconnect(ERLANG);
        eventually(() -> !kernel.node().connectedNodes().contains(ERLANG));
        eventually(() -> !eval("nodes(connected)").contains(JAVA.toString()));
    }

    private InetSocketAddress erlangAddress() {
        int port =
                Integer.parseInt(
                        eval(
                                "{port, Port, _} = erl_epmd:port_please(\"erlang\", {127,0,0,1}),"
                                        + " Port"));
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void weDial() {
        disconnect();

        assertThat(kernel.node().connect(ERLANG)).isTrue();
        eventually(() -> eval("nodes(connected)").contains(JAVA.toString()));
    }

    @Test
    void theyDial() {
        disconnect();

        assertThat(eval("net_kernel:connect_node(J)")).isEqualTo("true");
        eventually(() -> kernel.node().connectedNodes().contains(ERLANG));
    }

    /// Their end of the connection breaks unseen by us; when they come again we ask, and they say that it is dead.
    @Test
    void theyComeAgainWhileWeStillHaveTheOldConnection() throws IOException {
        disconnect();
        try (TcpProxy wire = new TcpProxy(erlangAddress());
                Puppet puppet = puppet("puppet")) {
            connectBy(wire);
            Pid there = spawnInErlang("receive never -> ok end");
            puppet.run(self -> self.monitor(there));

            wire.cutFarEnd();
            eventually(() -> !eval("nodes(connected)").contains(JAVA.toString()));
            assertThat(kernel.node().connectedNodes()).contains(ERLANG);
            assertThat(eval("net_kernel:connect_node(J)")).isEqualTo("true");

            assertThat(puppet.next(Down.class).reason()).isEqualTo(ExitReason.NOCONNECTION);
            eventually(() -> kernel.node().connectedNodes().contains(ERLANG));
        }
        assertThat(eval("net_adm:ping(J)")).isEqualTo("pong");
    }

    /// Our end of the connection breaks unseen by them; when we come again they ask, and we say that it is dead.
    @Test
    void weComeAgainWhileTheyStillHaveTheOldConnection() throws IOException {
        disconnect();
        try (TcpProxy wire = new TcpProxy(erlangAddress())) {
            connectBy(wire);
            try (Puppet puppet = puppet("puppet")) {
                kernel.node().send(shell(), puppet.pid());
                eval("put(r, monitor(process, receive P -> P end))");

                wire.cutNearEnd();
                eventually(() -> !kernel.node().connectedNodes().contains(ERLANG));
                assertThat(eval("nodes(connected)")).contains(JAVA.toString());
                assertThat(
                                kernel.node()
                                        .connectAsync(ERLANG, wire.target())
                                        .toCompletableFuture()
                                        .orTimeout(10, TimeUnit.SECONDS)
                                        .join())
                        .isTrue();

                assertThat(
                                eval(
                                        "R = get(r), receive {'DOWN', R, _, _, W} -> W after 5000"
                                                + " -> none end"))
                        .isEqualTo("noconnection");
            }
        }
        assertThat(eval("net_adm:ping(J)")).isEqualTo("pong");
    }

    private void connectBy(TcpProxy wire) {
        assertThat(
                        kernel.node()
                                .connectAsync(ERLANG, wire.address())
                                .toCompletableFuture()
                                .orTimeout(10, TimeUnit.SECONDS)
                                .join())
                .isTrue();
        eventually(() -> eval("nodes(connected)").contains(JAVA.toString()));
    }
}
