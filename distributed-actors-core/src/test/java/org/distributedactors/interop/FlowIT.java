package org.distributedactors.interop;

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
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.process.Destination;
import org.distributedactors.process.PlainSelf;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How messages flow between this node and a real Erlang node: named atoms, pieces of large messages, and a peer that
/// does not read.
class FlowIT {

    private static final String COOKIE = "flow-it-cookie";
    private static final int MEBIBYTE = 1 << 20;
    private static final Atom ECHO = Atom.of("echo");

    private static Kernel kernel;
    private static ErlangNode erlang;
    private static NodeName erlangName;

    @BeforeAll
    static void start() throws IOException {
        ErlangNode.assumeInstalled();
        int epmd = freePort();
        kernel =
                new Kernel(
                        KernelConfig.builder(NodeName.of("java@127.0.0.1"))
                                .cookie(Cookie.of(COOKIE))
                                .maxMessageBytes(128 * MEBIBYTE)
                                .portMapper(
                                        PortMapperMode.EMBEDDED,
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), epmd))
                                .build());
        kernel.start();
        erlang =
                ErlangNode.start(
                        "erlang@127.0.0.1", COOKIE, Map.of("ERL_EPMD_PORT", String.valueOf(epmd)));
        erlangName = NodeName.of(erlang.name());
        assertThat(kernel.node().connect(erlangName)).isTrue();
        erlang.eval(
                "register(echo, spawn(fun Loop() -> receive {From, Term} -> From ! {echo, Term} end, Loop() end))");
        erlang.eval(
                "register(sizes, spawn(fun Loop() -> receive {From, Name, Bin} -> From ! {Name, byte_size(Bin)} end, Loop() end))");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @AfterAll
    static void stop() {
        if (erlang != null) {
            erlang.close();
        }
        if (kernel != null) {
            kernel.stop();
        }
    }

    private interface Body<T> {
        T run(PlainSelf self) throws Exception;
    }

    /// Runs something in a process and waits for its result.
    private static <T> CompletableFuture<T> inProcess(Body<T> body) {
        CompletableFuture<T> result = new CompletableFuture<>();
        kernel.node()
                .spawn(self -> {
                    try {
                        result.complete(body.run(self));
                    } catch (Exception failure) {
                        result.completeExceptionally(failure);
                    }
                });
        return result;
    }

    private static Term echo(PlainSelf self, Term term) {
        self.send(Destination.of(ECHO, erlangName.atom()), Tuple.of(self.pid(), term));
        return self.receive(m -> m instanceof Tuple answer ? () -> answer.get(1) : null);
    }

    @Test
    void moreAtomsThanTheCacheHasPlacesComeBackAsTheyWere() {
        List<String> wrong =
                inProcess(
                                self -> {
                                    Random random = new Random(3);
                                    List<String> differences = new ArrayList<>();
                                    for (int i = 0; i < 4000; i++) {
                                        Term[] atoms = new Term[random.nextInt(50)];
                                        for (int j = 0; j < atoms.length; j++) {
                                            atoms[j] = Atom.of("atom" + random.nextInt(5000));
                                        }
                                        Term term =
                                                Tuple.of(
                                                        ListTerm.of(atoms), self.pid(), Atom.EMPTY);
                                        Term back = echo(self, term);
                                        if (!back.equals(term)) {
                                            differences.add(term + " became " + back);
                                        }
                                    }
                                    return differences;
                                })
                        .join();

        assertThat(wrong).isEmpty();
        assertThat(kernel.node().nodes()).contains(erlangName);
    }

    @Test
    void aLargeMessageComesBackAsItWas() {
        byte[] bytes = new byte[3 * MEBIBYTE];
        new Random(5).nextBytes(bytes);
        Term[] items = new Term[60_000];
        for (int i = 0; i < items.length; i++) {
            items[i] = Tuple.of(Atom.of("item"), IntegerTerm.of(i));
        }
        Term term = Tuple.of(Atom.of("large"), Binary.wrap(bytes), ListTerm.of(items), Atom.OK);

        assertThat(inProcess(self -> echo(self, term).equals(term)).join()).isTrue();
    }

    /// Which of them comes first is a matter of what the sockets take; `LargeMessageTest` shows the order in which they leave.
    @Test
    void aSmallMessageBesideALargeOneOfAnotherProcessArrivesToo() {
        List<String> arrived = new ArrayList<>();
        CompletableFuture<?> large = size("large", 100 * MEBIBYTE, arrived);
        await().until(() -> pending() > 0 || large.isDone());
        CompletableFuture<?> small = size("small", 10, arrived);

        CompletableFuture.allOf(large, small).join();

        assertThat(arrived).containsExactlyInAnyOrder("small 10", "large " + 100 * MEBIBYTE);
    }

    private static CompletableFuture<?> size(String name, int bytes, List<String> order) {
        return inProcess(self -> {
            Term message = Tuple.of(self.pid(), Atom.of(name), Binary.wrap(new byte[bytes]));
            self.send(Destination.of(Atom.of("sizes"), erlangName.atom()), message);
            Tuple answer = self.receive(m -> m instanceof Tuple tuple ? () -> tuple : null);
            synchronized (order) {
                order.add(answer.get(0) + " " + answer.get(1));
            }
            return answer;
        });
    }

    @Test
    void whatOneProcessSendsComesInItsOrderWhateverItsSize() {
        erlang.eval(
                "register(order, spawn(fun() -> P = (fun L(Acc) -> receive {done, From} -> From ! lists:reverse(Acc); {N, _} -> L([N | Acc]) end end), P([]) end))");
        Destination order = Destination.of(Atom.of("order"), erlangName.atom());
        Term numbers =
                inProcess(
                                self -> {
                                    Random random = new Random(11);
                                    for (int i = 0; i < 500; i++) {
                                        int size =
                                                random.nextInt(8) == 0
                                                        ? random.nextInt(300_000)
                                                        : random.nextInt(100);
                                        self.send(
                                                order,
                                                Tuple.of(
                                                        IntegerTerm.of(i),
                                                        Binary.wrap(new byte[size])));
                                    }
                                    self.send(order, Tuple.of(Atom.of("done"), self.pid()));
                                    return self.receive(
                                            m -> m instanceof ListTerm list ? () -> list : null);
                                })
                        .join();

        Term[] expected = new Term[500];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = IntegerTerm.of(i);
        }
        assertThat(numbers).isEqualTo(ListTerm.of(expected));
    }

    @Test
    void aNodeThatStandsStillHoldsUpItsSendersUntilItGoesOn() throws Exception {
        String pid = erlang.eval("list_to_integer(os:getpid())");
        AtomicInteger sent = new AtomicInteger();
        int many = 1000;
        signal("STOP", pid);
        CompletableFuture<Boolean> all;
        try {
            all =
                    inProcess(self -> {
                        Term piece =
                                Tuple.of(
                                        self.pid(),
                                        Atom.of("piece"),
                                        Binary.wrap(new byte[64 * 1024]));
                        for (int i = 0; i < many; i++) {
                            self.send(Destination.of(Atom.of("sizes"), erlangName.atom()), piece);
                            sent.incrementAndGet();
                        }
                        for (int i = 0; i < many; i++) {
                            self.receive(Duration.ofSeconds(30), m -> () -> m).orElseThrow();
                        }
                        return true;
                    });
            // The sender is held from a mebibyte on; the sockets may still take up to half of it.
            AtomicInteger before = new AtomicInteger();
            await().during(Duration.ofMillis(300))
                    .until(() ->
                            pending() >= MEBIBYTE / 2
                                    && before.getAndSet(sent.get()) == sent.get());
            assertThat(sent).hasValueLessThan(many);
            assertThat(pending()).isLessThan(3 * MEBIBYTE);
        } finally {
            signal("CONT", pid);
        }

        assertThat(all.join()).isTrue();
        assertThat(sent).hasValue(many);
        assertThat(kernel.node().nodes()).contains(erlangName);
    }

    private static void signal(String name, String pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    }

    private static long pending() {
        return kernel.node().peers().stream()
                .filter(peer -> peer.name().equals(erlangName) && peer.connection() != null)
                .mapToLong(peer -> peer.connection().statistics().pendingBytes())
                .sum();
    }
}
