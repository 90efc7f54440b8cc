package org.distributedactors.dist;

import org.distributedactors.etf.TermWriter;

/// The message or exit reason behind a control message, which is turned to bytes only when its frame is written.
@FunctionalInterface
public interface Payload {

    /// Writes exactly one term. An exception takes the whole frame back and reaches the caller of
    /// {@link FrameEncoder#encode}.
    void writeTo(TermWriter out);
}
