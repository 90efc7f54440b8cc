package org.distributedactors.boot.actor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Self;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one actor over all its instances: how the first start went, and how often it failed lately. It counts as the
/// actor's supervisor does, which is who decides.
final class ActorRestarts implements InstanceListener {

    /// More restarts than this within the period, and the actor stays down while the others go on.
    static final int MAX = 10;

    static final Duration PERIOD = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(ActorRestarts.class);

    private final boolean required;
    private final CompletableFuture<Void> firstStart = new CompletableFuture<>();
    private final Deque<Long> failures = new ArrayDeque<>();

    /// @param required whether the application does not start without the first instance
    ActorRestarts(boolean required) {
        this.required = required;
    }

    /// Done when the first instance is ready or has failed.
    CompletableFuture<Void> firstStart() {
        return firstStart;
    }

    @Override
    public void started() {
        firstStart.complete(null);
    }

    @Override
    public ExitReason failed(Self self, ActorDefinition actor, Throwable failure) {
        ExitReason reason = ExitReason.of(failure);
        if (firstStart.completeExceptionally(failure) && required) {
            // An end in order is not followed by a restart, and the application reports the
            // failure.
            return ExitReason.shutdown(reason.term());
        }
        log(self, actor, failure);
        return reason;
    }

    private void log(Self self, ActorDefinition actor, Throwable failure) {
        int restart = count(self.runtime().ticker().nanos());
        var event =
                log.atError()
                        .setCause(failure)
                        .addKeyValue("actor", self.pid())
                        .addKeyValue("type", actor.type());
        if (restart <= MAX) {
            event.log(
                    "Actor {} ({}) failed, restart {} of {}",
                    self.pid(),
                    actor.type(),
                    restart,
                    MAX);
        } else {
            event.log("Actor {} ({}) failed too often and stays down", self.pid(), actor.type());
        }
    }

    private synchronized int count(long nanos) {
        failures.addLast(nanos);
        while (nanos - failures.getFirst() > PERIOD.toNanos()) {
            failures.removeFirst();
        }
        return failures.size();
    }
}
