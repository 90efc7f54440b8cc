package org.distributedactors.dist;

import org.distributedactors.etf.TermWriter;

/// The message or exit reason behind a control message, which writes itself.
@FunctionalInterface
public interface Payload {

    /// Writes exactly one term. An exception takes the whole message back and reaches the caller of
    /// {@link OutgoingMessage#encode}.
    void writeTo(TermWriter out);
}
