package org.distributedactors.mapping;

import java.util.Collection;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;

/// Terms as they are, of the whole family or of one member.
final class TermCodec<T extends Term> extends ValueCodec<T> {

    private final Class<T> type;

    TermCodec(Class<T> type) {
        this.type = type;
    }

    @Override
    void write(TermWriter out, T value, int levels) {
        out.writeTerm(value);
    }

    @Override
    T read(TermReader in, int levels) {
        Term term = in.readTerm();
        if (!type.isInstance(term)) {
            throw new MappingException(
                    "expected "
                            + type.getSimpleName()
                            + ", found "
                            + term.getClass().getSimpleName());
        }
        return type.cast(term);
    }

    @Override
    boolean keepsApart(Collection<T> keys) {
        return true;
    }

    @Override
    boolean takesUndefined() {
        return type.isAssignableFrom(Atom.class);
    }
}
