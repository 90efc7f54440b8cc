package org.distributedactors.boot.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Map;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.behaviour.CallTimeoutException;
import org.distributedactors.node.OutcomeTimes.Outcome;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// A call of a process, here or elsewhere, from the request to its answer or failure.
///
/// What is put into the carrier goes along with the request.
public final class CallContext extends SenderContext<Map<String, String>> {

    private final Term address;
    private final @Nullable Atom peer;
    private final String messageType;
    private final Map<String, String> headers = new HashMap<>();

    CallContext(Term address, @Nullable Atom peer, String messageType) {
        super(
                (carrier, key, value) -> {
                    if (carrier != null) {
                        carrier.put(key, value);
                    }
                },
                Kind.CLIENT);
        this.address = address;
        this.peer = peer;
        this.messageType = messageType;
        setCarrier(headers);
    }

    /// As the caller has written it.
    public Term address() {
        return address;
    }

    /// The node of the callee; null when nobody is there.
    public @Nullable Atom peer() {
        return peer;
    }

    /// What was put into the carrier.
    Map<String, String> headers() {
        return headers;
    }

    /// The class of the request, or the method of an interface.
    public String messageType() {
        return messageType;
    }

    /// How it ended.
    public Outcome outcome() {
        return switch (getError()) {
            case null -> Outcome.SUCCESS;
            case CallTimeoutException late -> Outcome.TIMEOUT;
            case CallFailedException failed -> outcome(failed.reason().kind());
            default -> Outcome.ERROR;
        };
    }

    private static Outcome outcome(String reason) {
        return switch (reason) {
            case "noproc" -> Outcome.NOPROC;
            case "nodedown", "noconnection" -> Outcome.NOCONNECTION;
            case "mailbox_full", "busy", "bad_request" -> Outcome.REFUSED;
            default -> Outcome.ERROR;
        };
    }
}
