package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.distributedactors.term.Pid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The table of exit signals in the distribution protocol, cell by cell.
class TrapExitTest {

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private ProcessRuntime runtime;
    private Puppet receiver;
    private Puppet sender;
    private Puppet linked;

    @BeforeEach
    void setUp() throws Exception {
        runtime = extension.get();
        receiver = Puppet.spawn(runtime);
        sender = Puppet.spawn(runtime);
        linked = Puppet.spawn(runtime);
        linked.trapExit();
        linked.link(receiver.pid());
    }

    private void exit(ExitReason reason) throws Exception {
        sender.tell(self -> {
            self.exit(receiver.pid(), reason);
            return "sent";
        });
    }

    private void assertSurvives() throws Exception {
        receiver.settle();
        assertThat(runtime.isAlive(receiver.pid())).isTrue();
    }

    private void assertDiesWith(ExitReason reason) throws Exception {
        assertThat(linked.next()).isEqualTo(new Exit(receiver.pid(), reason));
    }

    @Test
    void withoutTrappingAnExitNormalIsIgnored() throws Exception {
        exit(ExitReason.NORMAL);
        assertSurvives();
    }

    @Test
    void withoutTrappingAnExitEndsWithItsReason() throws Exception {
        exit(ExitReason.of("over"));
        assertDiesWith(ExitReason.of("over"));
    }

    @Test
    void withoutTrappingAnExitKillEndsWithKilled() throws Exception {
        exit(ExitReason.KILL);
        assertDiesWith(ExitReason.KILLED);
    }

    @Test
    void withoutTrappingALinksKillIsAReasonAsAnyOther() throws Exception {
        receiver.link(sender.pid());
        sender.end(ExitReason.KILL);
        assertDiesWith(ExitReason.KILL);
    }

    /// "If Pid is the caller's own": erlang:exit/2.
    @Test
    void anExitNormalToOneselfEndsTheProcess() throws Exception {
        receiver.tell(self -> {
            self.exit(self.pid(), ExitReason.NORMAL);
            return "sent";
        });
        assertDiesWith(ExitReason.NORMAL);
    }

    @Test
    void anExitNormalOfAPlainProcessToItselfEndsIt() throws Exception {
        Pid plain =
                runtime.spawn(self -> {
                    self.receive(message -> () -> message);
                    self.exit(self.pid(), ExitReason.NORMAL);
                    self.receive(message -> null);
                });
        linked.link(plain);
        runtime.send(plain, "go");
        assertThat(linked.next()).isEqualTo(new Exit(plain, ExitReason.NORMAL));
    }

    @Test
    void anExitOfAPlainProcessToItselfCountsThoughItReceivesNothingMore() throws Exception {
        Pid plain =
                runtime.spawn(self -> {
                    self.receive(message -> () -> message);
                    self.exit(self.pid(), ExitReason.of("over"));
                });
        linked.link(plain);
        runtime.send(plain, "go");
        assertThat(linked.next()).isEqualTo(new Exit(plain, ExitReason.of("over")));
    }

    @Test
    void trappingMakesAMessageOfAnExitNormalToOneself() throws Exception {
        receiver.trapExit();
        receiver.tell(self -> {
            self.exit(self.pid(), ExitReason.NORMAL);
            return "sent";
        });
        assertThat(receiver.next()).isEqualTo(new Exit(receiver.pid(), ExitReason.NORMAL));
    }

    @Test
    void trappingMakesAMessageOfAnExit() throws Exception {
        receiver.trapExit();
        exit(ExitReason.of("over"));
        assertThat(receiver.next()).isEqualTo(new Exit(sender.pid(), ExitReason.of("over")));
    }

    @Test
    void trappingMakesAMessageOfAnExitNormal() throws Exception {
        receiver.trapExit();
        exit(ExitReason.NORMAL);
        assertThat(receiver.next()).isEqualTo(new Exit(sender.pid(), ExitReason.NORMAL));
    }

    @Test
    void trappingDoesNotHelpAgainstKill() throws Exception {
        receiver.trapExit();
        exit(ExitReason.KILL);
        assertDiesWith(ExitReason.KILLED);
    }

    @Test
    void trappingMakesAMessageOfALinksKill() throws Exception {
        receiver.trapExit();
        receiver.link(sender.pid());
        sender.end(ExitReason.KILL);
        assertThat(receiver.next()).isEqualTo(new Exit(sender.pid(), ExitReason.KILL));
    }

    @Test
    void trappingMakesAMessageOfALinksNormal() throws Exception {
        receiver.trapExit();
        receiver.link(sender.pid());
        sender.end(ExitReason.NORMAL);
        assertThat(receiver.next()).isEqualTo(new Exit(sender.pid(), ExitReason.NORMAL));
    }
}
