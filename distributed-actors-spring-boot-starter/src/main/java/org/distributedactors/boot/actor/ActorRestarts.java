package org.distributedactors.boot.actor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.distributedactors.behaviour.SupervisorListener;
import org.distributedactors.behaviour.SupervisorMessage.ChildInfo;
import org.distributedactors.boot.context.ActorFailedEvent;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Self;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one actor over all its instances: how the first start went, what each instance failed with, and what the
/// actor's supervisor, which alone counts, makes of it. The instances and the supervisor call it.
final class ActorRestarts implements InstanceListener, SupervisorListener {

    /// More restarts than this within the period, and the actor stays down while the others go on.
    static final int MAX = 10;

    static final Duration PERIOD = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(ActorRestarts.class);

    private final ActorDefinition actor;
    private final boolean required;
    private final ActorStates states;
    private final CompletableFuture<Void> firstStart = new CompletableFuture<>();
    private volatile @Nullable Failure last;

    /// What an instance ended with.
    private record Failure(Pid instance, Throwable thrown) {}

    /// @param required whether the application does not start without the first instance
    ActorRestarts(ActorDefinition actor, boolean required, ActorStates states) {
        this.actor = actor;
        this.required = required;
        this.states = states;
    }

    /// Done when the first instance is ready or has failed.
    CompletableFuture<Void> firstStart() {
        return firstStart;
    }

    // ---- in the instance

    @Override
    public void started() {
        firstStart.complete(null);
    }

    @Override
    public ExitReason failed(Self self, ActorDefinition definition, Throwable failure) {
        ExitReason reason = ExitReason.of(failure);
        if (firstStart.completeExceptionally(failure) && required) {
            // An end in order is not followed by a restart, and the application reports the
            // failure.
            return ExitReason.shutdown(reason.term());
        }
        last = new Failure(self.pid(), failure);
        return reason;
    }

    // ---- in the supervisor

    @Override
    public void restarting(ChildInfo child, ExitReason reason, int restart, int max) {
        report(child, reason, restart);
    }

    @Override
    public void gaveUp(ChildInfo child, ExitReason reason) {
        states.staysDown(actor.beanName(), reason);
        report(child, reason, MAX + 1);
    }

    private void report(ChildInfo child, ExitReason reason, int restart) {
        Failure failure = last;
        last = null;
        Pid pid = failure == null ? child.pid() : failure.instance;
        var event =
                log.atError()
                        .setCause(failure == null ? null : failure.thrown)
                        .addKeyValue("actor", pid)
                        .addKeyValue("type", actor.type())
                        .addKeyValue("reason", reason.kind());
        if (restart <= MAX) {
            event.log("Actor {} ({}) failed, restart {} of {}", pid, actor.type(), restart, MAX);
        } else {
            event.log("Actor {} ({}) failed too often and stays down", pid, actor.type());
        }
        if (pid != null) {
            states.failed(
                    new ActorFailedEvent(
                            pid, actor.beanName(), actor.type(), reason, restart, MAX));
        }
    }
}
