package org.distributedactors.mapping;

import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;

/// A codec that the application brought along, in the place of a built one. It may read values that contain its own
/// type again, and begins to count levels anew then; so the reader counts, too.
final class UserCodec<T> extends ValueCodec<T> {

    private final Codec<T> codec;

    UserCodec(Codec<T> codec) {
        this.codec = codec;
    }

    @Override
    void write(TermWriter out, T value, int levels) {
        codec.write(out, value);
    }

    @Override
    T read(TermReader in, int levels) {
        in.enter();
        T value = present(codec.read(in));
        in.leave();
        return value;
    }
}
