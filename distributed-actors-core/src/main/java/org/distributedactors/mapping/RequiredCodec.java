package org.distributedactors.mapping;

import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;

/// A value that must not be null, said in so many words.
final class RequiredCodec<T> extends ValueCodec<T> {

    private final ValueCodec<T> codec;

    RequiredCodec(ValueCodec<T> codec) {
        this.codec = codec;
    }

    @Override
    void write(TermWriter out, T value, int levels) {
        codec.write(out, present(value), levels);
    }

    @Override
    T read(TermReader in, int levels) {
        return codec.read(in, levels);
    }
}
