package org.distributedactors.pg;

/// What arrived at a scope is none of the messages of `pg`.
final class MalformedPgMessageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MalformedPgMessageException(String message) {
        super(message);
    }
}
