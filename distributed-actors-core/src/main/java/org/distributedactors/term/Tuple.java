package org.distributedactors.term;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// A fixed number of terms. Elements are counted from 0, as everywhere in Java.
public final class Tuple implements Term, Comparable<Tuple> {

    public static final Tuple EMPTY = new Tuple(new Term[0]);

    private final Term[] elements;

    private Tuple(Term[] elements) {
        this.elements = elements;
    }

    public static Tuple of(Term... elements) {
        return elements.length == 0 ? EMPTY : new Tuple(elements.clone());
    }

    /// A tuple of this array itself. The caller gives the array away and never writes to it again.
    public static Tuple wrap(Term[] elements) {
        return elements.length == 0 ? EMPTY : new Tuple(elements);
    }

    public int arity() {
        return elements.length;
    }

    /// The element at this place, counted from 0.
    public Term get(int index) {
        return elements[index];
    }

    /// The elements, unmodifiable.
    public List<Term> elements() {
        return Collections.unmodifiableList(Arrays.asList(elements));
    }

    /// Whether this is a tuple of `arity` elements of which the first is the atom `tag`.
    public boolean isTagged(Atom tag, int arity) {
        return elements.length == arity && arity > 0 && tag.equals(elements[0]);
    }

    /// As {@link #isTagged(Atom, int)}, with the name of the atom: for a `when` in a `switch` over messages.
    public boolean isTagged(String tag, int arity) {
        return elements.length == arity
                && arity > 0
                && elements[0] instanceof Atom atom
                && atom.is(tag);
    }

    /// Orders by size, then element by element.
    @Override
    public int compareTo(Tuple other) {
        return TermOrder.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Tuple that
                        && elements.length == that.elements.length
                        && TermEquality.sameParts(this, that));
    }

    @Override
    public int hashCode() {
        return TermHash.of(this);
    }

    @Override
    public String toString() {
        return TermText.of(this);
    }
}
