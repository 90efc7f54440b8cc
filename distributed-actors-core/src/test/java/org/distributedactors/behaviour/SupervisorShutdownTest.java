package org.distributedactors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.distributedactors.behaviour.SupervisorMessage.ChildInfo;
import org.distributedactors.behaviour.SupervisorMessage.ChildResult;
import org.distributedactors.behaviour.SupervisorMessage.Outcome;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Puppet;
import org.distributedactors.process.Self;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

/// How children end with their supervisor, and a supervisor with its children.
class SupervisorShutdownTest extends SupervisorFixture {

    private Puppet watcher(ServerRef<SupervisorMessage> supervisor) throws Exception {
        Puppet watcher = Puppet.spawn(runtime);
        watcher.tell(self -> self.monitor(supervisor));
        return watcher;
    }

    @Test
    void aChildThatIsKilledBrutallyIsNotAsked() throws Exception {
        ServerRef<SupervisorMessage> supervisor =
                start(child("a").withShutdown(Shutdown.BRUTAL_KILL), child("b"));
        events(2);
        Puppet watcher = watcher(supervisor);
        supervisor.stop(ExitReason.SHUTDOWN);

        assertThat(watcher.next()).isInstanceOf(Down.class);
        assertThat(events).containsExactly("end b shutdown");
    }

    @Test
    void aChildThatUnlinkedItselfEndsWithItsSupervisorAllTheSame() throws Exception {
        ChildSpec loose =
                ChildSpec.of(
                        "loose",
                        parent ->
                                GenServer.behaviour(
                                        new NoisyServer("loose") {
                                            @Override
                                            public Next init(Self self) {
                                                self.unlink(parent);
                                                return noReply();
                                            }
                                        }));
        ServerRef<SupervisorMessage> supervisor = start(loose);
        Pid pid = children(supervisor).getFirst().pid();
        Puppet watcher = watcher(supervisor);
        supervisor.stop(ExitReason.SHUTDOWN);

        assertThat(watcher.next()).isInstanceOf(Down.class);
        assertThat(runtime.isAlive(pid)).isFalse();
    }

    @Test
    void aStopWhileAChildStartsEndsThatChildToo() throws Exception {
        ServerRef<SupervisorMessage> supervisor =
                start(SupervisorSpec.of(child("a")).withStrategy(Strategy.REST_FOR_ONE));
        var slowStart =
                supervisor
                        .callAsync(new SupervisorMessage.StartChild(neverReady()))
                        .toCompletableFuture();
        assertThat(events(2)).containsExactly("start a", "start slow");
        Puppet watcher = watcher(supervisor);
        supervisor.stop(ExitReason.SHUTDOWN);

        assertThat(watcher.next()).isInstanceOf(Down.class);
        assertThat(runtime.processCount()).isEqualTo(1);
        assertThat(slowStart.get()).isEqualTo(new ChildResult.Failed(ExitReason.of("terminated")));
    }

    private ChildSpec neverReady() {
        return ChildSpec.server(
                        "slow",
                        () ->
                                new NoisyServer("slow") {
                                    @Override
                                    public Next init(Self self) {
                                        super.init(self);
                                        try {
                                            new CountDownLatch(1).await();
                                        } catch (InterruptedException killed) {
                                            Thread.currentThread().interrupt();
                                        }
                                        return noReply();
                                    }
                                })
                .withShutdown(Shutdown.BRUTAL_KILL);
    }

    @Test
    void anySignificantChildThatEndsTakesTheSupervisorWithIt() throws Exception {
        ServerRef<SupervisorMessage> supervisor =
                start(
                        SupervisorSpec.of()
                                .withChildren(
                                        AutoShutdown.ANY_SIGNIFICANT,
                                        child("a")
                                                .withRestart(Restart.TRANSIENT)
                                                .withSignificant(true),
                                        child("b")));
        events(2);
        Puppet watcher = watcher(supervisor);
        ref("a").stop(ExitReason.NORMAL);

        assertThat(((Down) watcher.next()).reason()).isEqualTo(ExitReason.SHUTDOWN);
        assertThat(events(2)).containsExactly("end a normal", "end b shutdown");
    }

    @Test
    void aSignificantChildThatIsStartedAgainTakesNobodyWithIt() throws Exception {
        start(
                SupervisorSpec.of()
                        .withChildren(
                                AutoShutdown.ANY_SIGNIFICANT,
                                child("a").withRestart(Restart.TRANSIENT).withSignificant(true)));
        Pid before = pid("a");
        crash("a");

        awaitRestart("a", before);
    }

    @Test
    void theLastSignificantChildTakesTheSupervisorWithIt() throws Exception {
        ServerRef<SupervisorMessage> supervisor =
                start(
                        SupervisorSpec.of()
                                .withChildren(
                                        AutoShutdown.ALL_SIGNIFICANT,
                                        child("a")
                                                .withRestart(Restart.TEMPORARY)
                                                .withSignificant(true),
                                        child("b")
                                                .withRestart(Restart.TEMPORARY)
                                                .withSignificant(true),
                                        child("c")));
        Puppet watcher = watcher(supervisor);
        ref("a").stop(ExitReason.NORMAL);
        await().until(() -> children(supervisor).size() == 2);
        assertThat(watcher.hasSeenNothing()).isTrue();
        ref("b").stop(ExitReason.NORMAL);

        assertThat(((Down) watcher.next()).reason()).isEqualTo(ExitReason.SHUTDOWN);
    }

    @Test
    void aChildThatSomebodyTerminatesIsNotMissed() throws Exception {
        ServerRef<SupervisorMessage> supervisor =
                start(
                        SupervisorSpec.of()
                                .withChildren(
                                        AutoShutdown.ANY_SIGNIFICANT,
                                        child("a")
                                                .withRestart(Restart.TRANSIENT)
                                                .withSignificant(true)));

        assertThat(supervisor.call(new SupervisorMessage.TerminateChild("a")))
                .isEqualTo(Outcome.OK);
        assertThat(children(supervisor))
                .containsExactly(new ChildInfo("a", null, Restart.TRANSIENT, 0));
    }

    @Test
    void significanceThatNobodyMindsIsRefused() {
        ChildSpec permanent = child("a");
        assertThatThrownBy(() -> permanent.withSignificant(true))
                .isInstanceOf(IllegalArgumentException.class);
        ChildSpec significant = permanent.withRestart(Restart.TEMPORARY).withSignificant(true);
        assertThatThrownBy(() -> SupervisorSpec.of(significant))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(start().call(new SupervisorMessage.StartChild(significant)))
                .hasToString("Failed[reason=bad_significant]");
    }

    @Test
    void twoChildrenOfOneIdAndImpossibleLimitsAreRefused() {
        assertThatThrownBy(() -> SupervisorSpec.of(child("a"), child("a")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SupervisorSpec.of().withIntensity(-1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
