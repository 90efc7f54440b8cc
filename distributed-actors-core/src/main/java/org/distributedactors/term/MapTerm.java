package org.distributedactors.term;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A map from terms to terms. The order of its entries has no meaning; it is kept as it was given.
public final class MapTerm implements Term {

    public static final MapTerm EMPTY = new MapTerm(Map.of());

    private final Map<Term, Term> entries;

    /// The hash code once it was asked for, or 0. Maps that are keys of maps that are keys would else be hashed again
    /// at each level. A race only computes it twice.
    private int hash;

    private MapTerm(Map<Term, Term> entries) {
        this.entries = entries;
    }

    public static MapTerm of(Map<? extends Term, ? extends Term> entries) {
        return entries.isEmpty()
                ? EMPTY
                : new MapTerm(Collections.unmodifiableMap(new LinkedHashMap<>(entries)));
    }

    /// A map of these entries themselves. The caller gives the map away and never writes to it again.
    public static MapTerm wrap(Map<Term, Term> entries) {
        return entries.isEmpty() ? EMPTY : new MapTerm(Collections.unmodifiableMap(entries));
    }

    public int size() {
        return entries.size();
    }

    /// The value under this key, or null.
    public @Nullable Term get(Term key) {
        return entries.get(key);
    }

    /// The entries, unmodifiable.
    public Map<Term, Term> entries() {
        return entries;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof MapTerm that && entries.equals(that.entries));
    }

    @Override
    public int hashCode() {
        int known = hash;
        if (known == 0) {
            known = entries.hashCode();
            hash = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + " => " + entry.getValue())
                .collect(Collectors.joining(",", "#{", "}"));
    }
}
