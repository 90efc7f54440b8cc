package org.distributedactors.term;

import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An integer of any size. What fits a `long` is kept as one, so equality is by value however it was written.
public final class IntegerTerm implements Term, Comparable<IntegerTerm> {

    private static final int SHOWN_BITS = 4096;
    private static final int FIRST_BITS = 256;

    private static final IntegerTerm[] SMALL = new IntegerTerm[256];

    static {
        for (int i = 0; i < SMALL.length; i++) {
            SMALL[i] = new IntegerTerm(i, null);
        }
    }

    private final long value;
    private final @Nullable BigInteger big;

    private IntegerTerm(long value, @Nullable BigInteger big) {
        this.value = value;
        this.big = big;
    }

    public static IntegerTerm of(long value) {
        return value >= 0 && value < SMALL.length
                ? SMALL[(int) value]
                : new IntegerTerm(value, null);
    }

    public static IntegerTerm of(BigInteger value) {
        return value.bitLength() < Long.SIZE ? of(value.longValue()) : new IntegerTerm(0, value);
    }

    /// Whether the value fits a `long`.
    public boolean isLong() {
        return big == null;
    }

    /// The value.
    ///
    /// @throws ArithmeticException when it does not fit
    public long longValue() {
        return big == null ? value : big.longValueExact();
    }

    /// The value.
    ///
    /// @throws ArithmeticException when it does not fit
    public int intValue() {
        return Math.toIntExact(longValue());
    }

    public BigInteger bigIntegerValue() {
        return big == null ? BigInteger.valueOf(value) : big;
    }

    /// Orders by value.
    @Override
    public int compareTo(IntegerTerm other) {
        return big == null && other.big == null
                ? Long.compare(value, other.value)
                : bigIntegerValue().compareTo(other.bigIntegerValue());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntegerTerm that
                && value == that.value
                && (big == null ? that.big == null : big.equals(that.big));
    }

    @Override
    public int hashCode() {
        return big == null ? Long.hashCode(value) : big.hashCode();
    }

    /// In decimal. Of an integer of more than 4096 bits only the first 256 are shown, in base 16: the text would be long,
    /// and takes more than linear time to make.
    @Override
    public String toString() {
        if (big == null) {
            return Long.toString(value);
        }
        if (big.bitLength() <= SHOWN_BITS) {
            return big.toString();
        }
        BigInteger magnitude = big.abs();
        BigInteger first = magnitude.shiftRight(magnitude.bitLength() - FIRST_BITS);
        return (big.signum() < 0 ? "-16#" : "16#")
                + first.toString(16).toUpperCase(Locale.ROOT)
                + "...";
    }
}
