package org.distributedactors.etf;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// A term whose head was read and whose parts are still coming. Open terms form the stack of the decoder.
abstract sealed class OpenTerm {

    Term[] parts;
    int filled;
    @Nullable OpenTerm outer;

    private OpenTerm(int parts) {
        this.parts = new Term[parts];
    }

    /// Whether nothing is missing.
    boolean isComplete() {
        return filled == parts.length;
    }

    /// Takes the next part.
    void add(Term part) {
        parts[filled++] = part;
    }

    /// The finished term.
    abstract Term close(Input in);

    static final class OpenTuple extends OpenTerm {

        OpenTuple(int arity) {
            super(arity);
        }

        @Override
        Term close(Input in) {
            return Tuple.wrap(parts);
        }
    }

    /// A list. When its tail is a list again, that list's elements are its own further elements.
    static final class OpenList extends OpenTerm {

        private int length;
        private @Nullable Term tail;

        OpenList(int length) {
            super(length);
            this.length = length;
        }

        @Override
        boolean isComplete() {
            return tail != null;
        }

        boolean isAtTail() {
            return filled == length;
        }

        /// Makes room for `more` elements in place of the tail. The room doubles, so that many short pieces stay cheap.
        void lengthen(int more) {
            length += more;
            if (length > parts.length) {
                parts = Arrays.copyOf(parts, Math.max(length, parts.length * 2));
            }
        }

        @Override
        void add(Term part) {
            if (filled < length) {
                parts[filled++] = part;
            } else {
                tail = part;
            }
        }

        @Override
        Term close(Input in) {
            Term[] elements = length == parts.length ? parts : Arrays.copyOf(parts, length);
            if (tail == null || (tail instanceof ListTerm rest && rest.isEmpty())) {
                return ListTerm.wrap(elements);
            }
            return ListTerm.withTail(elements, tail);
        }
    }

    static final class OpenMap extends OpenTerm {

        OpenMap(int size) {
            super(2 * size);
        }

        @Override
        Term close(Input in) {
            MapTerm map = MapTerm.wrap(parts);
            if (map == null) {
                throw in.malformed("a map with the same key twice");
            }
            return map;
        }
    }

    /// A fun or a native record: what came before its parts is kept by the function that finishes it.
    static final class OpenWithHead extends OpenTerm {

        private final Function<List<Term>, Term> finish;

        OpenWithHead(int parts, Function<List<Term>, Term> finish) {
            super(parts);
            this.finish = finish;
        }

        @Override
        Term close(Input in) {
            return finish.apply(Arrays.asList(parts));
        }
    }
}
