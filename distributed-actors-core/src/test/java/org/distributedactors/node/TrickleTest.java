package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.interop.ScriptedPeer;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A peer that sends its frames byte by byte. Nothing of half a frame is delivered, no thread waits for the rest, and
/// others are served meanwhile.
class TrickleTest {

    private static final NodeName SLOW = NodeName.of("slow@127.0.0.1");

    private final TestNode node = new TestNode("node@127.0.0.1");
    private final TestNode friend = new TestNode("friend@127.0.0.1");

    @AfterEach
    void close() {
        node.close();
        friend.close();
    }

    @Test
    void aFrameIsDeliveredWhenItsLastByteHasCome() throws IOException {
        AtomicReference<Object> got = new AtomicReference<>();
        Pid receiver = node.node.spawn(self -> got.set(self.receive(m -> () -> m)));
        Term message = Binary.utf8("slowly");
        try (ScriptedPeer peer = join()) {
            byte[] frame =
                    ScriptedPeer.frame(
                            Tuple.of(IntegerTerm.of(22), peer.pid(1), receiver), message);
            for (int i = 0; i < frame.length - 1; i++) {
                peer.write(frame[i]);
            }
            assertOthersAreServed();
            assertThat(got).hasNullValue();

            peer.write(frame[frame.length - 1]);

            await().untilAsserted(() -> assertThat(got).hasValue(message));
        }
    }

    @Test
    void manyWhoNeverEndTheirFramesHoldUpNobody() throws IOException {
        try (ScriptedPeer one = join("one@127.0.0.1");
                ScriptedPeer two = join("two@127.0.0.1");
                ScriptedPeer three = join("three@127.0.0.1")) {
            for (ScriptedPeer peer : new ScriptedPeer[] {one, two, three}) {
                peer.write((byte) 0, (byte) 16, (byte) 0, (byte) 0, (byte) 131);
            }
            assertOthersAreServed();
        }
        await().until(() ->
                node.node.nodes().isEmpty()
                        || node.node.nodes().equals(java.util.List.of(friend.node.name())));
    }

    private void assertOthersAreServed() {
        AtomicReference<Object> got = new AtomicReference<>();
        Pid receiver = node.node.spawn(self -> got.set(self.receive(m -> () -> m)));
        if (!friend.node.nodes().contains(node.node.name())) {
            assertThat(friend.connectTo(node)).isTrue();
        }
        friend.node.send(receiver, Binary.EMPTY);
        await().untilAsserted(() -> assertThat(got).hasValue(Binary.EMPTY));
    }

    private ScriptedPeer join() throws IOException {
        return join(SLOW.toString());
    }

    private ScriptedPeer join(String name) throws IOException {
        NodeName who = NodeName.of(name);
        ScriptedPeer peer =
                ScriptedPeer.connect(
                        new LocalNode(who, 7, DistributionFlags.OURS),
                        node.address(),
                        node.node.name(),
                        TestNode.COOKIE);
        await().until(() -> node.node.nodes().contains(who));
        return peer;
    }
}
