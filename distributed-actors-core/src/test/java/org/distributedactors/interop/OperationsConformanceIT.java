package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.DistributionFlags.Flag;
import org.distributedactors.handshake.HandshakeMessage;
import org.distributedactors.handshake.HandshakeStep;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.handshake.RefusalReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The operations themselves, as each release writes and takes them: a scripted peer plays the other node and offers what
/// the test wants.
@DisplayName("Operations on the wire")
class OperationsConformanceIT extends ConformanceTest {

    private static final NodeName SCRIPT = NodeName.of("script@127.0.0.1");
    private static final Atom REASON = Atom.of("enough");

    private ScriptedPeer peerWithout(Flag... flags) throws IOException {
        DistributionFlags offered = DistributionFlags.OURS.hidden();
        for (Flag flag : flags) {
            offered = offered.without(flag);
        }
        return ScriptedPeer.connect(
                new LocalNode(SCRIPT, 7, offered), address(), ERLANG, InteropCluster.COOKIE);
    }

    private InetSocketAddress address() {
        int port =
                Integer.parseInt(
                        eval(
                                "{port, Port, _} = erl_epmd:port_please(\"erlang\", {127,0,0,1}),"
                                        + " Port"));
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// A process of Erlang named `meeting` runs what it is told with the peer's pid as `P`, and sends it what else it gets.
    private void meet(ScriptedPeer peer, MeetingPlace then) throws IOException {
        erlang.cast(
                "catch unregister(meeting), register(meeting, self()), process_flag(trap_exit,"
                        + " true), receive P -> P ! self(), Loop = fun Loop() -> receive {run, F} ->"
                        + " F(P), Loop(); M -> P ! {got, M}, Loop() end end, Loop() end");
        eventually(() -> !eval("whereis(meeting)").equals("undefined"));
        peer.send(new ControlMessage.RegSend(peer.pid(1), Atom.of("meeting")), peer.pid(1));
        DistributionMessage hello = peer.receive();
        while (!(ScriptedPeer.content(hello) instanceof Pid)) {
            hello = peer.receive();
        }
        then.with((Pid) ScriptedPeer.content(hello));
        eval("catch exit(whereis(meeting), kill)");
    }

    private interface MeetingPlace {
        void with(Pid there) throws IOException;
    }

    private void run(String expressions) {
        eval("meeting ! {run, fun(P) -> _ = P, " + expressions + " end}");
    }

    @Test
    void allOperationsOfTodayArrive() throws IOException {
        try (ScriptedPeer peer = peerWithout(Flag.ALTACT_SIG)) {
            meet(
                    peer,
                    there -> {
                        Pid us = peer.pid(1);
                        run("P ! one");
                        assertThat(peer.next(ControlMessage.SendSender.class))
                                .isEqualTo(new ControlMessage.SendSender(there, us));
                        run("{name, node(P)} ! two");
                        assertThat(peer.next(ControlMessage.RegSend.class))
                                .isEqualTo(new ControlMessage.RegSend(there, Atom.of("name")));
                        run("link(P)");
                        assertThat(peer.next(ControlMessage.Link.class))
                                .isEqualTo(new ControlMessage.Link(there, us));
                        run("unlink(P)");
                        ControlMessage.UnlinkId unlink = peer.next(ControlMessage.UnlinkId.class);
                        assertThat(unlink.from()).isEqualTo(there);
                        peer.send(new ControlMessage.UnlinkIdAck(unlink.id(), us, there));
                        peer.send(new ControlMessage.Link(us, there));
                        peer.send(new ControlMessage.UnlinkId(17, us, there));
                        assertThat(peer.next(ControlMessage.UnlinkIdAck.class))
                                .isEqualTo(new ControlMessage.UnlinkIdAck(17, there, us));
                        run("exit(P, enough)");
                        DistributionMessage exit = peer.receive(ControlMessage.PayloadExit2.class);
                        assertThat(exit.control())
                                .isEqualTo(new ControlMessage.PayloadExit2(there, us));
                        assertThat(ScriptedPeer.content(exit)).isEqualTo(REASON);
                        run("put(m, monitor(process, P))");
                        ControlMessage.MonitorP monitor = peer.next(ControlMessage.MonitorP.class);
                        assertThat(monitor.target()).isEqualTo(us);
                        run("demonitor(get(m))");
                        assertThat(peer.next(ControlMessage.DemonitorP.class).reference())
                                .isEqualTo(monitor.reference());
                        run("spawn_request(node(P), m, f, [1, 2], [link, monitor])");
                        DistributionMessage request =
                                peer.receive(ControlMessage.SpawnRequest.class);
                        ControlMessage.SpawnRequest spawn =
                                (ControlMessage.SpawnRequest) request.control();
                        assertThat(spawn.arity()).isEqualTo(2);
                        assertThat(ScriptedPeer.content(request))
                                .isEqualTo(ListTerm.of(IntegerTerm.of(1), IntegerTerm.of(2)));
                        peer.send(
                                new ControlMessage.SpawnReply(
                                        spawn.requestId(), there, 3, peer.pid(9)));
                        assertThat(
                                        ScriptedPeer.content(
                                                        peer.receive(
                                                                ControlMessage.SendSender.class))
                                                .toString())
                                .contains("spawn_reply");
                        run("group_leader(self(), P)");
                        assertThat(peer.next(ControlMessage.GroupLeader.class).member())
                                .isEqualTo(us);
                        peer.send(new ControlMessage.AliasSend(us, peer.reference(5)), REASON);
                    });
        }
    }

    @Test
    void endsOfProcessesTellLinksAndMonitors() throws IOException {
        try (ScriptedPeer peer = peerWithout()) {
            meet(
                    peer,
                    there -> {
                        Pid us = peer.pid(1);
                        Reference ref = peer.reference(4);
                        peer.send(new ControlMessage.Link(us, there));
                        peer.send(new ControlMessage.MonitorP(us, Atom.of("meeting"), ref));
                        peer.send(new ControlMessage.MonitorP(us, there, peer.reference(5)));
                        // What came before this has come too.
                        peer.send(new ControlMessage.Send(there), REASON);
                        assertThat(got(peer)).isEqualTo(REASON);
                        run("exit(enough)");

                        assertThat(peer.next(ControlMessage.PayloadExit.class))
                                .isEqualTo(new ControlMessage.PayloadExit(there, us));
                        ControlMessage.PayloadMonitorPExit one =
                                peer.next(ControlMessage.PayloadMonitorPExit.class);
                        ControlMessage.PayloadMonitorPExit other =
                                peer.next(ControlMessage.PayloadMonitorPExit.class);
                        assertThat(java.util.Set.of(one.from(), other.from()))
                                .isEqualTo(java.util.Set.of(there, Atom.of("meeting")));
                    });
        }
    }

    @Test
    void aPeerWithoutSendSenderAndExitPayloadGetsTheOldForms() throws IOException {
        try (ScriptedPeer peer = peerWithout(Flag.SEND_SENDER, Flag.EXIT_PAYLOAD)) {
            meet(
                    peer,
                    there -> {
                        Pid us = peer.pid(1);
                        run("P ! one");
                        assertThat(peer.next(ControlMessage.Send.class))
                                .isEqualTo(new ControlMessage.Send(us));
                        run("exit(P, enough)");
                        assertThat(peer.next(ControlMessage.Exit2.class))
                                .isEqualTo(new ControlMessage.Exit2(there, us, REASON));
                        peer.send(new ControlMessage.Link(us, there));
                        peer.send(new ControlMessage.MonitorP(us, there, peer.reference(5)));
                        // What came before this has come too.
                        peer.send(new ControlMessage.Send(there), REASON);
                        assertThat(got(peer)).isEqualTo(REASON);
                        run("exit(enough)");
                        assertThat(peer.next(ControlMessage.Exit.class))
                                .isEqualTo(new ControlMessage.Exit(there, us, REASON));
                        assertThat(peer.next(ControlMessage.MonitorPExit.class))
                                .isEqualTo(
                                        new ControlMessage.MonitorPExit(
                                                there, us, peer.reference(5), REASON));
                    });
        }
    }

    @Test
    void theOldFormsAreTakenFromUs() throws IOException {
        try (ScriptedPeer peer = peerWithout(Flag.SEND_SENDER, Flag.EXIT_PAYLOAD)) {
            meet(
                    peer,
                    there -> {
                        Pid us = peer.pid(1);
                        peer.send(new ControlMessage.Send(there), REASON);
                        assertThat(got(peer)).isEqualTo(REASON);
                        peer.send(new ControlMessage.Exit2(us, there, REASON));
                        assertThat(got(peer)).isEqualTo(Tuple.of(Atom.of("EXIT"), us, REASON));
                        peer.send(new ControlMessage.Link(us, there));
                        peer.send(new ControlMessage.Exit(us, there, REASON));
                        assertThat(got(peer)).isEqualTo(Tuple.of(Atom.of("EXIT"), us, REASON));
                        run("monitor(process, P)");
                        ControlMessage.MonitorP monitor = peer.next(ControlMessage.MonitorP.class);
                        peer.send(
                                new ControlMessage.MonitorPExit(
                                        us, there, monitor.reference(), REASON));
                        assertThat(got(peer))
                                .isEqualTo(
                                        Tuple.of(
                                                Atom.of("DOWN"),
                                                monitor.reference(),
                                                Atom.of("process"),
                                                us,
                                                REASON));
                    });
        }
    }

    private static org.distributedactors.term.Term got(ScriptedPeer peer) throws IOException {
        while (true) {
            if (ScriptedPeer.content(peer.receive()) instanceof Tuple tuple
                    && tuple.isTagged(Atom.of("got"), 2)) {
                return tuple.get(1);
            }
        }
    }

    @Test
    void aliasesAreReachedByTheOperationBothSidesKnow() throws IOException {
        try (ScriptedPeer peer = peerWithout()) {
            meet(
                    peer,
                    there -> {
                        boolean altact = peer.peer().flags().has(Flag.ALTACT_SIG);
                        assertThat(altact).isEqualTo(release.number() >= 28);
                        Reference alias = peer.reference(3);
                        peer.send(new ControlMessage.SendSender(peer.pid(1), there), alias);
                        got(peer);
                        run(
                                "receive R when is_reference(R) -> R ! {got, by_alias} after 5000"
                                        + " -> late end");
                        peer.send(new ControlMessage.SendSender(peer.pid(1), there), alias);

                        ControlMessage sent =
                                peer.receive(
                                                altact
                                                        ? ControlMessage.AltactSigSend.class
                                                        : ControlMessage.AliasSend.class)
                                        .control();
                        assertThat(sent)
                                .isEqualTo(
                                        altact
                                                ? new ControlMessage.AltactSigSend(
                                                        ControlMessage.AltactSigSend.ALIAS,
                                                        there,
                                                        alias)
                                                : new ControlMessage.AliasSend(there, alias));
                    });
        }
    }

    @Test
    void seqTraceTokensComeInTheOperationsForThem() throws IOException {
        try (ScriptedPeer peer = peerWithout()) {
            meet(
                    peer,
                    there -> {
                        run(
                                "seq_trace:set_token(label, 1), seq_trace:set_token(send, true), P"
                                        + " ! traced, {n, node(P)} ! traced, exit(P, traced),"
                                        + " seq_trace:set_token([])");

                        assertThat(peer.next(ControlMessage.SendSender.class).to())
                                .isEqualTo(peer.pid(1));
                        assertThat(peer.next(ControlMessage.RegSend.class).name())
                                .isEqualTo(Atom.of("n"));
                        assertThat(peer.next(ControlMessage.PayloadExit2.class).to())
                                .isEqualTo(peer.pid(1));
                    });
        }
    }

    @Test
    void withoutHeadersEveryTermSpellsItsAtoms() throws IOException {
        try (ScriptedPeer peer = peerWithout(Flag.DIST_HDR_ATOM_CACHE, Flag.FRAGMENTS)) {
            meet(
                    peer,
                    there -> {
                        run("P ! [node(), node()]");
                        assertThat(
                                        ScriptedPeer.content(
                                                peer.receive(ControlMessage.SendSender.class)))
                                .isEqualTo(ListTerm.of(ERLANG.atom(), ERLANG.atom()));
                    });
        }
    }

    @Test
    void theMandatoryFlagsAreThoseWeName() throws IOException {
        for (Flag flag : Flag.values()) {
            boolean wanted = flag.isMandatory() && flag.mandatorySince() <= release.number();
            LocalNode lacking =
                    new LocalNode(
                            SCRIPT,
                            7,
                            DistributionFlags.OURS
                                    .hidden()
                                    .without(Flag.MANDATORY_25_DIGEST)
                                    .without(flag));
            try (ScriptedPeer peer = ScriptedPeer.open(lacking, address())) {
                HandshakeStep end = peer.dialogue(ERLANG, InteropCluster.COOKIE);
                if (wanted) {
                    assertThat(end)
                            .isInstanceOfSatisfying(
                                    HandshakeStep.Refuse.class,
                                    refuse -> {
                                        assertThat(refuse.reason())
                                                .isEqualTo(RefusalReason.NOT_ALLOWED);
                                        assertThat(refuse.text())
                                                .contains(flag.name())
                                                .contains("OTP " + flag.mandatorySince());
                                    });
                } else {
                    assertThat(end)
                            .as("without %s", flag)
                            .isInstanceOf(HandshakeStep.Complete.class);
                }
            }
            eventually(() -> !eval("nodes(connected)").contains("script"));
        }
    }

    @Test
    void theOldFormOfANameIsCompleted() throws IOException {
        assumeTrue(release.number() > 25, "OTP 25.2 takes only the new form");
        DistributionFlags flags = DistributionFlags.OURS.hidden();
        try (ScriptedPeer peer = ScriptedPeer.open(new LocalNode(SCRIPT, 7, flags), address())) {
            peer.say(List.of(new HandshakeMessage.OldSendName(flags, SCRIPT.toString())));
            assertThat(peer.hear()).isEqualTo(HandshakeMessage.Answer.OK);
            HandshakeMessage.Challenge challenge = (HandshakeMessage.Challenge) peer.hear();
            Cookie cookie = Cookie.of(InteropCluster.COOKIE);
            peer.say(
                    List.of(
                            new HandshakeMessage.Complement((int) (flags.bits() >>> 32), 7),
                            new HandshakeMessage.ChallengeReply(
                                    1, cookie.digest(challenge.challenge()))));

            assertThat(peer.hear()).isEqualTo(new HandshakeMessage.ChallengeAck(cookie.digest(1)));
            eventually(() -> eval("nodes(hidden)").contains("script"));
        }
    }

    @Test
    void anOperationNobodyKnowsEndsTheConnectionThere() throws IOException {
        try (ScriptedPeer peer = peerWithout()) {
            peer.write(ScriptedPeer.frame(ScriptedPeer.control(99, Atom.EMPTY)));

            assertThat(peer.ends()).isTrue();
        }
    }
}
