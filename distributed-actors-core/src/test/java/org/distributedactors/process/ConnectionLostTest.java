package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConnectionLostTest {

    private static final Atom NODE = TestRuntime.OTHER_NODE;
    private static final Pid REMOTE = TestRuntime.remotePid(11);
    private static final Pid ELSEWHERE = new Pid(Atom.of("c@localhost"), 11, 0, 3);
    private static final Reference THEIRS = Reference.of(NODE, 3, 1, 2, 3);

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

    private void assertSeenNothingMore() throws Exception {
        puppet.settle();
        assertThat(puppet.hasSeenNothing()).isTrue();
    }

    @Test
    void monitorsOfThatNodeFireOnceWithNoconnection() throws Exception {
        Reference ref = puppet.tell(self -> self.monitor(REMOTE));
        incoming.connectionLost(NODE);
        incoming.connectionLost(NODE);
        incoming.down(REMOTE.node(), REMOTE, pid, ref, ExitReason.NORMAL);

        assertThat(puppet.next()).isEqualTo(new Down(ref, REMOTE, ExitReason.NOCONNECTION));
        assertSeenNothingMore();
    }

    @Test
    void linksOfThatNodeFireOnceWithNoconnectionWhoeverMadeThem() throws Exception {
        Pid theirLink = TestRuntime.remotePid(12);
        puppet.link(REMOTE);
        incoming.link(theirLink, pid);
        incoming.connectionLost(NODE);

        assertThat(List.of(puppet.next(), puppet.next()))
                .containsExactlyInAnyOrder(
                        new Exit(REMOTE, ExitReason.NOCONNECTION),
                        new Exit(theirLink, ExitReason.NOCONNECTION));
        assertSeenNothingMore();
    }

    @Test
    void aProcessThatDoesNotTrapEndsWithNoconnection() throws Exception {
        Puppet plain = Puppet.spawn(extension.get());
        puppet.link(plain.pid());
        plain.link(REMOTE);
        incoming.connectionLost(NODE);

        assertThat(puppet.next()).isEqualTo(new Exit(plain.pid(), ExitReason.NOCONNECTION));
    }

    @Test
    void otherNodesAreNotConcerned() throws Exception {
        puppet.tell(self -> self.monitor(ELSEWHERE));
        puppet.link(ELSEWHERE);
        incoming.connectionLost(NODE);

        assertSeenNothingMore();
    }

    @Test
    void whatCameBeforeTheLossStaysBeforeIt() throws Exception {
        puppet.link(REMOTE);
        incoming.message(pid, "before");
        incoming.connectionLost(NODE);

        assertThat(puppet.next()).isEqualTo("before");
        assertThat(puppet.next()).isEqualTo(new Exit(REMOTE, ExitReason.NOCONNECTION));
    }

    @Test
    void whoWatchedFromThereIsForgotten() throws Exception {
        incoming.monitor(REMOTE, pid, THEIRS);
        incoming.link(REMOTE, pid);
        incoming.connectionLost(NODE);
        puppet.next();
        puppet.end(ExitReason.NORMAL);
        extension.awaitDead(pid);

        assertThat(wire.isEmpty()).isTrue();
    }

    @Test
    void whatIsMadeBeforeTheNewsIsReadBelongsToTheNextConnection() throws Exception {
        puppet.tell(self -> self.monitor(TestRuntime.remotePid(12)));
        puppet.tell(self -> {
            incoming.connectionLost(NODE);
            self.monitor(REMOTE);
            self.link(REMOTE);
            return "made";
        });

        assertThat(((Down) puppet.next()).target()).isEqualTo(TestRuntime.remotePid(12));
        assertSeenNothingMore();
        incoming.connectionLost(NODE);
        assertThat(puppet.next()).isInstanceOf(Down.class);
        assertThat(puppet.next()).isInstanceOf(Exit.class);
    }

    @Test
    void withoutANetworkEveryOtherNodeIsUnreachable() throws Exception {
        extension.get().attach(RemoteSignals.unreachable(incoming));
        Reference ref = puppet.tell(self -> self.monitor(REMOTE));
        assertThat(puppet.next()).isEqualTo(new Down(ref, REMOTE, ExitReason.NOCONNECTION));

        puppet.link(REMOTE);
        assertThat(puppet.next()).isEqualTo(new Exit(REMOTE, ExitReason.NOCONNECTION));
    }
}
