package org.distributedactors.handshake;

/// The bytes are no message of the handshake. The only thing that bad bytes end in; the text says what was
/// expected and never repeats what came.
public final class MalformedHandshakeException extends RuntimeException {

    MalformedHandshakeException(String message) {
        super(message);
    }
}
