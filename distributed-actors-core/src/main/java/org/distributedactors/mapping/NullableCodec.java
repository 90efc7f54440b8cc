package org.distributedactors.mapping;

import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// A value that may be missing: null is written as an atom, and `undefined` or `nil` is read as what stands for a
/// component that did not arrive. Types with such an atom among their own values have no null.
final class NullableCodec<T> extends ValueCodec<@Nullable T> {

    private final ValueCodec<T> codec;
    private final Atom none;

    NullableCodec(ValueCodec<T> codec, Atom none) {
        this.codec = codec;
        this.none = none;
    }

    /// What reads and writes a value that is there.
    ValueCodec<T> codec() {
        return codec;
    }

    @Override
    void write(TermWriter out, @Nullable T value, int levels) {
        if (value == null && !codec.takesUndefined()) {
            out.writeAtom(none);
        } else {
            codec.write(out, present(value), levels);
        }
    }

    @Override
    @Nullable T read(TermReader in, int levels) {
        boolean missing = !codec.takesUndefined() && skippedUndefined(in);
        return missing ? codec.absent() : codec.read(in, levels);
    }

    @Override
    @Nullable T absent() {
        return codec.absent();
    }
}
