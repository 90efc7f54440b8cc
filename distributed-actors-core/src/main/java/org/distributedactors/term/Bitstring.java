package org.distributedactors.term;

/// A sequence of bits that is no whole number of bytes; a whole number is a {@link Binary}.
///
/// @param bytes the bits, in the last byte the unused low ones zero
/// @param bitsInLastByte how many bits of the last byte count, from the highest on: 1 to 7
public record Bitstring(Binary bytes, int bitsInLastByte) implements Term, Comparable<Bitstring> {

    /// @throws IllegalArgumentException when there is no byte, or not 1 to 7 bits in the last one
    public Bitstring {
        if (bytes.size() == 0 || bitsInLastByte < 1 || bitsInLastByte > 7) {
            throw new IllegalArgumentException(
                    "a bitstring has a last byte of 1 to 7 bits, not "
                            + bitsInLastByte
                            + " of "
                            + bytes.size()
                            + " bytes");
        }
        int unused = (1 << (8 - bitsInLastByte)) - 1;
        if ((bytes.byteAt(bytes.size() - 1) & unused) != 0) {
            byte[] cleared = bytes.toByteArray();
            cleared[cleared.length - 1] &= (byte) ~unused;
            bytes = Binary.wrap(cleared);
        }
    }

    @Override
    public int compareTo(Bitstring other) {
        return TermOrder.compare(this, other);
    }

    @Override
    public String toString() {
        int last = Byte.toUnsignedInt(bytes.byteAt(bytes.size() - 1)) >> (8 - bitsInLastByte);
        StringBuilder text = new StringBuilder("<<");
        if (bytes.size() > Binary.SHOWN) {
            return bytes.toString();
        }
        for (int i = 0; i < bytes.size() - 1; i++) {
            text.append(Byte.toUnsignedInt(bytes.byteAt(i))).append(',');
        }
        return text.append(last).append(':').append(bitsInLastByte).append(">>").toString();
    }
}
