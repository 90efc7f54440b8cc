package org.distributedactors.etf;

/// Bytes that are no term, are over a limit, or are another kind of term than the one that was asked for.
///
/// It is the only exception that bytes can cause in this package. The message names the tag and its place.
public final class MalformedTermException extends RuntimeException {

    public MalformedTermException(String message) {
        super(message);
    }
}
