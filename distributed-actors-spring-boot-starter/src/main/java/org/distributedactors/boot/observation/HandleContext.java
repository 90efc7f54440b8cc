package org.distributedactors.boot.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import java.util.Map;
import org.distributedactors.node.OutcomeTimes.Outcome;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// A message that an actor handles.
///
/// The carrier is what has come along with it.
public final class HandleContext extends ReceiverContext<Map<String, String>> {

    private final String actorType;
    private final String messageType;
    private final Pid actor;
    private @Nullable ExitReason ending;

    HandleContext(
            Kind kind, String actorType, String messageType, Pid actor, Map<String, String> from) {
        super((carrier, key) -> carrier.get(key), kind);
        this.actorType = actorType;
        this.messageType = messageType;
        this.actor = actor;
        setCarrier(from);
    }

    /// What other nodes call the actor.
    public String actorType() {
        return actorType;
    }

    /// The class of the message, or the method of an interface.
    public String messageType() {
        return messageType;
    }

    /// Who handles it.
    public Pid actor() {
        return actor;
    }

    /// The actor ends with this reason because of the message; null while it goes on.
    void endsWith(@Nullable ExitReason reason) {
        ending = reason;
    }

    /// An answer of the actor is not looked at: it has succeeded unless it fails.
    public Outcome outcome() {
        ExitReason reason = ending;
        boolean failed = getError() != null || (reason != null && !reason.isClean());
        return failed ? Outcome.ERROR : Outcome.SUCCESS;
    }
}
