package org.distributedactors.boot.rolling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.distributedactors.discovery.Seed;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three applications in JVMs of their own get SIGTERM and start again, one after the other, while a fourth node calls
/// their actors all the time: two global ones, and sixty that were spawned and given a name. Nobody keeps their state.
///
/// Properties: `rolling.rate` calls a second (500), `rolling.rounds` how often each is restarted (1).
class RollingRestartIT {

    static final String COOKIE = "a-cookie-for-rolling-restarts";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int RATE = Integer.getInteger("rolling.rate", 500);
    private static final int ROUNDS = Integer.getInteger("rolling.rounds", 1);
    private static final int SESSIONS = 60;

    private static final List<String> NODES = List.of("n1", "n2", "n3");

    private final Map<String, Integer> ports = new TreeMap<>();
    private final Map<String, RollingMember> members = new TreeMap<>();
    private final List<String> names = new ArrayList<>(List.of("first", "second"));
    private Kernel kernel;

    @BeforeEach
    void start() throws Exception {
        List<ServerSocket> taken = new ArrayList<>();
        for (String name : List.of("caller", "n1", "n2", "n3")) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            taken.add(socket);
            ports.put(name, socket.getLocalPort());
        }
        for (ServerSocket socket : taken) {
            socket.close();
        }
        for (String name : NODES) {
            members.put(name, launch(name));
        }
        kernel =
                new Kernel(
                        KernelConfig.builder(NodeName.of("caller@127.0.0.1"))
                                .cookie(Cookie.of(COOKIE))
                                .portMapper(
                                        PortMapperMode.NONE, new InetSocketAddress("127.0.0.1", 1))
                                .port(ports.get("caller"))
                                .discovery(
                                        () -> seeds().stream().skip(1).map(Seed::of).toList(),
                                        Duration.ofMillis(200))
                                .build());
        kernel.start();
        for (String name : NODES) {
            awaitUp(name);
        }
    }

    /// Each node knows the ports of all: there is no port mapper.
    private RollingMember launch(String name) {
        return new RollingMember(name, ports.get(name), seeds());
    }

    private List<String> seeds() {
        return ports.entrySet().stream()
                .map(entry -> entry.getKey() + "@127.0.0.1:" + entry.getValue())
                .toList();
    }

    private static NodeName node(String name) {
        return NodeName.of(name + "@127.0.0.1");
    }

    private void awaitUp(String name) throws Exception {
        members.get(name).awaitStarted();
        await().atMost(LIMIT).until(() -> kernel.node().capabilities().of(node(name)).isPresent());
        await().atMost(LIMIT)
                .until(() -> kernel.globalRegistry().known().contains(node(name).atom()));
    }

    @AfterEach
    void stop() throws IOException {
        members.values().forEach(RollingMember::kill);
        kernel.stop();
    }

    @Test
    void noAnsweredCallAndNoStateIsLost() throws Exception {
        List<NodeName> nodes = NODES.stream().map(RollingRestartIT::node).toList();
        for (int i = 0; i < SESSIONS; i++) {
            Pid pid = kernel.remoteSpawner().spawn(nodes.get(i % nodes.size()), "session", null);
            assertThat(kernel.globalRegistry().register("session-" + i, pid)).isTrue();
            names.add("session-" + i);
        }
        await().atMost(LIMIT)
                .until(() ->
                        names.stream()
                                .allMatch(
                                        name -> kernel.globalRegistry().whereis(name).isPresent()));
        Accounts accounts = new Accounts(kernel, names);
        List<String> tales = new ArrayList<>();
        try (accounts) {
            accounts.call(RATE);
            for (int round = 0; round < ROUNDS; round++) {
                for (String name : NODES) {
                    tales.add(restart(name, accounts));
                }
            }
        }
        await().atMost(LIMIT).until(accounts::isQuiet);
        IO.println("rolling restart at %d calls/s: %s".formatted(RATE, accounts));

        assertThat(accounts.lost()).as("%s%n%s", accounts, String.join("\n", tales)).isEmpty();
        assertThat(accounts.repeated()).as(String.join("\n", tales)).isEmpty();
        // One in a thousand, for a machine that does other things: in all runs so far there was
        // none.
        assertThat(accounts.failed())
                .as("%s%n%s", accounts, String.join("\n", tales))
                .isLessThanOrEqualTo(accounts.calls() / 1000);
    }

    /// Some calls are answered before and after each step, so that none of them passes without traffic.
    private String restart(String name, Accounts accounts) throws Exception {
        long before = accounts.answered();
        await().atMost(LIMIT).until(() -> accounts.answered() > before + RATE);
        long start = System.nanoTime();
        String tale = members.get(name).terminate();
        IO.println(
                "%s ended after %d ms"
                        .formatted(name, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)));
        assertThat(names)
                .as(tale)
                .allMatch(actor ->
                        kernel.globalRegistry()
                                .whereis(actor)
                                .filter(pid -> !pid.node().equals(node(name).atom()))
                                .isPresent());
        members.put(name, launch(name));
        awaitUp(name);
        return name + ": " + tale;
    }
}
