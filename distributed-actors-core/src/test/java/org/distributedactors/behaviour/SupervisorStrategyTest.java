package org.distributedactors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.behaviour.SupervisorMessage.ChildInfo;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Puppet;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

/// Whom a supervisor starts again, and when it gives up.
class SupervisorStrategyTest extends SupervisorFixture {

    private ServerRef<SupervisorMessage> start(Strategy strategy, ChildSpec... children) {
        return start(SupervisorSpec.of(children).withStrategy(strategy));
    }

    @Test
    void oneForOneStartsTheFailedChildAlone() throws Exception {
        start(Strategy.ONE_FOR_ONE, child("a"), child("b"), child("c"));
        events(3);
        crash("b");

        assertThat(events(2)).containsExactly("end b crash", "start b");
        assertThat(events).isEmpty();
    }

    @Test
    void restForOneEndsThoseBehindInReverseAndStartsThemInOrder() throws Exception {
        start(Strategy.REST_FOR_ONE, child("a"), child("b"), child("c"), child("d"));
        events(4);
        Pid first = pid("a");
        crash("b");

        assertThat(events(6))
                .containsExactly(
                        "end b crash",
                        "end d shutdown",
                        "end c shutdown",
                        "start b",
                        "start c",
                        "start d");
        assertThat(pid("a")).isEqualTo(first);
    }

    @Test
    void allForOneEndsAllInReverseAndStartsThemInOrder() throws Exception {
        start(Strategy.ALL_FOR_ONE, child("a"), child("b"), child("c"));
        events(3);
        crash("b");

        assertThat(events(6))
                .containsExactly(
                        "end b crash",
                        "end c shutdown",
                        "end a shutdown",
                        "start a",
                        "start b",
                        "start c");
    }

    @Test
    void allThatAreStartedAgainAreFreshInstances() throws Exception {
        start(Strategy.ALL_FOR_ONE, child("a"), child("b"));
        ref("b").cast(new CounterMsg.Add(7));
        assertThat(ref("b").call(new CounterMsg.Get())).isEqualTo(7);
        Pid before = pid("b");
        crash("a");
        awaitRestart("b", before);

        assertThat(ref("b").call(new CounterMsg.Get())).isZero();
    }

    @Test
    void aTemporaryChildThatEndsWithTheOthersIsForgotten() throws Exception {
        ServerRef<SupervisorMessage> supervisor =
                start(Strategy.ALL_FOR_ONE, child("a"), child("b").withRestart(Restart.TEMPORARY));
        events(2);
        crash("a");
        assertThat(events(3)).containsExactly("end a crash", "end b shutdown", "start a");

        assertThat(children(supervisor)).extracting(ChildInfo::id).containsExactly("a");
    }

    @Test
    void severalFailuresAtOnceAreOneRestartOfAllAfterTheOther() throws Exception {
        ServerRef<SupervisorMessage> supervisor =
                start(
                        SupervisorSpec.of(child("a"), child("b"), child("c"))
                                .withStrategy(Strategy.ALL_FOR_ONE)
                                .withIntensity(10, Duration.ofHours(1)));
        List<Pid> before = children(supervisor).stream().map(ChildInfo::pid).toList();
        before.forEach(pid -> runtime.exit(pid, ExitReason.KILL));

        await().untilAsserted(() ->
                assertThat(children(supervisor))
                        .extracting(ChildInfo::pid)
                        .doesNotContainNull()
                        .doesNotContainAnyElementsOf(before));
    }

    @Test
    void aRestartThatFailsIsTriedAgainUntilThereAreTooMany() throws Exception {
        AtomicInteger starts = new AtomicInteger();
        ChildSpec brittle =
                ChildSpec.server(
                                "brittle",
                                () ->
                                        new NoisyServer("brittle") {
                                            @Override
                                            public Next init(Self self) {
                                                return starts.incrementAndGet() == 1
                                                        ? noReply()
                                                        : stop(ExitReason.NORMAL);
                                            }
                                        })
                        .withRestart(Restart.TRANSIENT)
                        .withOptions(SpawnOptions.named("brittle"));
        ServerRef<SupervisorMessage> supervisor =
                start(
                        SupervisorSpec.of(child("a"), brittle)
                                .withStrategy(Strategy.REST_FOR_ONE)
                                .withIntensity(4, Duration.ofHours(1)));
        Puppet watcher = Puppet.spawn(runtime);
        watcher.tell(self -> self.monitor(supervisor));
        crash("brittle");

        assertThat(((Down) watcher.next()).reason()).isEqualTo(ExitReason.SHUTDOWN);
        assertThat(starts).hasValue(5);
        assertThat(runtime.processCount()).isEqualTo(1);
    }

    @Test
    void restartsThatAreLongAgoDoNotCount() {
        RestartIntensity intensity = new RestartIntensity(2, Duration.ofNanos(100));

        assertThat(intensity.add(0)).isEqualTo(1);
        assertThat(intensity.add(50)).isEqualTo(2);
        assertThat(intensity.add(101)).isEqualTo(2);
        assertThat(intensity.add(102)).isEqualTo(3);
        assertThat(intensity.add(500)).isEqualTo(1);
    }

    @Test
    void theFailureOfASupervisorGoesUp() throws Exception {
        ChildSpec inner =
                ChildSpec.supervisor(
                        "inner",
                        SupervisorSpec.of(child("leaf")).withIntensity(0, Duration.ofHours(1)));
        ServerRef<SupervisorMessage> outer =
                start(SupervisorSpec.of(child("a"), inner).withIntensity(1, Duration.ofHours(1)));
        Puppet watcher = Puppet.spawn(runtime);
        watcher.tell(self -> self.monitor(outer));
        Pid before = pid("leaf");
        crash("leaf");
        awaitRestart("leaf", before);
        crash("leaf");

        assertThat(((Down) watcher.next()).reason()).isEqualTo(ExitReason.SHUTDOWN);
        assertThat(runtime.processCount()).isEqualTo(1);
    }

    @Test
    void theListenerHearsHowManyRestartsThereWereAndThatItGaveUp() throws Exception {
        SupervisorListener listener =
                new SupervisorListener() {
                    @Override
                    public void restarting(ChildInfo child, ExitReason reason, int n, int max) {
                        events.add(child.id() + " restart " + n + " of " + max);
                    }

                    @Override
                    public void gaveUp(ChildInfo child, ExitReason reason) {
                        events.add(child.id() + " given up");
                    }
                };
        start(
                SupervisorSpec.of(child("a"))
                        .withIntensity(1, Duration.ofHours(1))
                        .withListener(listener));
        event();
        crash("a");
        assertThat(events(3)).containsExactly("end a crash", "a restart 1 of 1", "start a");
        crash("a");
        assertThat(events(2)).containsExactly("end a crash", "a given up");
    }
}
