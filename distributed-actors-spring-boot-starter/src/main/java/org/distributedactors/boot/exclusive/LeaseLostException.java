package org.distributedactors.boot.exclusive;

/// The store says that a lock is not ours any more.
final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLostException(RuntimeException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
