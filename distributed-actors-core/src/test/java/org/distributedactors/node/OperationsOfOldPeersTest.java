package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.DistributionFlags.Flag;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.interop.ScriptedPeer;
import org.distributedactors.process.Destination;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A peer that lacks a capability gets the operation that does without it, and one that has a newer one gets the newer.
class OperationsOfOldPeersTest {

    private static final NodeName OLD = NodeName.of("old@127.0.0.1");
    private static final Atom REASON = Atom.of("enough");

    private final TestNode node = new TestNode("node@127.0.0.1");

    @AfterEach
    void close() {
        node.close();
    }

    private ScriptedPeer peerWithout(Flag... flags) throws IOException {
        DistributionFlags offered = DistributionFlags.OURS;
        for (Flag flag : flags) {
            offered = offered.without(flag);
        }
        ScriptedPeer peer =
                ScriptedPeer.connect(
                        new LocalNode(OLD, 7, offered),
                        node.address(),
                        node.node.name(),
                        TestNode.COOKIE);
        await().until(() -> node.node.nodes().contains(OLD));
        return peer;
    }

    @Test
    void aPeerWithoutSendSenderGetsMessagesFromNobody() throws IOException {
        try (ScriptedPeer peer = peerWithout(Flag.SEND_SENDER)) {
            node.node.send(peer.pid(1), Atom.OK);

            DistributionMessage message = peer.receive(ControlMessage.Send.class);
            assertThat(message.control()).isEqualTo(new ControlMessage.Send(peer.pid(1)));
            assertThat(ScriptedPeer.content(message)).isEqualTo(Atom.OK);
        }
    }

    @Test
    void aPeerWithoutExitPayloadGetsReasonsInsideTheTuple() throws IOException {
        try (ScriptedPeer peer = peerWithout(Flag.EXIT_PAYLOAD)) {
            Pid here = node.node.spawn(self -> self.receive(message -> () -> message));
            peer.send(new ControlMessage.Link(peer.pid(1), here));
            peer.send(new ControlMessage.MonitorP(peer.pid(1), here, peer.reference(1)));
            node.node.exit(peer.pid(2), new ExitReason(REASON));
            assertThat(peer.next(ControlMessage.Exit2.class).reason()).isEqualTo(REASON);

            peer.send(new ControlMessage.Exit2(peer.pid(1), here, REASON));

            assertThat(peer.next(ControlMessage.Exit.class))
                    .isEqualTo(new ControlMessage.Exit(here, peer.pid(1), REASON));
            assertThat(peer.next(ControlMessage.MonitorPExit.class))
                    .isEqualTo(
                            new ControlMessage.MonitorPExit(
                                    here, peer.pid(1), peer.reference(1), REASON));
        }
    }

    @Test
    void aPeerWithoutMonitorsIsNotAskedForOneAndItsLossStillTells()
            throws IOException, InterruptedException {
        java.util.concurrent.BlockingQueue<Object> downs =
                new java.util.concurrent.LinkedBlockingQueue<>();
        ScriptedPeer peer = peerWithout(Flag.DIST_MONITOR, Flag.DIST_MONITOR_NAME);
        node.node.spawn(self -> {
            self.monitor(peer.pid(1));
            self.monitor(Destination.of(Atom.of("name"), OLD.atom()));
            self.send(peer.pid(1), Atom.OK);
            downs.add(self.receive(message -> () -> message));
        });
        // Nothing stands before the message that was sent last.
        assertThat(peer.receive().control()).isInstanceOf(ControlMessage.SendSender.class);

        peer.close();

        assertThat(String.valueOf(downs.poll(5, TimeUnit.SECONDS))).contains("noconnection");
    }

    @Test
    void aPeerThatStartsNoProcessesIsNotAskedTo() throws IOException {
        try (ScriptedPeer peer = peerWithout(Flag.SPAWN)) {
            CompletionStage<Term> answer =
                    node.node.requestSpawn(
                            OLD, SpawnRequestHandler.Function.of("erlang", "node", 0));

            assertThat(answer.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join())
                    .isEqualTo(Atom.of("notsup"));
            node.node.send(peer.pid(1), Atom.OK);
            assertThat(peer.receive().control()).isInstanceOf(ControlMessage.SendSender.class);
        }
    }

    @Test
    void anAliasIsReachedByTheOperationThatThePeerKnows() throws IOException {
        try (ScriptedPeer newest = peerWithout()) {
            node.node.sendAlias(newest.reference(1), Atom.OK);
            ControlMessage.AltactSigSend sent = newest.next(ControlMessage.AltactSigSend.class);
            assertThat(sent.to()).isEqualTo(newest.reference(1));
            assertThat(sent.flags()).isEqualTo(ControlMessage.AltactSigSend.ALIAS);
        }
        await().until(() -> node.node.nodes().isEmpty());
        try (ScriptedPeer older = peerWithout(Flag.ALTACT_SIG)) {
            node.node.sendAlias(older.reference(1), Atom.OK);
            assertThat(older.next(ControlMessage.AliasSend.class).alias())
                    .isEqualTo(older.reference(1));
        }
        await().until(() -> node.node.nodes().isEmpty());
        try (ScriptedPeer oldest = peerWithout(Flag.ALTACT_SIG, Flag.ALIAS)) {
            node.node.sendAlias(oldest.reference(1), Atom.OK);
            node.node.send(oldest.pid(1), Atom.OK);
            assertThat(oldest.receive().control()).isInstanceOf(ControlMessage.SendSender.class);
        }
    }

    @Test
    void anAnswerSentToTheCallerInsteadOfTheAliasIsTheAnswer() throws Exception {
        try (ScriptedPeer peer = peerWithout(Flag.ALTACT_SIG, Flag.ALIAS)) {
            CompletionStage<Object> answer =
                    org.distributedactors.behaviour.ServerRef.<Term>of(
                                    node.node.processes(), peer.pid(1))
                            .callAsync(Atom.of("get"), null, java.time.Duration.ofSeconds(5));
            Tuple call =
                    (Tuple) ScriptedPeer.content(peer.receive(ControlMessage.SendSender.class));
            Tuple from = (Tuple) call.get(1);

            peer.send(
                    new ControlMessage.Send((Pid) from.get(0)),
                    Tuple.of(from.get(1), IntegerTerm.of(5)));

            assertThat(answer.toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isEqualTo(IntegerTerm.of(5));
        }
    }

    @Test
    void anExitThroughTheAliasOfACallEndsTheWait() throws Exception {
        try (ScriptedPeer peer = peerWithout()) {
            CompletionStage<Object> answer =
                    org.distributedactors.behaviour.ServerRef.<Term>of(
                                    node.node.processes(), peer.pid(1))
                            .callAsync(Atom.of("get"), null, java.time.Duration.ofSeconds(5));
            Tuple call =
                    (Tuple) ScriptedPeer.content(peer.receive(ControlMessage.SendSender.class));
            Reference alias = (Reference) ((ListTerm) ((Tuple) call.get(1)).get(1)).tail();

            peer.send(
                    new ControlMessage.AltactSigSend(
                            ControlMessage.AltactSigSend.ALIAS | ControlMessage.AltactSigSend.EXIT,
                            peer.pid(1),
                            alias),
                    REASON);

            assertThat(answer.toCompletableFuture())
                    .failsWithin(5, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("enough");
        }
    }
}
