package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.interop.ScriptedPeer;
import org.distributedactors.process.Down;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.transport.CloseReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a hostile peer does beyond single bad frames, for which {@link BadFramesTest} and {@link BadHandshakesTest} have
/// tables. Each test leaves the node with its other connection standing.
class HostilePeerTest {

    private static final NodeName EVIL = NodeName.of("evil@127.0.0.1");

    private final TestNode node = new TestNode("node@127.0.0.1");
    private final TestNode friend = new TestNode("friend@127.0.0.1");

    @BeforeEach
    void connect() {
        assertThat(friend.connectTo(node)).isTrue();
        // What the node says of itself counts as a message, and a test below counts messages.
        await().until(() -> friend.node.capabilities().of(node.node.name()).isPresent());
        await().until(() -> !node.node.nodes().isEmpty());
    }

    @AfterEach
    void theOthersGoOn() {
        assertThat(node.node.nodes()).contains(friend.node.name());
        assertThat(node.node.nodes()).doesNotContain(EVIL);
        node.close();
        friend.close();
    }

    @Test
    void aCrowdOfStrangersIsTurnedAwayAndForgottenWhenItLeaves() throws IOException {
        List<Socket> crowd = new ArrayList<>();
        try {
            for (int i = 0; i <= 256; i++) {
                crowd.add(open());
            }
            // Two event loops take them, so the last one need not be the one too many.
            await().until(() -> turnedAway() > 0);
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
        friend.node.disconnect(node.node.name());
        await().until(() -> friend.connectTo(node));
        await().until(() -> node.node.nodes().contains(friend.node.name()));
    }

    @Test
    void aNodeIsNoRelayForItsPeers() throws IOException {
        Pid from = new Pid(EVIL.atom(), 1, 0, 7);
        Pid there = friend.node.spawn(self -> self.receive(m -> () -> m));
        Reference alias = friend.node.processes().makeRef();
        Reference ref = Reference.of(EVIL.atom(), 7, 1, 0, 0);
        Atom x = Atom.of("x");
        long before = friend.node.counters().messagesIn();
        try (ScriptedPeer peer = joined()) {
            peer.write(ScriptedPeer.frame(ScriptedPeer.control(22, from, there), x));
            peer.write(ScriptedPeer.frame(ScriptedPeer.control(33, from, alias), x));
            peer.write(
                    ScriptedPeer.frame(
                            ScriptedPeer.control(37, IntegerTerm.of(0), from, there), x));
            peer.write(ScriptedPeer.frame(ScriptedPeer.control(26, from, there), Atom.of("kill")));
            peer.write(ScriptedPeer.frame(ScriptedPeer.control(24, from, there), x));
            peer.write(ScriptedPeer.frame(ScriptedPeer.control(1, from, there)));
            peer.write(
                    ScriptedPeer.frame(ScriptedPeer.control(35, IntegerTerm.of(1), from, there)));
            peer.write(
                    ScriptedPeer.frame(ScriptedPeer.control(36, IntegerTerm.of(1), from, there)));
            peer.write(ScriptedPeer.frame(ScriptedPeer.control(19, from, there, ref)));
            peer.write(ScriptedPeer.frame(ScriptedPeer.control(28, from, there, ref), x));
            peer.write(
                    ScriptedPeer.frame(
                            ScriptedPeer.control(
                                    22, from, new Pid(Atom.of("new@127.0.0.1"), 1, 0, 7)),
                            x));

            await().until(() -> node.node.counters().misdirectedSignals() == 11);
            node.node.send(there, Atom.OK);
            await().until(() -> friend.node.counters().messagesIn() == before + 1);
            assertThat(node.node.peers())
                    .noneMatch(known -> known.name().toString().startsWith("new"));
        }
        await().until(() -> !node.node.nodes().contains(EVIL));
    }

    @Test
    void aNodeCannotEndAMonitorOnAnother() throws Exception {
        Pid watched = friend.node.spawn(self -> self.receive(m -> () -> m));
        BlockingQueue<Reference> refs = new LinkedBlockingQueue<>();
        BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        Pid watcher =
                node.node.spawn(self -> {
                    refs.add(self.monitor(watched));
                    while (true) {
                        seen.add(self.receive(m -> () -> m));
                    }
                });
        Reference held = refs.poll(5, TimeUnit.SECONDS);
        try (ScriptedPeer peer = joined()) {
            Pid from = new Pid(EVIL.atom(), 1, 0, 7);
            Atom gone = Atom.of("gone");
            peer.write(ScriptedPeer.frame(ScriptedPeer.control(28, from, watcher, held), gone));
            peer.write(
                    ScriptedPeer.frame(
                            ScriptedPeer.control(28, Atom.of("name"), watcher, held), gone));
            peer.write(ScriptedPeer.frame(ScriptedPeer.control(22, from, watcher), Atom.OK));

            assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo(Atom.OK);
            await().until(() -> isWatched(friend, watched));
            friend.node.exit(watched, ExitReason.KILL);
            assertThat(seen.poll(5, TimeUnit.SECONDS))
                    .isEqualTo(new Down(held, watched, ExitReason.KILLED));
        }
        await().until(() -> !node.node.nodes().contains(EVIL));
    }

    private static boolean isWatched(TestNode at, Pid pid) throws Exception {
        return at.node
                .processes()
                .relations(pid)
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS)
                .filter(relations -> !relations.monitoredBy().isEmpty())
                .isPresent();
    }

    /// Who follows a process that has moved is told where by the node that stood for it.
    @Test
    void aNodeCannotHaveOurProcessesFollowItToAnother() throws Exception {
        Pid victim = node.node.spawn(self -> self.receive(m -> () -> m));
        Pid unknown = new Pid(Atom.of("new@127.0.0.1"), 1, 0, 7);
        for (Pid where : List.of(victim, unknown, new Pid(EVIL.atom(), 2, 0, 7))) {
            ExitReason migrated = ExitReason.migrated(where);
            try (ScriptedPeer peer = joined()) {
                Pid bait = new Pid(EVIL.atom(), 1, 0, 7);
                BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
                BlockingQueue<Reference> refs = new LinkedBlockingQueue<>();
                Pid watcher =
                        node.node.spawn(self -> {
                            self.trapExit(true);
                            self.link(bait);
                            refs.add(self.monitor(bait));
                            while (true) {
                                seen.add(self.receive(m -> () -> m));
                            }
                        });
                Reference held = refs.poll(5, TimeUnit.SECONDS);
                peer.write(
                        ScriptedPeer.frame(
                                ScriptedPeer.control(28, bait, watcher, held), migrated.term()));
                peer.write(
                        ScriptedPeer.frame(
                                ScriptedPeer.control(24, bait, watcher), migrated.term()));

                assertThat(seen.poll(5, TimeUnit.SECONDS))
                        .isEqualTo(new Down(held, bait, migrated));
                assertThat(seen.poll(5, TimeUnit.SECONDS)).isEqualTo(new Exit(bait, migrated));
                assertThat(node.node.peers())
                        .noneMatch(known -> known.name().toString().startsWith("new"));
                node.node.exit(watcher, ExitReason.KILL);
            }
            await().until(() -> !node.node.nodes().contains(EVIL));
        }
        assertThat(node.node.processes().isAlive(victim)).isTrue();
    }

    @Test
    void aMessageThatIsNoTermReachesNobodyAndCostsNothing() throws IOException {
        Pid receiver = node.node.spawn(self -> self.receive(m -> () -> m));
        Pid sender = new Pid(EVIL.atom(), 1, 0, 7);
        try (ScriptedPeer peer = joined()) {
            ByteBuf frame = Unpooled.buffer();
            frame.writeBytes(ScriptedPeer.frame(ScriptedPeer.control(22, sender, receiver)));
            frame.writeByte(255).writeByte(255);
            frame.setInt(0, frame.readableBytes() - Integer.BYTES);
            peer.write(ByteBufUtil.getBytes(frame));

            await().until(() -> node.node.counters().unreadableMessages() == 1);
            assertThat(node.node.nodes()).contains(EVIL);
            assertThat(node.node.processes().isAlive(receiver)).isTrue();
        }
        await().until(() -> !node.node.nodes().contains(EVIL));
    }

    private long turnedAway() {
        return node.node.counters().connectionsClosed(CloseReason.CONNECT_FAILED);
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(node.address().getAddress(), node.address().getPort());
        socket.setSoTimeout(5000);
        return socket;
    }

    /// A connection that has the cookie, by the real handshake.
    private ScriptedPeer joined() throws IOException {
        ScriptedPeer peer =
                ScriptedPeer.connect(
                        new LocalNode(EVIL, 7, DistributionFlags.OURS),
                        node.address(),
                        node.node.name(),
                        TestNode.COOKIE);
        await().until(() -> node.node.nodes().contains(EVIL));
        return peer;
    }
}
