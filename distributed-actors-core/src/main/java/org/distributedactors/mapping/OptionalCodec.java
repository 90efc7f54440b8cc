package org.distributedactors.mapping;

import java.util.Optional;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;

/// The value itself, or an atom that says there is none.
final class OptionalCodec<T> extends ValueCodec<Optional<T>> {

    private final ValueCodec<T> codec;
    private final Atom none;

    OptionalCodec(ValueCodec<T> codec, Atom none) {
        this.codec = codec;
        this.none = none;
    }

    @Override
    void write(TermWriter out, Optional<T> value, int levels) {
        if (value.isPresent()) {
            codec.write(out, value.get(), levels);
        } else {
            out.writeAtom(none);
        }
    }

    @Override
    Optional<T> read(TermReader in, int levels) {
        return skippedUndefined(in) ? Optional.empty() : Optional.of(codec.read(in, levels));
    }

    @Override
    Optional<T> absent() {
        return Optional.empty();
    }

    @Override
    boolean takesUndefined() {
        return true;
    }
}
