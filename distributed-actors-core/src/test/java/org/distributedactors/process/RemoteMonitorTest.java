package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RemoteMonitorTest {

    private static final Pid REMOTE = TestRuntime.remotePid(11);
    private static final Reference THEIRS = Reference.of(TestRuntime.OTHER_NODE, 3, 1, 2, 3);
    private static final ExitReason OVER = ExitReason.of("over");

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private final RecordedSignals wire = new RecordedSignals();
    private IncomingSignals incoming;
    private Puppet puppet;
    private Pid pid;

    @BeforeEach
    void setUp() {
        extension.get().attach(wire);
        incoming = extension.get().incoming();
        puppet = Puppet.spawn(extension.get());
        pid = puppet.pid();
    }

    private Reference monitor(Destination target) throws Exception {
        Reference ref = puppet.tell(self -> self.monitor(target));
        assertThat(wire.next()).isEqualTo(List.of("monitor", pid, target, ref));
        return ref;
    }

    @Test
    void theirDownComesOnce() throws Exception {
        Reference ref = monitor(Destination.of(REMOTE));
        incoming.down(REMOTE.node(), REMOTE, pid, ref, OVER);
        incoming.down(REMOTE.node(), REMOTE, pid, ref, OVER);

        assertThat(puppet.next()).isEqualTo(new Down(ref, REMOTE, OVER));
        puppet.settle();
        assertThat(puppet.hasSeenNothing()).isTrue();
    }

    @Test
    void aDownOfANameShowsNameAndNode() throws Exception {
        Atom name = Atom.of("server");
        Reference ref = monitor(Destination.of(name, TestRuntime.OTHER_NODE));
        incoming.down(TestRuntime.OTHER_NODE, name, pid, ref, OVER);

        assertThat(puppet.next())
                .isEqualTo(new Down(ref, Tuple.of(name, TestRuntime.OTHER_NODE), OVER));
    }

    @Test
    void ourDemonitorIsSentAndALateDownIsIgnored() throws Exception {
        Reference ref = monitor(Destination.of(REMOTE));
        puppet.tell(self -> self.demonitor(ref));
        assertThat(wire.next()).isEqualTo(List.of("demonitor", pid, Destination.of(REMOTE), ref));
        incoming.down(REMOTE.node(), REMOTE, pid, ref, OVER);
        puppet.settle();

        assertThat(puppet.hasSeenNothing()).isTrue();
    }

    @Test
    void aDownOfAnUnknownReferenceIsIgnored() throws Exception {
        incoming.down(REMOTE.node(), REMOTE, pid, THEIRS, OVER);
        puppet.settle();

        assertThat(puppet.hasSeenNothing()).isTrue();
    }

    @Test
    void theirMonitorIsToldOurEndAsItWasMonitored() throws Exception {
        extension.get().register(Atom.of("named"), pid);
        Reference byName = Reference.of(TestRuntime.OTHER_NODE, 3, 4, 5, 6);
        incoming.monitor(REMOTE, pid, THEIRS);
        incoming.monitor(REMOTE, Atom.of("named"), byName);
        puppet.end(OVER);

        assertThat(wire.next()).isEqualTo(List.of("down", pid, REMOTE, THEIRS, OVER));
        assertThat(wire.next()).isEqualTo(List.of("down", Atom.of("named"), REMOTE, byName, OVER));
    }

    @Test
    void theirMonitorOfNobodyIsAnsweredAtOnceWithNoproc() throws Exception {
        Atom nobody = Atom.of("nobody");
        incoming.monitor(REMOTE, nobody, THEIRS);
        assertThat(wire.next())
                .isEqualTo(List.of("down", nobody, REMOTE, THEIRS, ExitReason.NOPROC));

        Pid old = new Pid(pid.node(), pid.id(), pid.serial(), 6);
        incoming.monitor(REMOTE, old, THEIRS);
        assertThat(wire.next()).isEqualTo(List.of("down", old, REMOTE, THEIRS, ExitReason.NOPROC));
    }

    @Test
    void theirDemonitorIsObeyed() throws Exception {
        incoming.monitor(REMOTE, pid, THEIRS);
        incoming.demonitor(REMOTE, THEIRS);
        puppet.end(OVER);
        extension.awaitDead(pid);

        assertThat(wire.isEmpty()).isTrue();
    }

    @Test
    void theirDemonitorFindsTheProcessWhenItsNameHasAnotherOwner() throws Exception {
        Atom name = Atom.of("named");
        extension.get().register(name, pid);
        incoming.monitor(REMOTE, name, THEIRS);
        extension.get().unregister(name);
        Puppet second = Puppet.spawn(extension.get(), SpawnOptions.named("named"));
        incoming.demonitor(REMOTE, THEIRS);
        puppet.end(OVER);
        second.end(OVER);
        extension.awaitDead(pid);
        extension.awaitDead(second.pid());

        assertThat(wire.isEmpty()).isTrue();
    }

    @Test
    void linksAreToldBeforeWatchers() throws Exception {
        incoming.monitor(REMOTE, pid, THEIRS);
        incoming.link(REMOTE, pid);
        puppet.end(OVER);

        assertThat(wire.next()).isEqualTo(List.of("linkExit", pid, REMOTE, OVER));
        assertThat(wire.next()).isEqualTo(List.of("down", pid, REMOTE, THEIRS, OVER));
    }

    @Test
    void ourEndTakesBackTheMonitorsWeSet() throws Exception {
        Reference ref = monitor(Destination.of(REMOTE));
        puppet.end(OVER);

        assertThat(wire.next()).isEqualTo(List.of("demonitor", pid, Destination.of(REMOTE), ref));
    }

    @Test
    void aProcessSpawnedForAnotherNodeIsLinkedAndWatchedFromTheStart() throws Exception {
        SpawnOptions options =
                SpawnOptions.DEFAULT
                        .linkedTo(REMOTE)
                        .monitoredBy(REMOTE, THEIRS)
                        .announcing(child -> wire.send(child, REMOTE, "spawn reply"));
        Pid child = extension.get().spawn(options, self -> {}).pid();

        assertThat(wire.next()).isEqualTo(List.of("send", child, REMOTE, "spawn reply"));
        assertThat(wire.next()).isEqualTo(List.of("linkExit", child, REMOTE, ExitReason.NORMAL));
        assertThat(wire.next())
                .isEqualTo(List.of("down", child, REMOTE, THEIRS, ExitReason.NORMAL));
    }
}
