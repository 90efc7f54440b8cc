package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.distributedactors.global.ConflictMethod;
import org.distributedactors.global.GlobalLock;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Locks of the cluster and transactions, taken by Java and by Erlang against each other.
class GlobalLockIT {

    private static final String COOKIE = "global-lock-it-cookie";
    private static final Atom PRINTER = Atom.of("printer");
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(10);

    private Kernel kernel;
    private GlobalRegistry names;
    private ErlangNode erlang;

    @BeforeEach
    void start() throws IOException {
        ErlangNode.assumeInstalled();
        int epmd;
        try (ServerSocket socket = new ServerSocket(0)) {
            epmd = socket.getLocalPort();
        }
        kernel =
                new Kernel(
                        KernelConfig.builder(NodeName.of("java@127.0.0.1"))
                                .cookie(Cookie.of(COOKIE))
                                .portMapper(
                                        PortMapperMode.EMBEDDED,
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), epmd))
                                .build());
        kernel.start();
        names = kernel.globalRegistry();
        erlang =
                ErlangNode.start(
                        "q@127.0.0.1", COOKIE, Map.of("ERL_EPMD_PORT", String.valueOf(epmd)));
    }

    @AfterEach
    void stop() {
        if (erlang != null) {
            erlang.close();
        }
        if (kernel != null) {
            kernel.stop();
        }
    }

    private void join() {
        assertThat(kernel.node().connect(NodeName.of("q@127.0.0.1"))).isTrue();
        names.sync().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void aLockOfErlangKeepsJavaOutUntilItIsGivenBack() {
        join();
        assertThat(erlang.eval("global:set_lock({printer, self()})")).isEqualTo("true");
        assertThatThrownBy(() -> names.lock(PRINTER, SHORT))
                .isInstanceOf(IllegalStateException.class);
        assertThat(erlang.eval("global:del_lock({printer, self()})")).isEqualTo("true");
        names.lock(PRINTER, LONG).close();
    }

    @Test
    void aLockOfJavaKeepsErlangOutUntilItIsGivenBack() {
        join();
        try (GlobalLock held = names.lock(PRINTER, LONG)) {
            assertThat(held.resource()).isEqualTo(PRINTER);
            assertThat(erlang.eval("global:set_lock({printer, self()}, [node()|nodes()], 0)"))
                    .isEqualTo("false");
        }
        assertThat(erlang.eval("global:set_lock({printer, self()}, [node()|nodes()], 3)"))
                .isEqualTo("true");
    }

    @Test
    void aTransactionWaitsForThatOfTheOtherSide() throws Exception {
        join();
        erlang.cast(
                "global:trans({printer, self()}, fun() -> register(holder, self()), receive stop -> ok end end)");
        Awaitility.await().until(() -> erlang.eval("is_pid(whereis(holder))").equals("true"));
        CompletableFuture<String> ours =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return names.transaction(PRINTER, () -> "done");
                    } catch (Exception failure) {
                        throw new IllegalStateException(failure);
                    }
                });
        assertThatThrownBy(() -> ours.get(SHORT.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        erlang.eval("holder ! stop");
        assertThat(ours.get(10, TimeUnit.SECONDS)).isEqualTo("done");
    }

    @Test
    void aLockOfAnErlangProcessThatEndsIsFree() {
        join();
        erlang.eval(
                "P = spawn(fun() -> global:set_lock({printer, self()}), receive stop -> ok end end)");
        Awaitility.await()
                .until(() ->
                        erlang.eval("global:set_lock({printer, other}, [node()], 0)")
                                .equals("false"));
        erlang.eval("exit(P, kill)");
        names.lock(PRINTER, LONG).close();
    }

    @Test
    void keepOlderFallsBackToTheNodesNamesWithAnOwnerOnAnErlangNode() {
        erlang.eval("global:register_name(n, spawn(fun() -> receive stop -> ok end end))");
        Pid ours = kernel.node().spawn(self -> self.receive(message -> null));
        assertThat(names.register(Atom.of("n"), ours, ConflictMethod.KEEP_OLDER)).isTrue();
        join();
        Awaitility.await()
                .until(() ->
                        erlang.eval("catch node(global:whereis_name(n))")
                                .equals("'java@127.0.0.1'"));
        assertThat(kernel.node().processes().isAlive(ours)).isTrue();
    }
}
