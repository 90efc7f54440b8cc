package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.interop.ScriptedPeer;
import org.distributedactors.process.MailboxBound;
import org.distributedactors.process.MailboxBound.Overflow;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.TraceToken;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Tokens go along with calls and messages, inside a node and to nodes that take them, and to no others.
class TraceTokenTest {

    private static final Map<String, String> HEADERS = Map.of("traceparent", "00-1-2-01");
    private static final NodeName ERLANG = NodeName.of("erlang@127.0.0.1");
    private static final TraceToken NOTHING = new TraceToken(Map.of(), "nothing");

    private final BlockingQueue<TraceToken> tokens = new LinkedBlockingQueue<>();
    private final TestNode a = new TestNode("a@127.0.0.1", new TokenTracing(HEADERS));
    private final TestNode b =
            new TestNode("b@127.0.0.1", new TokenTracing(Map.of("traceparent", "of b")));
    private final TestNode without = new TestNode("c@127.0.0.1");

    @AfterEach
    void close() {
        a.close();
        b.close();
        without.close();
    }

    /// Answers, and tells the tokens of what it gets.
    private class Server implements GenServer<Term> {

        private Self self;

        @Override
        public Next init(Self itself) {
            self = itself;
            return noReply();
        }

        @Override
        public Next handle(Term message) {
            return told();
        }

        @Override
        public Next handleInfo(Object message) {
            return told();
        }

        private Next told() {
            TraceToken token = self.traceToken();
            tokens.add(token == null ? NOTHING : token);
            return reply(Atom.OK);
        }
    }

    private Pid serverOf(TestNode node, SpawnOptions options) {
        return node.node.spawn(options, GenServer.behaviour(new Server())).pid();
    }

    private TraceToken next() throws InterruptedException {
        TraceToken token = tokens.poll(10, TimeUnit.SECONDS);
        assertThat(token).isNotNull();
        return token;
    }

    private static ServerRef<Term> ref(TestNode from, Pid to) {
        return ServerRef.of(from.node.processes(), to);
    }

    private static void call(ServerRef<Term> server) {
        server.call(Atom.of("call"), null, Duration.ofSeconds(10));
    }

    private static void connect(TestNode one, TestNode other) {
        assertThat(one.connectTo(other)).isTrue();
        await().until(() -> one.node.capabilities().of(other.node.name()).isPresent());
        await().until(() -> other.node.capabilities().of(one.node.name()).isPresent());
    }

    @Test
    void insideANodeTheyComeWithWhatTheyBelongTo() throws InterruptedException {
        ServerRef<Term> server = ref(a, serverOf(a, SpawnOptions.DEFAULT));

        call(server);
        assertThat(next()).isEqualTo(new TraceToken(HEADERS, "call"));
        server.cast(Atom.of("cast"));
        assertThat(next()).isEqualTo(new TraceToken(HEADERS, "message"));
        server.send("info");
        assertThat(next()).isEqualTo(new TraceToken(HEADERS, "message"));
        a.node.spawn(self -> self.send(server.whereis().orElseThrow(), "info"));
        assertThat(next()).isEqualTo(new TraceToken(HEADERS, "message"));
        a.node.send(server.whereis().orElseThrow(), "info");
        assertThat(next()).isEqualTo(new TraceToken(HEADERS, "message"));
        a.node.processes().send(server.whereis().orElseThrow(), "what the runtime itself sends");
        assertThat(next()).isSameAs(NOTHING);
    }

    @Test
    void ofManyThatWaitEachHasItsOwn() throws InterruptedException {
        CountDownLatch first = new CountDownLatch(1);
        Pid pid =
                a.node.spawn(
                                SpawnOptions.DEFAULT,
                                GenServer.behaviour(
                                        new Server() {
                                            @Override
                                            public Next handleInfo(Object message) {
                                                await().until(() -> first.getCount() == 0);
                                                return super.handleInfo(message);
                                            }
                                        }))
                        .pid();
        for (int i = 0; i < 50; i++) {
            a.node.send(pid, "with");
            a.node.processes().send(pid, "without");
        }
        first.countDown();

        for (int i = 0; i < 50; i++) {
            assertThat(next()).isEqualTo(new TraceToken(HEADERS, "message"));
            assertThat(next()).isSameAs(NOTHING);
        }
    }

    @Test
    void callsOfTheRuntimeItselfHaveNone() throws InterruptedException {
        call(ref(a, serverOf(a, SpawnOptions.DEFAULT)).untraced());

        assertThat(next()).isSameAs(NOTHING);
    }

    @Test
    void aBoundedMailboxKeepsThemWithTheirMessages() throws InterruptedException {
        MailboxBound bound = new MailboxBound(3, Overflow.DROP_OLDEST);
        Pid pid = serverOf(a, SpawnOptions.DEFAULT.withMailbox(bound));
        ServerRef<Term> server = ref(a, pid);

        call(server);
        assertThat(next()).isEqualTo(new TraceToken(HEADERS, "call"));
        a.node.processes().send(pid, "without");
        assertThat(next()).isSameAs(NOTHING);
        server.cast(Atom.of("cast"));
        assertThat(next()).isEqualTo(new TraceToken(HEADERS, "message"));
    }

    @Test
    void theyGoToANodeThatTakesThemAndComeFromIt() throws InterruptedException {
        connect(a, b);
        Pid onB = serverOf(b, SpawnOptions.named("server"));
        ServerRef<Term> byName =
                ServerRef.of(a.node.processes(), Atom.of("server"), b.node.name().atom());

        call(ref(a, onB));
        assertThat(next()).isEqualTo(new TraceToken(HEADERS, null));
        call(byName);
        assertThat(next()).isEqualTo(new TraceToken(HEADERS, null));
        byName.cast(Atom.of("cast"));
        assertThat(next()).isEqualTo(new TraceToken(HEADERS, null));
        call(ref(b, serverOf(a, SpawnOptions.DEFAULT)));
        assertThat(next().headers()).isEqualTo(Map.of("traceparent", "of b"));
    }

    @Test
    void aNodeThatDoesNotLookAtMessagesGetsNoneAndSendsNone() throws InterruptedException {
        connect(a, without);

        assertThat(a.node.capabilities().offeredBy(without.node.name(), PeerTraces.CAPABILITY))
                .isFalse();
        call(ref(a, serverOf(without, SpawnOptions.DEFAULT)));
        assertThat(next()).isSameAs(NOTHING);
        call(ref(without, serverOf(a, SpawnOptions.DEFAULT)));
        assertThat(next()).isSameAs(NOTHING);
    }

    @Test
    void aPeerThatIsNoneOfOursGetsPlainMessages() throws IOException {
        try (ScriptedPeer peer = peer()) {
            ref(a, peer.pid(1)).cast(Atom.of("cast"));
            ServerRef.<Term>of(a.node.processes(), Atom.of("server"), ERLANG.atom())
                    .cast(Atom.of("cast"));

            assertThat(peer.receive().control()).isInstanceOf(ControlMessage.SendSender.class);
            assertThat(peer.receive().control()).isInstanceOf(ControlMessage.RegSend.class);
        }
    }

    @Test
    void theTokensOfAPeerThatIsNoneOfOursAreIgnored() throws IOException, InterruptedException {
        try (ScriptedPeer peer = peer()) {
            Pid server = serverOf(a, SpawnOptions.DEFAULT);
            peer.send(
                    new ControlMessage.Traced(
                            new ControlMessage.SendSender(peer.pid(1), server), HEADERS),
                    Atom.of("info"));

            assertThat(next()).isSameAs(NOTHING);
            assertThat(a.node.counters().badTraceTokens()).isZero();
        }
    }

    @Test
    void aBadTokenIsCountedAndItsMessageComes() throws IOException, InterruptedException {
        try (ScriptedPeer peer = peer()) {
            peer.send(
                    new ControlMessage.RegSend(peer.pid(1), Capabilities.NAME),
                    MapTerm.of(
                            Map.of(
                                    Atom.of("version"),
                                    Binary.utf8("1.0.0"),
                                    Atom.of("capabilities"),
                                    ListTerm.of(Atom.of(PeerTraces.CAPABILITY)))));
            await().until(() -> a.node.capabilities().offeredBy(ERLANG, PeerTraces.CAPABILITY));
            Pid server = serverOf(a, SpawnOptions.DEFAULT);
            IntegerTerm zero = IntegerTerm.of(0);
            Term label = MapTerm.of(Map.of(Binary.utf8("n"), Binary.utf8("v".repeat(10_000))));
            peer.write(
                    ScriptedPeer.frame(
                            ScriptedPeer.control(
                                    23,
                                    peer.pid(1),
                                    server,
                                    Tuple.of(zero, label, zero, peer.pid(1), zero)),
                            Atom.of("info")));

            assertThat(next()).isSameAs(NOTHING);
            assertThat(a.node.counters().badTraceTokens()).isEqualTo(1);
            assertThat(a.node.nodes()).contains(ERLANG);
        }
    }

    private ScriptedPeer peer() throws IOException {
        ScriptedPeer peer =
                ScriptedPeer.connect(
                        new LocalNode(ERLANG, 7, DistributionFlags.OURS),
                        a.address(),
                        a.node.name(),
                        TestNode.COOKIE);
        await().until(() -> a.node.nodes().contains(ERLANG));
        return peer;
    }
}
