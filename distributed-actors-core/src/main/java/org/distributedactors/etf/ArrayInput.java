package org.distributedactors.etf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// All bytes of an array.
final class ArrayInput extends Input {

    private static final VarHandle SHORT = view(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = view(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = view(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle REVERSED = view(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int INTEGER_BYTES = 1 + Integer.BYTES;

    private byte[] bytes;
    private int index;

    ArrayInput(byte[] bytes) {
        super(0);
        this.bytes = bytes;
    }

    @Override
    void restart(byte[] newBytes) {
        bytes = newBytes;
        index = 0;
        forgetTag();
    }

    private static VarHandle view(Class<?> type, ByteOrder order) {
        return MethodHandles.byteArrayViewVarHandle(type, order);
    }

    @Override
    int remaining() {
        return bytes.length - index;
    }

    @Override
    int index() {
        return index;
    }

    @Override
    void moveTo(int newIndex) {
        index = newIndex;
    }

    /// Moves on and returns where the bytes begin.
    private int take(int length) {
        int at = index;
        if (length > bytes.length - at) {
            throw tooShort(length);
        }
        index = at + length;
        return at;
    }

    @Override
    int u8() {
        return bytes[take(1)] & 0xFF;
    }

    @Override
    int u16() {
        return (short) SHORT.get(bytes, take(2)) & 0xFFFF;
    }

    @Override
    int i32() {
        return (int) INT.get(bytes, take(4));
    }

    @Override
    long i64() {
        return (long) LONG.get(bytes, take(8));
    }

    @Override
    byte[] bytes(int length) {
        int at = take(length);
        return Arrays.copyOfRange(bytes, at, at + length);
    }

    @Override
    String utf8(int length) {
        return utf8(bytes, take(length), length);
    }

    @Override
    void skip(long length) {
        need(length);
        index += (int) length;
    }

    @Override
    int peekU8(int ahead) {
        need(ahead + 1L);
        return bytes[index + ahead] & 0xFF;
    }

    @Override
    long peekU32(int ahead) {
        need(ahead + 4L);
        return Integer.toUnsignedLong((int) INT.get(bytes, index + ahead));
    }

    @Override
    long littleEndian(int length) {
        int at = take(length);
        if (length == 0) {
            return 0;
        }
        if (bytes.length - at >= Long.BYTES) {
            long value = (long) REVERSED.get(bytes, at);
            return value & -1L >>> (Long.BYTES - length) * Byte.SIZE;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (bytes[at + i] & 0xFFL) << (i * Byte.SIZE);
        }
        return value;
    }

    @Override
    boolean startsWith(byte[] other) {
        return other.length <= bytes.length - index
                && Arrays.equals(bytes, index, index + other.length, other, 0, other.length);
    }

    @Override
    int integers(int[] into, int from) {
        int at = index;
        int next = from;
        while (next < into.length
                && bytes.length - at >= INTEGER_BYTES
                && bytes[at] == Tags.INTEGER_EXT) {
            into[next++] = (int) INT.get(bytes, at + 1);
            at += INTEGER_BYTES;
        }
        index = at;
        return next;
    }
}
