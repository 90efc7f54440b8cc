package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.distributedactors.term.Pid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LinkTest {

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private ProcessRuntime runtime;
    private Puppet one;
    private Puppet other;

    @BeforeEach
    void setUp() {
        runtime = extension.get();
        one = Puppet.spawn(runtime);
        other = Puppet.spawn(runtime);
    }

    @Test
    void bothEndsEndTogether() throws Exception {
        one.link(other.pid());
        other.end(ExitReason.of("over"));

        extension.awaitDead(one.pid());
    }

    @Test
    void theLinkWorksInBothDirections() throws Exception {
        one.link(other.pid());
        one.end(ExitReason.of("over"));

        extension.awaitDead(other.pid());
    }

    @Test
    void aNormalEndDoesNotEndTheOther() throws Exception {
        one.link(other.pid());
        other.end(ExitReason.NORMAL);
        extension.awaitDead(other.pid());
        one.settle();

        assertThat(runtime.isAlive(one.pid())).isTrue();
    }

    @Test
    void anUnlinkedProcessSurvives() throws Exception {
        one.link(other.pid());
        one.unlink(other.pid());
        other.end(ExitReason.of("over"));
        extension.awaitDead(other.pid());
        one.settle();

        assertThat(runtime.isAlive(one.pid())).isTrue();
    }

    @Test
    void noExitSignalHasAnEffectAfterUnlinkEvenIfItIsQueued() throws Exception {
        one.link(other.pid());
        one.tell(self -> {
            other.end(ExitReason.of("over"));
            extension.awaitDead(other.pid());
            self.unlink(other.pid());
            return "unlinked";
        });
        one.settle();

        assertThat(runtime.isAlive(one.pid())).isTrue();
    }

    @Test
    void aLinkToNobodyGivesAnExitSignalNoproc() throws Exception {
        Pid nobody = new Pid(runtime.node(), 4711, 0, runtime.creation());
        one.trapExit();
        one.link(nobody);

        assertThat(one.next()).isEqualTo(new Exit(nobody, ExitReason.NOPROC));
    }

    @Test
    void twoLinksAreOne() throws Exception {
        one.trapExit();
        one.link(other.pid());
        one.link(other.pid());
        other.link(one.pid());
        other.end(ExitReason.of("over"));

        assertThat(one.next()).isEqualTo(new Exit(other.pid(), ExitReason.of("over")));
        one.settle();
        assertThat(one.hasSeenNothing()).isTrue();
    }

    @Test
    void aLinkMadeAgainAfterUnlinkWorks() throws Exception {
        one.trapExit();
        one.link(other.pid());
        one.unlink(other.pid());
        one.link(other.pid());
        other.end(ExitReason.of("over"));

        assertThat(one.next()).isEqualTo(new Exit(other.pid(), ExitReason.of("over")));
    }

    @Test
    void spawnLinkMissesNoEndOfTheChild() throws Exception {
        one.trapExit();
        Pid child =
                one.tell(self ->
                        self.spawnLink(me -> {
                            throw me.exit(ExitReason.of("at once"));
                        }));

        assertThat(one.next()).isEqualTo(new Exit(child, ExitReason.of("at once")));
    }
}
