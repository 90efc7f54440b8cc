package org.distributedactors.process;

import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// A message of another node, still in bytes. The receiver decodes it when its turn comes, so the thread that reads
/// the network never does it, and only types that the receiver declares are ever made.
public interface RemoteMessage {

    /// The message as the receiver understands it.
    ///
    /// @param protocol what the receiver declared, opaque to the runtime; null asks for a `Term`
    /// @throws RuntimeException when the bytes are not of the protocol; the message then is a dead letter
    Object decode(@Nullable Object protocol);

    /// How many bytes it has.
    int size();

    /// The reference under which its sender watches the receiver while it waits for an answer; null when it waits for
    /// none, or that cannot be seen. Looked for only when the message is dropped.
    default @Nullable Reference awaitedUnder() {
        return null;
    }
}
