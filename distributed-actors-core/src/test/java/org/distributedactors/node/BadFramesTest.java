package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.distributedactors.interop.ScriptedPeer.control;
import static org.distributedactors.interop.ScriptedPeer.frame;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.interop.ScriptedPeer;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.distributedactors.transport.CloseReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a peer that has the cookie may send and what it may not: each case as one write and byte by byte. A signal that this
/// peer may not send ends its connection and says why; whatever a user may have caused does not. Either way nobody here is hurt
/// and another peer is served as before. What is no frame at all is in `BadInputTest`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadFramesTest {

    private static final NodeName EVIL = NodeName.of("evil@127.0.0.1");
    private static final Pid OURS = new Pid(EVIL.atom(), 1, 0, 7);
    private static final Pid STRANGER = new Pid(Atom.of("friend@127.0.0.1"), 1, 0, 7);
    private static final Reference REF = Reference.of(EVIL.atom(), 7, 1, 0, 0);
    private static final Reference THEIRS = Reference.of(STRANGER.node(), 7, 1, 0, 0);
    private static final Atom X = Atom.of("x");

    private final TestNode node = new TestNode("node@127.0.0.1");
    private final TestNode friend = new TestNode("friend@127.0.0.1");
    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<NodeEvent.NodeDown> lost = new LinkedBlockingQueue<>();
    private Pid victim;

    record Case(String name, byte[] bytes, String why) {

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    void start() {
        assertThat(friend.connectTo(node)).isTrue();
        victim =
                node.node.spawn(self -> {
                    while (true) {
                        received.add(self.receive(message -> () -> message));
                    }
                });
        node.node.register("victim", victim);
        node.node.onNodeEvent(event -> {
            if (event instanceof NodeEvent.NodeDown down) {
                lost.add(down);
            }
        });
    }

    @AfterAll
    void stop() {
        assertThat(received).isEmpty();
        assertThat(node.node.processes().isAlive(victim)).isTrue();
        node.close();
        friend.close();
    }

    private static Case closes(String name, byte[] bytes, String why) {
        return new Case(name, bytes, why);
    }

    private static Case stands(String name, byte[] bytes) {
        return new Case(name, bytes, null);
    }

    private static Term number(int value) {
        return IntegerTerm.of(value);
    }

    Stream<Case> controlMessages() {
        Pid us = victim;
        return Stream.of(
                closes("no tuple, an atom", frame(Atom.of("foo")), ""),
                closes("no tuple, a number", frame(number(6)), ""),
                closes("an empty tuple", frame(Tuple.of()), ""),
                closes(
                        "a tuple of 300",
                        frame(Tuple.of(Collections.nCopies(300, X).toArray(new Term[0]))),
                        ""),
                closes("a link with nobody", frame(control(1)), ""),
                closes("operation 99", frame(control(99)), "99"),
                closes("operation 5", frame(control(5)), "5"),
                closes("the old unlink", frame(control(4, OURS, us)), "4"),
                closes("a negative operation", frame(control(-1, OURS, us)), ""),
                closes(
                        "an operation beyond 64 bits",
                        frame(Tuple.of(IntegerTerm.of(BigInteger.ONE.shiftLeft(70)), OURS, us)),
                        ""),
                closes("a link of numbers", frame(control(1, number(1), number(2))), ""),
                closes(
                        "a message in another node's name",
                        frame(control(22, STRANGER, us), X),
                        "another node"),
                closes(
                        "a message to a name in another node's name",
                        frame(control(6, STRANGER, Atom.EMPTY, Atom.of("victim")), X),
                        "another node"),
                closes(
                        "a message to an alias in another node's name",
                        frame(control(33, STRANGER, ourRef()), X),
                        "another node"),
                closes(
                        "a message of any kind in another node's name",
                        frame(control(37, number(0), STRANGER, us), X),
                        "another node"),
                closes(
                        "a link in another node's name",
                        frame(control(1, STRANGER, us)),
                        "another node"),
                closes(
                        "an unlink in another node's name",
                        frame(control(35, number(1), STRANGER, us)),
                        "another node"),
                closes(
                        "an unlink's answer in another node's name",
                        frame(control(36, number(1), STRANGER, us)),
                        "another node"),
                closes(
                        "an exit in another node's name",
                        frame(control(3, STRANGER, us, X)),
                        "another node"),
                closes(
                        "an exit with payload in another node's name",
                        frame(control(24, STRANGER, us), X),
                        "another node"),
                closes(
                        "exit/2 in another node's name",
                        frame(control(8, STRANGER, us, X)),
                        "another node"),
                closes(
                        "exit/2 with payload in another node's name",
                        frame(control(26, STRANGER, us), X),
                        "another node"),
                closes(
                        "a monitor in another node's name",
                        frame(control(19, STRANGER, us, REF)),
                        "another node"),
                closes(
                        "a monitor with another node's reference",
                        frame(control(19, OURS, us, THEIRS)),
                        "reference of another node"),
                closes(
                        "a demonitor with another node's reference",
                        frame(control(20, OURS, us, THEIRS)),
                        "reference of another node"),
                closes(
                        "a demonitor in another node's name",
                        frame(control(20, STRANGER, us, REF)),
                        "another node"),
                closes(
                        "an end of a process of another node",
                        frame(control(21, STRANGER, us, REF, X)),
                        "another node"),
                closes(
                        "an end with payload of a process of another node",
                        frame(control(28, STRANGER, us, REF), X),
                        "another node"),
                closes(
                        "a spawn in another node's name",
                        frame(spawnRequest(STRANGER, ListTerm.EMPTY), ListTerm.EMPTY),
                        "another node"),
                closes("unlink id 0", frame(control(35, number(0), OURS, us)), ""),
                closes(
                        "unlink id of 65 bits",
                        frame(control(35, IntegerTerm.of(BigInteger.ONE.shiftLeft(64)), OURS, us)),
                        ""),
                closes("a monitor of a number", frame(control(19, OURS, number(1), REF)), ""),
                closes(
                        "improper options of a spawn",
                        frame(
                                spawnRequest(OURS, ListTerm.withTail(new Term[] {X}, X)),
                                ListTerm.EMPTY),
                        "SPAWN_REQUEST"),
                closes(
                        "a spawn's answer that is a number",
                        frame(control(31, REF, us, number(0), number(1))),
                        ""),
                closes(
                        "flags for a name and a pid behind them",
                        frame(control(37, number(8), OURS, us), X),
                        ""),
                closes(
                        "a token announced and none there",
                        frame(control(37, number(2), OURS, us), X),
                        ""),
                closes(
                        "an exit reason that is no term",
                        notATerm(control(26, OURS, us)),
                        "no term"));
    }

    Stream<Case> harmless() {
        Pid older = new Pid(victim.node(), victim.id(), victim.serial(), victim.creation() - 1);
        Pid nobody = new Pid(victim.node(), 1 << 20, 77, victim.creation());
        Pid elsewhere = new Pid(Atom.of("nowhere@127.0.0.1"), 1, 0, 7);
        return Stream.of(
                stands("a message to an earlier life", frame(control(22, OURS, older), X)),
                stands("a message to nobody", frame(control(22, OURS, nobody), X)),
                stands("a message to a third node", frame(control(22, OURS, elsewhere), X)),
                stands(
                        "a message to a name nobody has",
                        frame(control(6, OURS, Atom.EMPTY, Atom.of("nobody")), X)),
                stands("a message to a dead alias", frame(control(33, OURS, ourRef()), X)),
                stands("an exit of who was never linked", frame(control(24, OURS, victim), X)),
                stands(
                        "an exit of who was never linked, twice",
                        twice(frame(control(24, OURS, victim), X))),
                stands("the end of what nobody monitors", frame(control(28, OURS, victim, REF), X)),
                stands(
                        "an unlink of what is not linked",
                        frame(control(35, number(9), OURS, victim))),
                stands("an answer to no unlink", frame(control(36, number(9), OURS, victim))),
                stands("a demonitor of nothing", frame(control(20, OURS, victim, REF))),
                stands(
                        "a spawn's answer nobody waits for",
                        twice(frame(control(31, REF, victim, number(0), X)))),
                stands("exit/2 normal", frame(control(26, OURS, victim), Atom.of("normal"))),
                stands("exit/2 to nobody", frame(control(26, OURS, nobody), Atom.of("kill"))),
                stands("a group leader", frame(control(7, OURS, victim))),
                stands(
                        "kill to net_kernel",
                        frame(
                                control(37, number(24), OURS, Atom.of("net_kernel")),
                                Atom.of("kill"))),
                stands(
                        "a call of net_kernel without sense",
                        frame(
                                control(6, OURS, Atom.EMPTY, Atom.of("net_kernel")),
                                Tuple.of(Atom.of("$gen_call"), X, X))),
                stands(
                        "a spawn of what is not granted",
                        frame(spawnRequest(OURS, ListTerm.EMPTY), ListTerm.EMPTY)),
                stands(
                        "a spawn with another number of arguments",
                        frame(spawnRequest(OURS, ListTerm.EMPTY), ListTerm.of(X, X, X))),
                stands(
                        "a spawn with improper arguments",
                        frame(
                                spawnRequest(OURS, ListTerm.EMPTY),
                                ListTerm.withTail(new Term[] {X}, X))),
                stands(
                        "a spawn with arguments that are no term",
                        notATerm(spawnRequest(OURS, ListTerm.EMPTY))),
                stands(
                        "a spawn with an unknown option",
                        frame(spawnRequest(OURS, ListTerm.of(Atom.of("odd"))), ListTerm.EMPTY)),
                stands("a million ticks", new byte[4_000_000]),
                stands(
                        "a reason of megabytes to nobody",
                        frame(control(26, OURS, nobody), Binary.of(new byte[1 << 20]))));
    }

    private static Tuple spawnRequest(Pid from, ListTerm options) {
        return control(
                29, REF, from, from, Tuple.of(Atom.of("os"), Atom.of("cmd"), number(0)), options);
    }

    private Reference ourRef() {
        return Reference.of(victim.node(), victim.creation(), 1, 2, 3);
    }

    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes);
    }

    private static byte[] twice(byte[] frame) {
        return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(frame, frame));
    }

    private static byte[] notATerm(Term control) {
        byte[] whole = frame(control);
        byte[] longer = Arrays.copyOf(whole, whole.length + 2);
        longer[whole.length] = (byte) 255;
        longer[whole.length + 1] = (byte) 255;
        return withLength(longer);
    }

    private static byte[] withLength(byte[] frame) {
        Unpooled.wrappedBuffer(frame).setInt(0, frame.length - Integer.BYTES);
        return frame;
    }

    @ParameterizedTest
    @MethodSource("controlMessages")
    void whatIsNoSignalOfThisPeerEndsItsConnection(Case bad)
            throws IOException, InterruptedException {
        for (boolean byteByByte : new boolean[] {false, true}) {
            long before = node.node.counters().connectionsClosed(CloseReason.PROTOCOL_ERROR);
            try (ScriptedPeer peer = join()) {
                send(peer, bad.bytes(), byteByByte);

                assertThat(peer.ends()).isTrue();
            }
            NodeEvent.NodeDown down = lost.poll(5, TimeUnit.SECONDS);
            assertThat(down).isNotNull();
            assertThat(down.reason()).isEqualTo(CloseReason.PROTOCOL_ERROR);
            assertThat(down.detail()).contains(bad.why());
            assertThat(node.node.counters().connectionsClosed(CloseReason.PROTOCOL_ERROR))
                    .isEqualTo(before + 1);
        }
        theOthersGoOn();
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void whatAUserMayHaveCausedCostsNothing(Case odd) throws IOException, InterruptedException {
        for (boolean byteByByte : new boolean[] {false, true}) {
            try (ScriptedPeer peer = join()) {
                send(peer, odd.bytes(), byteByByte && odd.bytes().length < 10_000);
                ping(peer);
            }
            assertThat(lost.poll(5, TimeUnit.SECONDS))
                    .isNotNull()
                    .matches(down -> down.reason() == CloseReason.CLOSED_BY_PEER);
        }
        theOthersGoOn();
    }

    private ScriptedPeer join() throws IOException {
        await().pollDelay(Duration.ZERO).until(() -> !node.node.connectedNodes().contains(EVIL));
        return ScriptedPeer.connect(
                new LocalNode(EVIL, 7, DistributionFlags.OURS),
                node.address(),
                node.node.name(),
                TestNode.COOKIE);
    }

    /// A connection that was ended meanwhile takes no more bytes, which is what the test waits for.
    private static void send(ScriptedPeer peer, byte[] bytes, boolean byteByByte) {
        try {
            if (byteByByte) {
                for (byte one : bytes) {
                    peer.write(one);
                }
            } else {
                peer.write(bytes);
            }
        } catch (IOException ended) {
            assertThat(ended).isInstanceOf(java.net.SocketException.class);
        }
    }

    /// Our own `net_kernel` answers, so everything before was read and the connection stands.
    private static void ping(ScriptedPeer peer) throws IOException {
        Term tag = Tuple.of(Atom.of("ping"), number(1));
        peer.write(
                frame(
                        control(6, OURS, Atom.EMPTY, Atom.of("net_kernel")),
                        Tuple.of(
                                Atom.of("$gen_call"),
                                Tuple.of(OURS, tag),
                                Tuple.of(Atom.of("is_auth"), EVIL.atom()))));
        Term answer = Tuple.of(tag, Atom.of("yes"));
        while (true) {
            var message = peer.receive();
            if (message.payload() != null && ScriptedPeer.content(message).equals(answer)) {
                return;
            }
        }
    }

    private void theOthersGoOn() {
        assertThat(node.node.nodes()).contains(friend.node.name());
        assertThat(node.node.processes().isAlive(victim)).isTrue();
        assertThat(node.node.whereis("net_kernel")).isPresent();
    }
}
