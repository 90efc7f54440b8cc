package org.distributedactors.behaviour;

import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Term;

/// A call got no answer because the callee is no more, never was, or cannot be reached.
public class CallFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ExitReason reason;
    private final transient Term callee;
    private final String requestType;

    /// @param reason why the call failed
    /// @param callee the address, as Erlang writes it
    /// @param requestType the type of the request, never its content
    public CallFailedException(ExitReason reason, Term callee, String requestType) {
        this(
                reason,
                callee,
                requestType,
                "call " + requestType + " to " + callee + " failed: " + reason);
    }

    CallFailedException(ExitReason reason, Term callee, String requestType, String message) {
        super(message);
        this.reason = reason;
        this.callee = callee;
        this.requestType = requestType;
    }

    /// The reason of the callee's end; `noproc` when there was none, `{nodedown, Node}` when its node was lost,
    /// `timeout`, `calling_self`.
    public ExitReason reason() {
        return reason;
    }

    /// The address that was called, as Erlang writes it.
    public Term callee() {
        return callee;
    }

    /// The type of the request, never its content.
    public String requestType() {
        return requestType;
    }
}
