package org.distributedactors.dist;

/// A frame that no node would send. The connection it came from cannot be trusted any further and is closed.
///
/// This is the only exception that bytes of a peer cause in this package. Its text names the operation, where one
/// is known, and the reason; it never quotes what the peer sent.
public final class MalformedFrameException extends RuntimeException {

    MalformedFrameException(String reason) {
        super(reason);
    }

    MalformedFrameException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
