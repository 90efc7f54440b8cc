package org.distributedactors.term;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A map from terms to terms. The order of its entries has no meaning; it is kept as it was given.
///
/// Keys are found by the order of terms and not by hash codes, so keys that were chosen to have the same hash code are
/// found as fast as others.
public final class MapTerm implements Term, Comparable<MapTerm> {

    public static final MapTerm EMPTY = new MapTerm(new Term[0]);

    /// Up to here keys are compared one by one.
    private static final int FEW = 8;

    /// Keys and values in turn, as they were given.
    private final Term[] given;

    /// All keys in order, and then their values; made when first needed. Of keys with parts, or of more than a few, from
    /// the beginning: so comparing maps whose keys are maps never has to sort while it sorts.
    private volatile Term @Nullable [] sorted;

    /// The hash code once it was asked for. A race only computes it twice.
    private int hash;

    private MapTerm(Term[] given) {
        this.given = given;
    }

    public static MapTerm of(Map<? extends Term, ? extends Term> entries) {
        Term[] given = new Term[2 * entries.size()];
        int at = 0;
        for (Map.Entry<? extends Term, ? extends Term> entry : entries.entrySet()) {
            given[at++] = entry.getKey();
            given[at++] = entry.getValue();
        }
        MapTerm map = wrap(given);
        if (map == null) {
            throw new IllegalArgumentException("a key comes twice");
        }
        return map;
    }

    /// As {@link #of(Map)}.
    public static MapTerm wrap(Map<Term, Term> entries) {
        return of(entries);
    }

    /// The map of one entry.
    public static MapTerm of(Term key, Term value) {
        return new MapTerm(new Term[] {key, value});
    }

    /// The map of two entries.
    ///
    /// @throws IllegalArgumentException when the keys are equal
    public static MapTerm of(Term key1, Term value1, Term key2, Term value2) {
        if (key1.equals(key2)) {
            throw new IllegalArgumentException("a key comes twice");
        }
        return new MapTerm(new Term[] {key1, value1, key2, value2});
    }

    /// A map of these keys and values in turn. The caller gives the array away and never writes to it again.
    ///
    /// @return null when a key comes twice
    public static @Nullable MapTerm wrap(Term[] keysAndValues) {
        if (keysAndValues.length == 0) {
            return EMPTY;
        }
        MapTerm map = new MapTerm(keysAndValues);
        return map.hasDistinctKeys() ? map : null;
    }

    private boolean hasDistinctKeys() {
        boolean areFewAndFlat = given.length <= 2 * FEW;
        for (int i = 0; i < given.length && areFewAndFlat; i += 2) {
            areFewAndFlat = !TermParts.isCompound(given[i]);
        }
        return areFewAndFlat ? areApart() : areApart(sorted());
    }

    private boolean areApart() {
        for (int i = 2; i < given.length; i += 2) {
            for (int j = 0; j < i; j += 2) {
                if (given[i].equals(given[j])) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean areApart(Term[] ordered) {
        for (int i = 1; i < size(); i++) {
            if (ordered[i - 1].equals(ordered[i])) {
                return false;
            }
        }
        return true;
    }

    private Term[] sorted() {
        Term[] known = sorted;
        if (known == null) {
            known = sort();
            sorted = known;
        }
        return known;
    }

    private Term[] sort() {
        Integer[] places = new Integer[size()];
        Arrays.setAll(places, i -> 2 * i);
        Arrays.sort(places, (i, j) -> TermOrder.OF_KEYS.compare(given[i], given[j]));
        Term[] result = new Term[given.length];
        for (int i = 0; i < places.length; i++) {
            result[i] = given[places[i]];
            result[places.length + i] = given[places[i] + 1];
        }
        return result;
    }

    public int size() {
        return given.length / 2;
    }

    /// The value under this key, or null.
    public @Nullable Term get(Term key) {
        return size() <= FEW ? findAmongFew(key) : find(sorted(), key);
    }

    /// The value under the atom of this name, or null.
    public @Nullable Term get(String key) {
        return get(Atom.of(key));
    }

    private @Nullable Term findAmongFew(Term key) {
        for (int i = 0; i < given.length; i += 2) {
            if (given[i].equals(key)) {
                return given[i + 1];
            }
        }
        return null;
    }

    private @Nullable Term find(Term[] ordered, Term key) {
        int place = Arrays.binarySearch(ordered, 0, size(), key, TermOrder.OF_KEYS);
        return place < 0 ? null : ordered[size() + place];
    }

    /// The entries, unmodifiable.
    public Map<Term, Term> entries() {
        return new Entries();
    }

    /// Keys and values in turn, in the order they were given.
    List<Term> keysAndValues() {
        return Arrays.asList(given);
    }

    /// All keys in order, and then their values.
    List<Term> keysThenValues() {
        return Arrays.asList(sorted());
    }

    boolean isHashed() {
        return hash != 0;
    }

    void hashed(int code) {
        hash = code;
    }

    /// Orders by size, then by keys, then by values.
    @Override
    public int compareTo(MapTerm other) {
        return TermOrder.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof MapTerm that
                        && given.length == that.given.length
                        && TermEquality.sameParts(this, that));
    }

    @Override
    public int hashCode() {
        return isHashed() ? hash : TermHash.of(this);
    }

    @Override
    public String toString() {
        return TermText.of(this);
    }

    /// The entries as Java's map.
    private final class Entries extends AbstractMap<Term, Term> {

        @Override
        public Set<Entry<Term, Term>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<Term, Term>> iterator() {
                    return entryList().iterator();
                }

                @Override
                public int size() {
                    return MapTerm.this.size();
                }
            };
        }

        private List<Entry<Term, Term>> entryList() {
            return new AbstractList<>() {
                @Override
                public Entry<Term, Term> get(int index) {
                    return Map.entry(given[2 * index], given[2 * index + 1]);
                }

                @Override
                public int size() {
                    return MapTerm.this.size();
                }
            };
        }

        @Override
        public @Nullable Term get(Object key) {
            return key instanceof Term term ? MapTerm.this.get(term) : null;
        }

        @Override
        public boolean containsKey(Object key) {
            return get(key) != null;
        }
    }
}
