package org.distributedactors.process;

/// Unwinds a process that ends with a reason of its own choice or because an exit signal says so.
///
/// It is an error and not an exception, so that a handler's `catch (Exception e)` does not keep alive what shall
/// end. User code neither makes nor catches it.
public final class ProcessExit extends Error {

    private static final long serialVersionUID = 1;

    private final transient ExitReason reason;

    public ProcessExit(ExitReason reason) {
        super("exit: " + reason, null, false, false);
        this.reason = reason;
    }

    public ExitReason reason() {
        return reason;
    }
}
