package org.distributedactors.process;

/// A limit of the runtime is reached, as Erlang's `system_limit`.
public final class SystemLimitException extends RuntimeException {

    private static final long serialVersionUID = 1;

    SystemLimitException(String message) {
        super(message);
    }
}
