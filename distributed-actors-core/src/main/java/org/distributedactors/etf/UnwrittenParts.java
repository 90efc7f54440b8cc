package org.distributedactors.etf;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// The parts of a term that the writer has begun and not finished. They form the writer's stack.
abstract sealed class UnwrittenParts {

    private final @Nullable UnwrittenParts outer;

    private UnwrittenParts(@Nullable UnwrittenParts outer) {
        this.outer = outer;
    }

    /// What is to be written after these.
    @Nullable UnwrittenParts outer() {
        return outer;
    }

    /// The next part, or null when all are written.
    abstract @Nullable Term next(TermWriter writer);

    static final class OfTuple extends UnwrittenParts {

        private final Tuple tuple;
        private int index;

        OfTuple(Tuple tuple, @Nullable UnwrittenParts outer) {
            super(outer);
            this.tuple = tuple;
        }

        @Override
        @Nullable Term next(TermWriter writer) {
            return index < tuple.arity() ? tuple.get(index++) : null;
        }
    }

    /// The elements and then the tail, which is `[]` for a proper list.
    static final class OfListTerm extends UnwrittenParts {

        private final ListTerm list;
        private int index;

        OfListTerm(ListTerm list, @Nullable UnwrittenParts outer) {
            super(outer);
            this.list = list;
        }

        @Override
        @Nullable Term next(TermWriter writer) {
            int place = index++;
            if (place < list.size()) {
                return list.get(place);
            }
            return place == list.size() ? list.tail() : null;
        }
    }

    static final class OfMap extends UnwrittenParts {

        private final Iterator<Map.Entry<Term, Term>> entries;
        private @Nullable Term value;

        OfMap(MapTerm map, @Nullable UnwrittenParts outer) {
            super(outer);
            this.entries = map.entries().entrySet().iterator();
        }

        @Override
        @Nullable Term next(TermWriter writer) {
            Term pending = value;
            if (pending != null) {
                value = null;
                return pending;
            }
            if (!entries.hasNext()) {
                return null;
            }
            Map.Entry<Term, Term> entry = entries.next();
            value = entry.getValue();
            return entry.getKey();
        }
    }

    static final class OfList extends UnwrittenParts {

        private final Iterator<Term> parts;

        OfList(List<Term> parts, @Nullable UnwrittenParts outer) {
            super(outer);
            this.parts = parts.iterator();
        }

        @Override
        @Nullable Term next(TermWriter writer) {
            return parts.hasNext() ? parts.next() : null;
        }
    }

    /// The free variables of a fun, behind which its size is known.
    static final class OfFun extends UnwrittenParts {

        private final Iterator<Term> freeVariables;
        private final int sizeIndex;

        OfFun(List<Term> freeVariables, int sizeIndex, @Nullable UnwrittenParts outer) {
            super(outer);
            this.freeVariables = freeVariables.iterator();
            this.sizeIndex = sizeIndex;
        }

        @Override
        @Nullable Term next(TermWriter writer) {
            if (freeVariables.hasNext()) {
                return freeVariables.next();
            }
            writer.endFun(sizeIndex);
            return null;
        }
    }
}
