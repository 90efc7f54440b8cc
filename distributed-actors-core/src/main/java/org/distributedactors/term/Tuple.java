package org.distributedactors.term;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A fixed number of terms. Elements are counted from 0, as everywhere in Java.
public final class Tuple implements Term {

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

    public List<Term> elements() {
        return List.of(elements);
    }

    /// Whether this is a tuple of `arity` elements of which the first is the atom `tag`.
    public boolean isTagged(Atom tag, int arity) {
        return elements.length == arity && arity > 0 && tag.equals(elements[0]);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Tuple that && Arrays.equals(elements, that.elements));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(elements);
    }

    @Override
    public String toString() {
        return Stream.of(elements).map(Term::toString).collect(Collectors.joining(",", "{", "}"));
    }
}
