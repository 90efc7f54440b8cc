package org.distributedactors.etf;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.distributedactors.term.IntegerTerm;

/// Integers and floats in all forms. An integer written longer than needed is the same integer.
final class NumberDecoder {

    /// FLOAT_EXT: text as of `%.20e` in C, filled up with zero bytes.
    private static final int FLOAT_TEXT_BYTES = 31;

    private static final Pattern FLOAT_TEXT =
            Pattern.compile("[+-]?[0-9]+\\.[0-9]+(?:[eE][+-]?[0-9]+)?");

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(Long.SIZE);

    private NumberDecoder() {}

    /// The integer whose tag was read last.
    static IntegerTerm integer(Input in, int tag, TermLimits limits) {
        return switch (tag) {
            case Tags.SMALL_INTEGER_EXT -> IntegerTerm.of(in.u8());
            case Tags.INTEGER_EXT -> IntegerTerm.of(in.i32());
            default -> big(in, tag, limits);
        };
    }

    /// The same, when it fits 64 bits.
    static long longValue(Input in, int tag, TermLimits limits) {
        return switch (tag) {
            case Tags.SMALL_INTEGER_EXT -> in.u8();
            case Tags.INTEGER_EXT -> in.i32();
            default -> bigLong(in, tag, limits);
        };
    }

    private static long bigLong(Input in, int tag, TermLimits limits) {
        int length = bigLength(in, tag, limits);
        boolean negative = in.u8() != 0;
        long magnitude = length > Long.BYTES ? -1 : in.littleEndian(length);
        if (magnitude < 0) {
            return unusualLong(in, length, negative, magnitude);
        }
        return negative ? -magnitude : magnitude;
    }

    /// The least long, and longs that were written with more bytes than they need.
    private static long unusualLong(Input in, int length, boolean negative, long magnitude) {
        IntegerTerm value =
                length > Long.BYTES ? longBig(in, length, negative) : of(magnitude, negative);
        if (!value.isLong()) {
            throw in.malformed("an integer of 64 bits was expected");
        }
        return value.longValue();
    }

    /// External Term Format, SMALL_BIG_EXT and LARGE_BIG_EXT: n, Sign, n bytes of the magnitude, the lowest first.
    private static IntegerTerm big(Input in, int tag, TermLimits limits) {
        int length = bigLength(in, tag, limits);
        boolean negative = in.u8() != 0;
        return length > Long.BYTES
                ? longBig(in, length, negative)
                : of(in.littleEndian(length), negative);
    }

    private static IntegerTerm longBig(Input in, int length, boolean negative) {
        return IntegerTerm.of(new BigInteger(negative ? -1 : 1, reversed(in.bytes(length))));
    }

    private static IntegerTerm of(long magnitude, boolean negative) {
        if (magnitude >= 0) {
            return IntegerTerm.of(negative ? -magnitude : magnitude);
        }
        BigInteger unsigned = BigInteger.valueOf(magnitude).add(TWO_TO_64);
        return IntegerTerm.of(negative ? unsigned.negate() : unsigned);
    }

    private static int bigLength(Input in, int tag, TermLimits limits) {
        long length =
                switch (tag) {
                    case Tags.SMALL_BIG_EXT -> in.u8();
                    case Tags.LARGE_BIG_EXT -> in.u32();
                    default -> throw in.malformed("an integer was expected");
                };
        if (length > limits.integerBytes()) {
            throw in.malformed(
                    "an integer of " + length + " bytes, at most " + limits.integerBytes());
        }
        return (int) length;
    }

    private static byte[] reversed(byte[] bytes) {
        for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
            byte low = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = low;
        }
        return bytes;
    }

    static double floating(Input in, int tag) {
        double value =
                switch (tag) {
                    case Tags.NEW_FLOAT_EXT -> Double.longBitsToDouble(in.i64());
                    case Tags.FLOAT_EXT -> floatText(in);
                    default -> throw in.malformed("a float was expected");
                };
        if (!Double.isFinite(value)) {
            throw in.malformed("a float that is " + value);
        }
        return value;
    }

    private static double floatText(Input in) {
        String text = new String(in.bytes(FLOAT_TEXT_BYTES), StandardCharsets.ISO_8859_1);
        int end = text.indexOf(0);
        String number = end < 0 ? text : text.substring(0, end);
        if (!FLOAT_TEXT.matcher(number).matches()) {
            throw in.malformed("a float that is no decimal number");
        }
        return Double.parseDouble(number);
    }
}
