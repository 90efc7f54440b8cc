package org.distributedactors.node;

/// A peer sent a signal that it may not send. Its connection ends.
class InvalidSignalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidSignalException(String message) {
        super(message, null, false, false);
    }
}
