package org.distributedactors.mapping;

import java.util.Collection;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;

/// Integers of up to 64 bits, each Java type within its own bounds.
final class IntegerCodec<T> extends ValueCodec<T> {

    static final IntegerCodec<Byte> BYTE =
            new IntegerCodec<>(
                    "byte", Byte.MIN_VALUE, Byte.MAX_VALUE, Byte::longValue, v -> (byte) v);
    static final IntegerCodec<Short> SHORT =
            new IntegerCodec<>(
                    "short", Short.MIN_VALUE, Short.MAX_VALUE, Short::longValue, v -> (short) v);
    static final IntegerCodec<Character> CHARACTER =
            new IntegerCodec<>(
                    "char", Character.MIN_VALUE, Character.MAX_VALUE, v -> v, v -> (char) v);
    static final IntegerCodec<Integer> INTEGER =
            new IntegerCodec<>(
                    "int", Integer.MIN_VALUE, Integer.MAX_VALUE, Integer::longValue, v -> (int) v);
    static final IntegerCodec<Long> LONG =
            new IntegerCodec<>("long", Long.MIN_VALUE, Long.MAX_VALUE, Long::longValue, v -> v);

    private final String type;
    private final long min;
    private final long max;
    private final ToLongFunction<T> unbox;
    private final LongFunction<T> box;

    private IntegerCodec(
            String type, long min, long max, ToLongFunction<T> unbox, LongFunction<T> box) {
        this.type = type;
        this.min = min;
        this.max = max;
        this.unbox = unbox;
        this.box = box;
    }

    long readLong(TermReader in) {
        long value = in.readLong();
        if (value < min || value > max) {
            throw new MappingException("the integer does not fit in a " + type);
        }
        return value;
    }

    @Override
    boolean keepsApart(Collection<T> keys) {
        return true;
    }

    @Override
    void write(TermWriter out, T value, int levels) {
        out.writeLong(unbox.applyAsLong(value));
    }

    @Override
    T read(TermReader in, int levels) {
        return box.apply(readLong(in));
    }
}
