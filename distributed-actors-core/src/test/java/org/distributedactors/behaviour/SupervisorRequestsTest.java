package org.distributedactors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.distributedactors.behaviour.SupervisorMessage.ChildCount;
import org.distributedactors.behaviour.SupervisorMessage.ChildInfo;
import org.distributedactors.behaviour.SupervisorMessage.ChildResult;
import org.distributedactors.behaviour.SupervisorMessage.CountChildren;
import org.distributedactors.behaviour.SupervisorMessage.DeleteChild;
import org.distributedactors.behaviour.SupervisorMessage.Outcome;
import org.distributedactors.behaviour.SupervisorMessage.RestartChild;
import org.distributedactors.behaviour.SupervisorMessage.StartChild;
import org.distributedactors.behaviour.SupervisorMessage.TerminateChild;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Self;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

/// What can be asked of a supervisor while it runs.
class SupervisorRequestsTest extends SupervisorFixture {

    @Test
    void aTerminatedChildStaysKnownAndCanBeStartedAgain() {
        ServerRef<SupervisorMessage> supervisor = start(child("a"), child("b"));
        Pid before = pid("a");
        assertThat(supervisor.call(new TerminateChild("a"))).isEqualTo(Outcome.OK);
        assertThat(supervisor.call(new CountChildren())).isEqualTo(new ChildCount(2, 1));

        ChildResult result = supervisor.call(new RestartChild("a"));

        assertThat(result).isEqualTo(new ChildResult.Started(pid("a")));
        assertThat(pid("a")).isNotEqualTo(before);
        assertThat(supervisor.call(new CountChildren())).isEqualTo(new ChildCount(2, 2));
    }

    @Test
    void aKnownChildIsNotStartedUnderTheSameId() {
        ServerRef<SupervisorMessage> supervisor = start(child("a"));
        supervisor.call(new TerminateChild("a"));

        assertThat(supervisor.call(new StartChild(child("a"))))
                .isEqualTo(new ChildResult.Failed(ExitReason.of("already_present")));
        assertThat(supervisor.call(new DeleteChild("a"))).isEqualTo(Outcome.OK);
        assertThat(supervisor.call(new StartChild(child("a"))))
                .isInstanceOf(ChildResult.Started.class);
    }

    @Test
    void aRunningChildCannotBeDeletedOrStartedAgain() {
        ServerRef<SupervisorMessage> supervisor = start(child("a"));

        assertThat(supervisor.call(new DeleteChild("a"))).isEqualTo(Outcome.RUNNING);
        assertThat(supervisor.call(new RestartChild("a")))
                .isEqualTo(new ChildResult.AlreadyStarted(pid("a")));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        ServerRef<SupervisorMessage> supervisor = start();

        assertThat(supervisor.call(new TerminateChild("a"))).isEqualTo(Outcome.NOT_FOUND);
        assertThat(supervisor.call(new DeleteChild("a"))).isEqualTo(Outcome.NOT_FOUND);
        assertThat(supervisor.call(new RestartChild("a")))
                .isEqualTo(new ChildResult.Failed(ExitReason.of("not_found")));
    }

    @Test
    void aTemporaryChildThatIsTerminatedIsForgotten() {
        ServerRef<SupervisorMessage> supervisor = start(child("a").withRestart(Restart.TEMPORARY));

        assertThat(supervisor.call(new TerminateChild("a"))).isEqualTo(Outcome.OK);
        assertThat(children(supervisor)).isEmpty();
    }

    @Test
    void aChildThatCannotStartIsForgottenAndTheReasonTold() {
        ServerRef<SupervisorMessage> supervisor = start(child("a"));
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

        assertThat(supervisor.call(new StartChild(failing)))
                .isEqualTo(new ChildResult.Failed(ExitReason.of("no_licence")));
        assertThat(children(supervisor)).extracting(ChildInfo::id).containsExactly("a");
    }

    @Test
    void aFactoryThatThrowsIsAFailedStartAndHarmsNobody() {
        ServerRef<SupervisorMessage> supervisor = start(child("a"));
        Pid other = pid("a");
        ChildSpec broken =
                ChildSpec.of(
                        "broken",
                        parent -> {
                            throw new IllegalStateException("no bean");
                        });

        assertThat(supervisor.call(new StartChild(broken))).isInstanceOf(ChildResult.Failed.class);
        assertThat(pid("a")).isEqualTo(other);
    }

    @Test
    void requestsThatComeDuringARestartOfAllAreAnsweredAfterIt() {
        ServerRef<SupervisorMessage> supervisor =
                start(SupervisorSpec.of(child("a"), child("b")).withStrategy(Strategy.ALL_FOR_ONE));
        Pid before = pid("b");
        crash("a");

        assertThat(supervisor.call(new StartChild(child("c"))))
                .isInstanceOf(ChildResult.Started.class);
        awaitRestart("b", before);
        await().until(() -> supervisor.call(new CountChildren()).active() == 3);
    }
}
