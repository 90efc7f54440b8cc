package org.distributedactors.term;

/// A float: 64 bits IEEE 754, never infinite and never NaN.
public record FloatTerm(double value) implements Term, Comparable<FloatTerm> {

    /// @throws IllegalArgumentException when the value is infinite or not a number, which Erlang does not have
    public FloatTerm {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("Erlang has no float " + value);
        }
    }

    @Override
    public int compareTo(FloatTerm other) {
        return TermOrder.compare(this, other);
    }

    @Override
    public String toString() {
        return Double.toString(value);
    }
}
