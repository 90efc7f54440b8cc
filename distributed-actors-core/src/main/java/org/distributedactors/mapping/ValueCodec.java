package org.distributedactors.mapping;

import java.util.Collection;
import org.distributedactors.etf.TermKind;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// A codec on the inside: it knows how many levels of nesting are left, and leaves naming the path of a failure
/// to whoever called it. Every {@link RuntimeException} it throws means that the value does not fit.
///
/// @param <T> the Java type
abstract class ValueCodec<T extends @Nullable Object> {

    abstract void write(TermWriter out, T value, int levels);

    abstract T read(TermReader in, int levels);

    /// What stands for a component that did not arrive.
    @Nullable T absent() {
        return null;
    }

    /// Whether `undefined` or `nil` is a value of this type itself, and so cannot mean that there is none.
    boolean takesUndefined() {
        return false;
    }

    /// Whether keys that differ here are sure to differ as terms. A peer drops the link when a key comes twice.
    boolean keepsApart(Collection<T> keys) {
        return false;
    }

    /// The levels left inside of a value that nests others.
    static int inside(int levels) {
        if (levels == 0) {
            throw new MappingException("nested too deep");
        }
        return levels - 1;
    }

    static <V> V present(@Nullable V value) {
        if (value == null) {
            throw new MappingException("null");
        }
        return value;
    }

    static boolean isUndefined(Atom atom) {
        return atom.equals(Atom.UNDEFINED) || atom.equals(Atom.NIL);
    }

    /// Reads `undefined` or `nil` if that is what comes next, and nothing otherwise.
    static boolean skippedUndefined(TermReader in) {
        if (in.peek() != TermKind.ATOM) {
            return false;
        }
        TermReader.Mark start = in.mark();
        if (isUndefined(in.readAtom())) {
            return true;
        }
        in.reset(start);
        return false;
    }
}
