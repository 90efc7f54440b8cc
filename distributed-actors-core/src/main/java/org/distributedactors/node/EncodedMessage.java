package org.distributedactors.node;

import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.process.RemoteMessage;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// A message of another node in bytes, which its receiver turns into values.
record EncodedMessage(EncodedTerm bytes, MessageCodec codec) implements RemoteMessage {

    @Override
    public Object decode(@Nullable Object protocol) {
        return codec.decode(bytes, protocol);
    }

    @Override
    public int size() {
        return bytes.size();
    }

    @Override
    public @Nullable Reference awaitedUnder() {
        return codec.awaitedUnder(bytes);
    }
}
