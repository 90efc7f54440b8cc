package org.distributedactors.term;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A list of terms, proper or improper (`[a|b]`). Erlang's strings are lists of code points.
public final class ListTerm implements Term, Comparable<ListTerm> {

    /// The empty list, `[]`. It is no atom, and not Elixir's `nil`.
    public static final ListTerm EMPTY = new ListTerm(new Term[0], null);

    private final Term[] elements;
    private final @Nullable Term tail;

    private ListTerm(Term[] elements, @Nullable Term tail) {
        this.elements = elements;
        this.tail = tail;
    }

    public static ListTerm of(Term... elements) {
        return elements.length == 0 ? EMPTY : new ListTerm(elements.clone(), null);
    }

    public static ListTerm of(Collection<? extends Term> elements) {
        return elements.isEmpty() ? EMPTY : new ListTerm(elements.toArray(new Term[0]), null);
    }

    /// A list of this array itself. The caller gives the array away and never writes to it again.
    public static ListTerm wrap(Term[] elements) {
        return elements.length == 0 ? EMPTY : new ListTerm(elements, null);
    }

    /// The list that begins with `elements` and goes on with `tail`. A tail that is a list is joined on, so the
    /// same list is equal however it was put together.
    ///
    /// @throws IllegalArgumentException when there are no elements before a tail that is no list
    public static ListTerm withTail(Term[] elements, Term tail) {
        if (tail instanceof ListTerm rest) {
            Term[] all = Arrays.copyOf(elements, elements.length + rest.elements.length);
            System.arraycopy(rest.elements, 0, all, elements.length, rest.elements.length);
            return all.length == 0 ? EMPTY : new ListTerm(all, rest.tail);
        }
        if (elements.length == 0) {
            throw new IllegalArgumentException(
                    "an improper list has at least one element before its tail");
        }
        return new ListTerm(elements.clone(), tail);
    }

    /// The list of the text's code points: what Erlang calls a string.
    public static ListTerm string(String text) {
        return wrap(text.codePoints().mapToObj(IntegerTerm::of).toArray(Term[]::new));
    }

    public int size() {
        return elements.length;
    }

    public boolean isEmpty() {
        return elements.length == 0;
    }

    /// Whether the list ends in `[]`.
    public boolean isProper() {
        return tail == null;
    }

    /// What follows the last element; `[]` for a proper list.
    public Term tail() {
        return tail == null ? EMPTY : tail;
    }

    /// The element at this place, counted from 0.
    public Term get(int index) {
        return elements[index];
    }

    /// The elements, without the tail, unmodifiable.
    public List<Term> elements() {
        return Collections.unmodifiableList(Arrays.asList(elements));
    }

    /// The text whose code points the elements are.
    ///
    /// @throws IllegalArgumentException when the list is improper or has something that is no code point
    public String asString() {
        StringBuilder text = new StringBuilder(elements.length);
        for (Term element : elements) {
            if (!isProper() || !isCodePoint(element)) {
                throw new IllegalArgumentException("not a string: " + this);
            }
            text.appendCodePoint(((IntegerTerm) element).intValue());
        }
        return text.toString();
    }

    private static boolean isCodePoint(Term term) {
        return term instanceof IntegerTerm i
                && i.isLong()
                && i.longValue() >= 0
                && i.longValue() <= Character.MAX_CODE_POINT;
    }

    boolean isPrintable() {
        return tail == null
                && elements.length > 0
                && IntStream.range(0, elements.length)
                        .allMatch(i ->
                                isCodePoint(elements[i])
                                        && ((IntegerTerm) elements[i]).longValue() >= ' '
                                        && ((IntegerTerm) elements[i]).longValue() < 127);
    }

    /// Orders element by element; what is a beginning of the other comes first.
    @Override
    public int compareTo(ListTerm other) {
        return TermOrder.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof ListTerm that
                        && elements.length == that.elements.length
                        && TermEquality.sameParts(this, that));
    }

    @Override
    public int hashCode() {
        return TermHash.of(this);
    }

    @Override
    public String toString() {
        return isPrintable()
                ? "\"" + TermText.cut(asString()).replace("\\", "\\\\").replace("\"", "\\\"") + "\""
                : TermText.of(this);
    }
}
