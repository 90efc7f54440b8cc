package org.distributedactors.transport;

/// A connection whose handshake has not ended.
public interface Attempt {

    /// Gives it up and closes its socket. The listener hears `failed` unless it has heard the end already.
    void abort();
}
