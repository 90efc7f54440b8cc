package org.distributedactors.term;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether terms are the same, Erlang's `=:=`. However deep they are, it costs heap and no stack.
final class TermEquality {

    private TermEquality() {}

    /// Whether two terms that have no parts, or whose heads are equal, have equal parts.
    static boolean sameParts(Term a, Term b) {
        ArrayDeque<Term> open = compare(TermParts.of(a), TermParts.of(b), null);
        while (open != null && !open.isEmpty()) {
            Term left = open.removeLast();
            Term right = open.removeLast();
            if (!sameHead(left, right)) {
                return false;
            }
            open = compare(TermParts.of(left), TermParts.of(right), open);
        }
        return open != null;
    }

    /// Compares what has no parts, and puts the pairs of those that have some on the stack. Null when something differs.
    private static @Nullable ArrayDeque<Term> compare(
            List<Term> left, List<Term> right, @Nullable ArrayDeque<Term> stack) {
        ArrayDeque<Term> open = stack == null ? new ArrayDeque<>(0) : stack;
        int size = left.size();
        if (size != right.size()) {
            return null;
        }
        for (int i = 0; i < size; i++) {
            Term a = left.get(i);
            Term b = right.get(i);
            if (TermParts.isCompound(a) && TermParts.isCompound(b)) {
                open.addLast(b);
                open.addLast(a);
            } else if (!a.equals(b)) {
                return null;
            }
        }
        return open;
    }

    private static boolean sameHead(Term a, Term b) {
        return switch (a) {
            case Fun fun -> b instanceof Fun other && fun.hasHeadOf(other);
            case NativeRecord record -> b instanceof NativeRecord other && record.hasHeadOf(other);
            default -> a.getClass().equals(b.getClass());
        };
    }
}
