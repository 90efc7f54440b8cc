package org.distributedactors.epmd;

/// The bytes are no message of the port mapper. The only thing that bad bytes end in; the text says what was
/// expected and never repeats what came.
public final class MalformedEpmdMessageException extends RuntimeException {

    MalformedEpmdMessageException(String message) {
        super(message);
    }
}
