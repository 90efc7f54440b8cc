package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The table of links in the distribution protocol, as seen from the wire.
class RemoteLinkTest {

    private static final Pid REMOTE = TestRuntime.remotePid(11);
    private static final ExitReason OVER = ExitReason.of("over");

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private final RecordedSignals wire = new RecordedSignals();
    private IncomingSignals incoming;
    private Puppet puppet;
    private Pid pid;

    @BeforeEach
    void setUp() throws Exception {
        extension.get().attach(wire);
        incoming = extension.get().incoming();
        puppet = Puppet.spawn(extension.get());
        pid = puppet.pid();
        puppet.trapExit();
    }

    private Pid dead() {
        Puppet ended = Puppet.spawn(extension.get());
        ended.end(ExitReason.NORMAL);
        extension.awaitDead(ended.pid());
        return ended.pid();
    }

    private long unlinkSent() throws Exception {
        puppet.link(REMOTE);
        wire.next();
        puppet.unlink(REMOTE);
        List<Object> unlink = wire.next();
        assertThat(unlink.subList(0, 3)).isEqualTo(List.of("unlink", pid, REMOTE));
        return (Long) unlink.get(3);
    }

    private void assertNoExit() throws Exception {
        puppet.settle();
        assertThat(puppet.hasSeenNothing()).isTrue();
    }

    @Test
    void ourLinkIsSentOnce() throws Exception {
        puppet.link(REMOTE);
        puppet.link(REMOTE);

        assertThat(wire.next()).isEqualTo(List.of("link", pid, REMOTE));
        assertThat(wire.isEmpty()).isTrue();
    }

    @Test
    void ourEndIsSentToALinkTheyMade() throws Exception {
        incoming.link(REMOTE, pid);
        puppet.end(OVER);

        assertThat(wire.next()).isEqualTo(List.of("linkExit", pid, REMOTE, OVER));
    }

    @Test
    void aLinkToNobodyIsAnsweredWithNoproc() throws Exception {
        Pid dead = dead();
        incoming.link(REMOTE, dead);

        assertThat(wire.next()).isEqualTo(List.of("linkExit", dead, REMOTE, ExitReason.NOPROC));
    }

    @Test
    void theirExitComesOnce() throws Exception {
        puppet.link(REMOTE);
        incoming.linkExit(REMOTE, pid, OVER);
        incoming.linkExit(REMOTE, pid, OVER);

        assertThat(puppet.next()).isEqualTo(new Exit(REMOTE, OVER));
        assertNoExit();
    }

    @Test
    void anExitWithoutALinkIsIgnored() throws Exception {
        incoming.linkExit(REMOTE, pid, OVER);

        assertNoExit();
    }

    @Test
    void anExitThatCrossesOurUnlinkIsIgnored() throws Exception {
        unlinkSent();
        incoming.linkExit(REMOTE, pid, OVER);

        assertNoExit();
    }

    @Test
    void unlinkIsSentOnceWithAnIdThatIsNotZero() throws Exception {
        assertThat(unlinkSent()).isNotZero();
        puppet.unlink(REMOTE);

        assertThat(wire.isEmpty()).isTrue();
    }

    @Test
    void aLinkThatCrossesOurUnlinkIsIgnored() throws Exception {
        long id = unlinkSent();
        incoming.link(REMOTE, pid);
        incoming.unlinkAck(REMOTE, pid, id);
        puppet.end(OVER);
        extension.awaitDead(pid);

        assertThat(wire.isEmpty()).isTrue();
    }

    @Test
    void aLinkMadeAgainBeforeTheAcknowledgementIsSentAndHolds() throws Exception {
        long id = unlinkSent();
        puppet.link(REMOTE);
        assertThat(wire.next()).isEqualTo(List.of("link", pid, REMOTE));
        incoming.unlinkAck(REMOTE, pid, id);
        incoming.linkExit(REMOTE, pid, OVER);

        assertThat(puppet.next()).isEqualTo(new Exit(REMOTE, OVER));
    }

    @Test
    void anAcknowledgementOfAnOlderUnlinkDoesNotEndTheNewOne() throws Exception {
        long first = unlinkSent();
        long second = unlinkSent();
        assertThat(second).isNotEqualTo(first);
        incoming.unlinkAck(REMOTE, pid, first);
        incoming.link(REMOTE, pid);
        puppet.end(OVER);
        extension.awaitDead(pid);

        assertThat(wire.isEmpty()).isTrue();
    }

    @Test
    void theirUnlinkIsAcknowledgedWithItsIdAndEndsTheLink() throws Exception {
        incoming.link(REMOTE, pid);
        incoming.unlink(REMOTE, pid, 77);
        assertThat(wire.next()).isEqualTo(List.of("unlinkAck", pid, REMOTE, 77L));
        puppet.end(OVER);
        extension.awaitDead(pid);

        assertThat(wire.isEmpty()).isTrue();
    }

    @Test
    void theirUnlinkOfNobodyIsAcknowledged() throws Exception {
        Pid dead = dead();
        incoming.unlink(REMOTE, dead, 78);

        assertThat(wire.next()).isEqualTo(List.of("unlinkAck", dead, REMOTE, 78L));
    }

    @Test
    void theirUnlinkIsAcknowledgedBeforeAnyOtherSignalOfAProcessThatEnds() throws Exception {
        Puppet busy = Puppet.spawn(extension.get());
        busy.tell(self -> {
            incoming.link(REMOTE, self.pid());
            incoming.monitor(REMOTE, self.pid(), ref());
            incoming.unlink(REMOTE, self.pid(), 79);
            return "queued";
        });
        busy.end(OVER);

        assertThat(wire.next()).isEqualTo(List.of("unlinkAck", busy.pid(), REMOTE, 79L));
        assertThat(wire.next().getFirst()).isEqualTo("down");
    }

    private static Reference ref() {
        return Reference.of(TestRuntime.OTHER_NODE, 3, 1, 2, 3);
    }

    @Test
    void exit2GoesOutAndComesInAsIs() throws Exception {
        puppet.tell(self -> {
            self.exit(REMOTE, ExitReason.KILL);
            return "sent";
        });
        assertThat(wire.next()).isEqualTo(List.of("exit", pid, REMOTE, ExitReason.KILL));

        incoming.exit(REMOTE, pid, OVER);
        assertThat(puppet.next()).isEqualTo(new Exit(REMOTE, OVER));
    }
}
