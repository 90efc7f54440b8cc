package org.distributedactors.global;

/// A term that is none of `global`'s messages. It says what was expected, and nothing of what was sent.
final class MalformedGlobalMessageException extends RuntimeException {

    MalformedGlobalMessageException(String message) {
        super(message);
    }
}
