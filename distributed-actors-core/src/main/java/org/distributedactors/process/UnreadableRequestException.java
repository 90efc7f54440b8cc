package org.distributedactors.process;

import org.distributedactors.term.Reference;

/// A request of another node that is none of what its receiver declared. The receiver goes on as if it had not come;
/// whoever waits for the answer is told the reason in place of the end of the process.
public final class UnreadableRequestException extends RuntimeException {

    private final transient Reference monitor;

    /// @param monitor under which the caller watches the receiver, and waits
    public UnreadableRequestException(Reference monitor, RuntimeException cause) {
        super(cause.getMessage(), cause);
        this.monitor = monitor;
    }

    Reference monitor() {
        return monitor;
    }

    /// `{bad_request, Why}`.
    ExitReason reason() {
        return ExitReason.badRequest(String.valueOf(getMessage()));
    }
}
