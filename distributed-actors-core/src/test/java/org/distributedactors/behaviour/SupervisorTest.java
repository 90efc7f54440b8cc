package org.distributedactors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.behaviour.SupervisorMessage.ChildInfo;
import org.distributedactors.behaviour.SupervisorMessage.ChildResult;
import org.distributedactors.behaviour.SupervisorMessage.Outcome;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Puppet;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

class SupervisorTest extends SupervisorFixture {

    @Test
    void childrenStartInOrderAndStopInReverse() throws Exception {
        ServerRef<SupervisorMessage> supervisor = start(child("a"), child("b"));
        assertThat(List.of(event(), event())).containsExactly("start a", "start b");

        Pid pid = supervisor.whereis().orElseThrow();
        supervisor.stop(ExitReason.SHUTDOWN);
        assertThat(List.of(event(), event())).containsExactly("end b shutdown", "end a shutdown");
        extension.awaitDead(pid);
    }

    @Test
    void aCrashedChildStartsAgainAsAFreshInstanceAndTheOthersGoOn() throws Exception {
        start(child("a"), child("b"));
        ref("a").cast(new CounterMsg.Add(5));
        ref("b").cast(new CounterMsg.Add(7));
        crash("a");
        assertThat(List.of(event(), event(), event(), event()))
                .containsExactly("start a", "start b", "end a crash", "start a");

        await().until(() -> runtime.whereis(Atom.of("a")).isPresent());
        assertThat(ref("a").call(new CounterMsg.Get())).isZero();
        assertThat(ref("b").call(new CounterMsg.Get())).isEqualTo(7);
    }

    @Test
    void aTransientChildThatEndsInOrderStaysDown() throws Exception {
        ServerRef<SupervisorMessage> supervisor = start(child("a").withRestart(Restart.TRANSIENT));
        Pid pid = runtime.whereis(Atom.of("a")).orElseThrow();
        ref("a").stop(ExitReason.SHUTDOWN);
        extension.awaitDead(pid);

        await().untilAsserted(() ->
                assertThat(supervisor.call(new SupervisorMessage.WhichChildren()))
                        .singleElement()
                        .satisfies(info -> assertThat(info.pid()).isNull()));
    }

    @Test
    void aTemporaryChildIsForgotten() {
        ServerRef<SupervisorMessage> supervisor = start(child("a").withRestart(Restart.TEMPORARY));
        crash("a");

        await().until(() -> supervisor.call(new SupervisorMessage.WhichChildren()).isEmpty());
    }

    @Test
    void tooManyRestartsEndTheSupervisorAndItsOtherChildren() throws Exception {
        SupervisorSpec spec =
                SupervisorSpec.of(child("a"), child("b")).withIntensity(1, Duration.ofHours(1));
        ServerRef<SupervisorMessage> supervisor =
                Supervisor.start(runtime, SpawnOptions.DEFAULT, spec).ref();
        Puppet watcher = Puppet.spawn(runtime);
        watcher.tell(self -> self.monitor(supervisor));
        Pid first = runtime.whereis(Atom.of("a")).orElseThrow();
        crash("a");
        await().until(() ->
                runtime.whereis(Atom.of("a")).filter(pid -> !pid.equals(first)).isPresent());
        crash("a");

        assertThat(watcher.next())
                .isInstanceOfSatisfying(
                        Down.class,
                        down -> assertThat(down.reason()).isEqualTo(ExitReason.SHUTDOWN));
        assertThat(runtime.whereis(Atom.of("b"))).isEmpty();
    }

    @Test
    void aChildThatCannotStartEndsTheSupervisorAndThoseBeforeIt() throws Exception {
        ChildSpec failing =
                ChildSpec.server(
                        "failing",
                        () ->
                                new NoisyServer("failing") {
                                    @Override
                                    public Next init(Self self) {
                                        return stop(ExitReason.of("no_licence"));
                                    }
                                });
        StartResult<SupervisorMessage> result =
                Supervisor.start(
                        runtime, SpawnOptions.DEFAULT, SupervisorSpec.of(child("a"), failing));

        assertThat(result).isInstanceOf(StartResult.Failed.class);
        assertThat(result.toString()).contains("failed_to_start_child").contains("no_licence");
        assertThat(runtime.whereis(Atom.of("a"))).isEmpty();
    }

    @Test
    void aTakenNameIsNoFailure() {
        Puppet owner = Puppet.spawn(runtime, SpawnOptions.named("a"));
        ServerRef<SupervisorMessage> supervisor = start(child("a"), child("b"));

        assertThat(ref("b").call(new CounterMsg.Get())).isZero();
        assertThat(supervisor.call(new SupervisorMessage.StartChild(child("a"))))
                .isEqualTo(new ChildResult.AlreadyStarted(owner.pid()));
    }

    @Test
    void aChildWhoseNameWasTakenStartsWhenTheOwnerEnds() {
        Puppet owner = Puppet.spawn(runtime, SpawnOptions.named("a"));
        ServerRef<SupervisorMessage> supervisor = start(child("a"), child("b"));
        assertThat(supervisor.call(new SupervisorMessage.WhichChildren())).hasSize(2);

        runtime.exit(owner.pid(), ExitReason.KILL);

        await().until(() ->
                runtime.whereis(Atom.of("a")).filter(pid -> !pid.equals(owner.pid())).isPresent());
        assertThat(ref("a").call(new CounterMsg.Get())).isZero();
    }

    @Test
    void childrenCanBeStartedAndStoppedLater() throws Exception {
        ServerRef<SupervisorMessage> supervisor = start();
        ChildResult result = supervisor.call(new SupervisorMessage.StartChild(child("late")));
        Pid pid = runtime.whereis(Atom.of("late")).orElseThrow();

        assertThat(result).isEqualTo(new ChildResult.Started(pid));
        assertThat(supervisor.call(new SupervisorMessage.StartChild(child("late"))))
                .isEqualTo(new ChildResult.AlreadyStarted(pid));
        assertThat(supervisor.call(new SupervisorMessage.TerminateChild("late")))
                .isEqualTo(Outcome.OK);
        assertThat(runtime.isAlive(pid)).isFalse();
        assertThat(children(supervisor))
                .containsExactly(new ChildInfo("late", null, Restart.PERMANENT, 0));
    }

    @Test
    void aChildThatDoesNotEndInTimeIsKilled() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        ChildSpec stubborn =
                ChildSpec.server(
                                "stubborn",
                                () ->
                                        new NoisyServer("stubborn") {
                                            @Override
                                            public Next handle(CounterMsg m) {
                                                blocked.countDown();
                                                try {
                                                    new CountDownLatch(1).await();
                                                } catch (InterruptedException e) {
                                                    interrupted.incrementAndGet();
                                                }
                                                return noReply();
                                            }
                                        })
                        .withShutdown(Duration.ofMillis(5));
        ServerRef<SupervisorMessage> supervisor = start(stubborn);
        Pid child = supervisor.call(new SupervisorMessage.WhichChildren()).getFirst().pid();
        ServerRef.<CounterMsg>of(runtime, child).cast(new CounterMsg.Add(1));
        blocked.await();

        assertThat(supervisor.call(new SupervisorMessage.TerminateChild("stubborn")))
                .isEqualTo(Outcome.OK);
        assertThat(runtime.isAlive(child)).isFalse();
        assertThat(interrupted).hasValue(1);
    }

    @Test
    void supervisorsFormATree() {
        ChildSpec inner = ChildSpec.supervisor("inner", SupervisorSpec.of(child("leaf")));
        ServerRef<SupervisorMessage> outer = start(inner);
        Pid leaf = runtime.whereis(Atom.of("leaf")).orElseThrow();
        Pid innerPid = outer.call(new SupervisorMessage.WhichChildren()).getFirst().pid();
        runtime.exit(innerPid, ExitReason.KILL);
        extension.awaitDead(leaf);

        await().until(() -> runtime.whereis(Atom.of("leaf")).isPresent());
        outer.stop(ExitReason.SHUTDOWN);
        await().until(() -> runtime.processCount() == 0);
    }
}
