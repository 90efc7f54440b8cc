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

    private final Input in;
    private final int mostBytes;

    NumberDecoder(Input in, int mostBytes) {
        this.in = in;
        this.mostBytes = mostBytes;
    }

    IntegerTerm integer(int tag) {
        return switch (tag) {
            case Tags.SMALL_INTEGER_EXT -> IntegerTerm.of(in.u8());
            case Tags.INTEGER_EXT -> IntegerTerm.of(in.i32());
            default -> big(tag);
        };
    }

    long longValue(int tag) {
        return switch (tag) {
            case Tags.SMALL_INTEGER_EXT -> in.u8();
            case Tags.INTEGER_EXT -> in.i32();
            default -> {
                IntegerTerm value = big(tag);
                if (!value.isLong()) {
                    throw in.malformed("an integer of 64 bits was expected");
                }
                yield value.longValue();
            }
        };
    }

    /// External Term Format, SMALL_BIG_EXT and LARGE_BIG_EXT: n, Sign, n bytes of the magnitude, the lowest first.
    private IntegerTerm big(int tag) {
        int length = bigLength(tag);
        boolean negative = in.u8() != 0;
        if (length > Long.BYTES) {
            return IntegerTerm.of(new BigInteger(negative ? -1 : 1, reversed(in.bytes(length))));
        }
        long magnitude = 0;
        for (int i = 0; i < length; i++) {
            magnitude |= (long) in.u8() << (i * Byte.SIZE);
        }
        if (magnitude >= 0) {
            return IntegerTerm.of(negative ? -magnitude : magnitude);
        }
        BigInteger unsigned = BigInteger.valueOf(magnitude).add(TWO_TO_64);
        return IntegerTerm.of(negative ? unsigned.negate() : unsigned);
    }

    private int bigLength(int tag) {
        long length =
                switch (tag) {
                    case Tags.SMALL_BIG_EXT -> in.u8();
                    case Tags.LARGE_BIG_EXT -> in.u32();
                    default -> throw in.malformed("an integer was expected");
                };
        if (length > mostBytes) {
            throw in.malformed("an integer of " + length + " bytes, at most " + mostBytes);
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

    double floating(int tag) {
        double value =
                switch (tag) {
                    case Tags.NEW_FLOAT_EXT -> Double.longBitsToDouble(in.i64());
                    case Tags.FLOAT_EXT -> floatText();
                    default -> throw in.malformed("a float was expected");
                };
        if (!Double.isFinite(value)) {
            throw in.malformed("a float that is " + value);
        }
        return value;
    }

    private double floatText() {
        String text = new String(in.bytes(FLOAT_TEXT_BYTES), StandardCharsets.ISO_8859_1);
        int end = text.indexOf(0);
        String number = end < 0 ? text : text.substring(0, end);
        if (!FLOAT_TEXT.matcher(number).matches()) {
            throw in.malformed("a float that is no decimal number");
        }
        return Double.parseDouble(number);
    }
}
