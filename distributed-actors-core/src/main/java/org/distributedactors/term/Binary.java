package org.distributedactors.term;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// A sequence of bytes. Elixir's strings, and `String` here, are binaries of UTF-8.
public final class Binary implements Term, Comparable<Binary> {

    public static final Binary EMPTY = new Binary(new byte[0]);

    static final int SHOWN = 64;

    private final byte[] bytes;

    private Binary(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A binary of a copy of these bytes.
    public static Binary of(byte... bytes) {
        return bytes.length == 0 ? EMPTY : new Binary(bytes.clone());
    }

    /// A binary of these bytes themselves. The caller gives the array away and never writes to it again.
    public static Binary wrap(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Binary(bytes);
    }

    /// A binary of the text's UTF-8.
    public static Binary utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public int size() {
        return bytes.length;
    }

    public byte byteAt(int index) {
        return bytes[index];
    }

    /// A copy of the bytes.
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /// Copies all bytes to `target`, from `offset` on.
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    /// Copies all bytes to `target`, at its position.
    public void copyTo(ByteBuffer target) {
        target.put(bytes);
    }

    /// Copies `length` bytes from the index `from` on to `target`, at its position.
    public void copyTo(int from, int length, ByteBuffer target) {
        target.put(bytes, from, length);
    }

    /// The bytes read as UTF-8; what is not UTF-8 becomes the replacement character.
    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// Orders by the bytes taken as unsigned. It also keeps maps fast whose keys were chosen to have the same hash.
    @Override
    public int compareTo(Binary other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    /// Compares the first bytes, as many as both have at least, taken as unsigned.
    int compareBytes(Binary other, int count) {
        return Arrays.compareUnsigned(bytes, 0, count, other.bytes, 0, count);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Binary that && Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        if (isPrintable()) {
            String text =
                    new String(
                            bytes,
                            0,
                            Math.min(bytes.length, TermText.MOST_CHARACTERS),
                            StandardCharsets.UTF_8);
            String end = bytes.length > TermText.MOST_CHARACTERS ? "\"...>>" : "\">>";
            return "<<\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + end;
        }
        int shown = Math.min(bytes.length, SHOWN);
        String hex = HexFormat.ofDelimiter(",").withPrefix("16#").formatHex(bytes, 0, shown);
        return "<<" + hex + (shown < bytes.length ? ",..." : "") + ">>";
    }

    private boolean isPrintable() {
        if (bytes.length == 0) {
            return false;
        }
        for (byte b : bytes) {
            if (b < ' ' || b == 127) {
                return false;
            }
        }
        return true;
    }
}
