package org.distributedactors.term;

import java.util.AbstractList;
import java.util.List;

/// The terms inside of a term, in an order that does not depend on how it was put together, without a copy of them.
final class TermParts {

    private TermParts() {}

    /// Whether a term can have others inside.
    static boolean isCompound(Term term) {
        return term instanceof Tuple
                || term instanceof ListTerm
                || term instanceof MapTerm
                || term instanceof Fun
                || term instanceof NativeRecord;
    }

    /// All parts; the tail of a list is the last one.
    static List<Term> of(Term term) {
        return switch (term) {
            case Tuple tuple -> tuple.elements();
            case ListTerm list -> list.isEmpty() ? List.of() : upTo(list, list.size());
            case MapTerm map -> map.keysThenValues();
            case Fun fun -> fun.freeVariables();
            case NativeRecord record -> record.values();
            default -> List.of();
        };
    }

    /// The parts to compare with those of another term whose head is equal. Of lists these are as many elements as both
    /// have, and what follows them.
    static List<Term> comparable(Term term, Term other) {
        return term instanceof ListTerm list && other instanceof ListTerm with
                ? upTo(list, Math.min(list.size(), with.size()))
                : of(term);
    }

    /// When elements are left, what follows is a list; which one does not matter, for the other list has ended there.
    private static List<Term> upTo(ListTerm list, int common) {
        return new AbstractList<>() {
            @Override
            public Term get(int index) {
                if (index < common) {
                    return list.get(index);
                }
                return list.size() > common ? list : list.tail();
            }

            @Override
            public int size() {
                return common + 1;
            }
        };
    }
}
