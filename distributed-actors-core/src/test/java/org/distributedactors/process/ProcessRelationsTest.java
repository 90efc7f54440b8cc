package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a process tells of its links and monitors.
class ProcessRelationsTest {

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private ProcessRuntime runtime;

    @BeforeEach
    void setUp() {
        runtime = extension.get();
    }

    private Optional<ProcessRelations> relations(Pid pid) throws Exception {
        return runtime.relations(pid).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void linksAndMonitorsOfBothSides() throws Exception {
        Puppet a = Puppet.spawn(runtime, SpawnOptions.named("a"));
        Puppet b = Puppet.spawn(runtime);
        a.link(b.pid());
        b.tell(self -> self.monitor(Destination.of(Atom.of("a"), runtime.node())));
        a.trapExit();
        a.settle();

        assertThat(relations(a.pid()).orElseThrow())
                .satisfies(of -> {
                    assertThat(of.links()).containsExactly(b.pid());
                    assertThat(of.monitors()).isEmpty();
                    assertThat(of.monitoredBy()).containsExactly(b.pid());
                    assertThat(of.trapsExits()).isTrue();
                });
        assertThat(relations(b.pid()).orElseThrow())
                .satisfies(of -> {
                    assertThat(of.links()).containsExactly(a.pid());
                    assertThat(of.monitors().toString()).contains("a");
                    assertThat(of.trapsExits()).isFalse();
                });
    }

    @Test
    void aPlainProcessAnswersWhileItWaits() throws Exception {
        Pid plain = runtime.spawn(self -> self.receive(message -> null));

        assertThat(relations(plain).orElseThrow().links()).isEmpty();
    }

    @Test
    void ofAProcessThatHasEndedNothingIsKnown() throws Exception {
        Puppet puppet = Puppet.spawn(runtime);
        puppet.end(ExitReason.NORMAL);
        extension.awaitDead(puppet.pid());

        assertThat(relations(puppet.pid())).isEmpty();
    }

    @Test
    void whoEndsBeforeItAnswersIsNoMore() throws Exception {
        Puppet puppet = Puppet.spawn(runtime);
        var answer =
                puppet.tell(self -> {
                    runtime.exit(self.pid(), ExitReason.KILL);
                    return runtime.relations(self.pid());
                });

        assertThat(answer.toCompletableFuture().get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void whoLooksOnLeavesNothingBehind() throws Exception {
        Pid pid = runtime.spawn(SpawnOptions.DEFAULT, new Idle()).pid();
        ProcessCell cell = runtime.find(pid);

        assertThat(runtime.info(pid).orElseThrow().pid()).isEqualTo(pid);
        assertThat(runtime.processes()).contains(pid);
        assertThat(cell.shownPid()).isEqualTo(pid).isNotSameAs(cell.shownPid());
        assertThat(cell.pid()).isSameAs(cell.shownPid());
    }

    private static final class Idle implements ProcessBehaviour {
        @Override
        public ExitReason start(Self self) {
            return null;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            return null;
        }
    }
}
