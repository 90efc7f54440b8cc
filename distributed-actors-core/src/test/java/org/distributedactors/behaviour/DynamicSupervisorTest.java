package org.distributedactors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.distributedactors.behaviour.SupervisorMessage.ChildCount;
import org.distributedactors.behaviour.SupervisorMessage.ChildResult;
import org.distributedactors.behaviour.SupervisorMessage.CountChildren;
import org.distributedactors.behaviour.SupervisorMessage.Outcome;
import org.distributedactors.behaviour.SupervisorMessage.StartChild;
import org.distributedactors.behaviour.SupervisorMessage.TerminateProcess;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Puppet;
import org.distributedactors.process.Self;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

class DynamicSupervisorTest extends SupervisorFixture {

    private static Pid started(ServerRef<SupervisorMessage> supervisor, ChildSpec child) {
        return ((ChildResult.Started) supervisor.call(new StartChild(child))).pid();
    }

    private ServerRef<CounterMsg> ref(Pid pid) {
        return ServerRef.of(runtime, pid);
    }

    @Test
    void manyChildrenHaveOneId() {
        ServerRef<SupervisorMessage> supervisor = start(SupervisorSpec.dynamic());
        Pid one = started(supervisor, nameless("session"));
        Pid two = started(supervisor, nameless("session"));

        assertThat(one).isNotEqualTo(two);
        assertThat(supervisor.call(new CountChildren())).isEqualTo(new ChildCount(2, 2));
    }

    @Test
    void oneIsEndedByItsPidAndForgotten() {
        ServerRef<SupervisorMessage> supervisor = start(SupervisorSpec.dynamic());
        Pid one = started(supervisor, nameless("session"));
        Pid two = started(supervisor, nameless("session"));

        assertThat(supervisor.call(new TerminateProcess(one))).isEqualTo(Outcome.OK);
        assertThat(runtime.isAlive(one)).isFalse();
        assertThat(supervisor.call(new TerminateProcess(one))).isEqualTo(Outcome.NOT_FOUND);
        assertThat(children(supervisor)).extracting(child -> child.pid()).containsExactly(two);
    }

    @Test
    void aPermanentOneThatFailsStartsAgainAloneAndATransientOneThatIsDoneIsForgotten()
            throws Exception {
        ServerRef<SupervisorMessage> supervisor = start(SupervisorSpec.dynamic());
        Pid permanent = started(supervisor, nameless("permanent"));
        Pid transientOne = started(supervisor, nameless("done").withRestart(Restart.TRANSIENT));
        crash(ref(permanent));
        ref(transientOne).stop(ExitReason.NORMAL);

        await().untilAsserted(() ->
                assertThat(children(supervisor))
                        .singleElement()
                        .satisfies(child -> {
                            assertThat(child.id()).isEqualTo("permanent");
                            assertThat(child.pid()).isNotNull().isNotEqualTo(permanent);
                            assertThat(child.restarts()).isEqualTo(1);
                        }));
    }

    @Test
    void thereAreNoMoreThanAllowed() {
        ServerRef<SupervisorMessage> supervisor =
                start(SupervisorSpec.dynamic().withMaxChildren(1));
        started(supervisor, nameless("session"));

        assertThat(supervisor.call(new StartChild(nameless("session"))))
                .isEqualTo(new ChildResult.Failed(ExitReason.of("max_children")));
    }

    @Test
    void aSlowStartHoldsUpNobody() throws Exception {
        ServerRef<SupervisorMessage> supervisor = start(SupervisorSpec.dynamic());
        CountDownLatch go = new CountDownLatch(1);
        ChildSpec slow =
                ChildSpec.server(
                        "slow",
                        () ->
                                new CounterServer() {
                                    @Override
                                    public Next init(Self self) throws Exception {
                                        go.await();
                                        return noReply();
                                    }
                                });
        var slowStart = supervisor.callAsync(new StartChild(slow)).toCompletableFuture();
        started(supervisor, nameless("quick"));
        assertThat(slowStart).isNotDone();
        go.countDown();

        assertThat(slowStart.get()).isInstanceOf(ChildResult.Started.class);
    }

    /// Each ends only when all were asked to.
    @Test
    void allEndSideBySide() throws Exception {
        ServerRef<SupervisorMessage> supervisor = start(SupervisorSpec.dynamic());
        CountDownLatch allAsked = new CountDownLatch(10);
        for (int i = 0; i < 10; i++) {
            ChildSpec child =
                    ChildSpec.server(
                                    "child",
                                    () ->
                                            new CounterServer() {
                                                @Override
                                                public void terminate(ExitReason reason)
                                                        throws Exception {
                                                    allAsked.countDown();
                                                    allAsked.await();
                                                }
                                            })
                            .withShutdown(Duration.ofMinutes(1));
            started(supervisor, child);
        }
        Puppet watcher = Puppet.spawn(runtime);
        watcher.tell(self -> self.monitor(supervisor));
        supervisor.stop(ExitReason.SHUTDOWN);

        assertThat(watcher.next()).isInstanceOf(Down.class);
        assertThat(runtime.processCount()).isEqualTo(1);
    }
}
