package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MonitorTest {

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private ProcessRuntime runtime;
    private Puppet watcher;
    private Puppet target;

    @BeforeEach
    void setUp() {
        runtime = extension.get();
        watcher = Puppet.spawn(runtime);
        target = Puppet.spawn(runtime);
    }

    private Reference monitor(Pid pid) throws Exception {
        return watcher.tell(self -> self.monitor(pid));
    }

    @Test
    void downArrivesOnceWhenTheMonitoredProcessExits() throws Exception {
        Reference ref = monitor(target.pid());
        target.end(ExitReason.of("over"));

        assertThat(watcher.next()).isEqualTo(new Down(ref, target.pid(), ExitReason.of("over")));
        watcher.settle();
        assertThat(watcher.hasSeenNothing()).isTrue();
    }

    @Test
    void downOfAProcessThatNeverWasComesAtOnceWithNoproc() throws Exception {
        Pid nobody = new Pid(runtime.node(), 4711, 0, runtime.creation());
        Reference ref = monitor(nobody);

        assertThat(watcher.next()).isEqualTo(new Down(ref, nobody, ExitReason.NOPROC));
    }

    @Test
    void downOfAnEarlierIncarnationComesAtOnceWithNoproc() throws Exception {
        Pid old = new Pid(runtime.node(), target.pid().id(), target.pid().serial(), 6);
        Reference ref = monitor(old);

        assertThat(watcher.next()).isEqualTo(new Down(ref, old, ExitReason.NOPROC));
    }

    @Test
    void eachMonitorOfOneProcessFiresByItself() throws Exception {
        Reference first = monitor(target.pid());
        Reference second = monitor(target.pid());
        target.end(ExitReason.NORMAL);

        assertThat(watcher.next()).isEqualTo(new Down(first, target.pid(), ExitReason.NORMAL));
        assertThat(watcher.next()).isEqualTo(new Down(second, target.pid(), ExitReason.NORMAL));
    }

    @Test
    void noDownComesAfterDemonitor() throws Exception {
        Reference ref = monitor(target.pid());
        assertThat(watcher.<Boolean>tell(self -> self.demonitor(ref))).isTrue();
        target.end(ExitReason.NORMAL);
        extension.awaitDead(target.pid());
        watcher.settle();

        assertThat(watcher.hasSeenNothing()).isTrue();
    }

    @Test
    void aDownThatWaitsToBeReadIsRemovedByDemonitor() throws Exception {
        Reference ref =
                watcher.tell(self -> {
                    Reference made = self.monitor(target.pid());
                    target.end(ExitReason.NORMAL);
                    extension.awaitDead(target.pid());
                    assertThat(self.demonitor(made)).isTrue();
                    return made;
                });
        watcher.settle();

        assertThat(ref).isNotNull();
        assertThat(watcher.hasSeenNothing()).isTrue();
    }

    @Test
    void aMonitorByNameShowsNameAndNode() throws Exception {
        Atom name = Atom.of("target");
        runtime.register(name, target.pid());
        Reference ref = watcher.tell(self -> self.monitor(Destination.of(name, runtime.node())));
        target.end(ExitReason.NORMAL);

        assertThat(watcher.next())
                .isEqualTo(new Down(ref, Tuple.of(name, runtime.node()), ExitReason.NORMAL));
    }

    @Test
    void aNameIsResolvedOnceWhenTheMonitorIsSet() throws Exception {
        Atom name = Atom.of("target");
        runtime.register(name, target.pid());
        Reference ref = watcher.tell(self -> self.monitor(Destination.of(name, runtime.node())));
        runtime.unregister(name);
        Puppet second = Puppet.spawn(runtime, SpawnOptions.named("target"));
        second.end(ExitReason.of("second"));
        extension.awaitDead(second.pid());
        target.end(ExitReason.of("first"));

        assertThat(watcher.next())
                .isEqualTo(new Down(ref, Tuple.of(name, runtime.node()), ExitReason.of("first")));
    }

    @Test
    void aMonitorOfANameThatNobodyHasFiresWithNoproc() throws Exception {
        Atom name = Atom.of("nobody");
        Reference ref = watcher.tell(self -> self.monitor(Destination.of(name, runtime.node())));

        assertThat(watcher.next())
                .isEqualTo(new Down(ref, Tuple.of(name, runtime.node()), ExitReason.NOPROC));
    }

    @Test
    void monitoringOneselfDoesNothing() throws Exception {
        Reference ref = watcher.tell(self -> self.monitor(self.pid()));

        assertThat(watcher.<Boolean>tell(self -> self.demonitor(ref))).isFalse();
    }

    @Test
    void theBookShowsActiveMonitorsAndThenFiredOnes() throws Exception {
        Reference ref = monitor(target.pid());
        assertThat(runtime.monitors().active())
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.ref()).isEqualTo(ref);
                    assertThat(entry.watcher()).isEqualTo(watcher.pid());
                    assertThat(entry.kind()).isEqualTo(MonitorBook.Kind.PROCESS);
                });
        target.end(ExitReason.SHUTDOWN);
        watcher.next();

        assertThat(runtime.monitors().active()).isEmpty();
        assertThat(runtime.monitors().fired())
                .singleElement()
                .satisfies(entry -> assertThat(entry.reason()).isEqualTo(ExitReason.SHUTDOWN));
    }

    @Test
    void theBookForgetsTheMonitorsOfAProcessThatEnds() throws Exception {
        monitor(target.pid());
        watcher.end(ExitReason.NORMAL);
        extension.awaitDead(watcher.pid());
        target.settle();

        assertThat(runtime.monitors().activeCount()).isZero();
    }
}
