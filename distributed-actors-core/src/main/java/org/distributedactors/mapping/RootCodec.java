package org.distributedactors.mapping;

import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.jspecify.annotations.Nullable;

/// What the outside sees of a codec: all levels are left, and every failure is a {@link MappingException}.
final class RootCodec<T extends @Nullable Object> implements Codec<T> {

    private final String name;
    private final ValueCodec<T> codec;
    private final int levels;

    /// @param name where paths begin when the codec gives them no beginning itself
    RootCodec(String name, ValueCodec<T> codec, int levels) {
        this.name = name;
        this.codec = codec;
        this.levels = levels;
    }

    @Override
    public void write(TermWriter out, T value) {
        try {
            codec.write(out, value, levels);
        } catch (RuntimeException failure) {
            throw MappingException.in(name, failure);
        }
    }

    @Override
    public T read(TermReader in) {
        try {
            return codec.read(in, levels);
        } catch (RuntimeException failure) {
            throw MappingException.in(name, failure);
        }
    }

    @Override
    public String toString() {
        return "Codec<" + name + ">";
    }
}
