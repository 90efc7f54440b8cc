package org.distributedactors.etf;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The bytes of a term, read from front to back. Every read compares with the bytes left first, so that bytes cannot
/// cause another exception; and it remembers the last tag, so that a complaint can name it.
///
/// Bytes in an array, as the payloads of messages are, have a way of their own that costs a fraction of a buffer's.
abstract sealed class Input permits ArrayInput, BufferInput {

    private final int start;
    private int tag = -1;
    private int tagIndex;

    Input(int start) {
        this.start = start;
        this.tagIndex = start;
    }

    /// Begins anew, with other bytes. Only an array's input does.
    void restart(byte[] bytes) {
        throw new IllegalStateException("not of an array");
    }

    /// Forgets the last tag.
    final void forgetTag() {
        tag = -1;
        tagIndex = start;
    }

    abstract int remaining();

    abstract int index();

    abstract void moveTo(int index);

    abstract int u8();

    abstract int u16();

    abstract int i32();

    abstract long i64();

    abstract byte[] bytes(int length);

    abstract void skip(long length);

    /// The byte this far after the next one, without moving.
    abstract int peekU8(int ahead);

    /// The four bytes this far after the next one, without moving.
    abstract long peekU32(int ahead);

    /// So many bytes as an unsigned number, the lowest first; at most eight.
    abstract long littleEndian(int length);

    /// Whether the next bytes are these. It does not move.
    abstract boolean startsWith(byte[] bytes);

    /// So many bytes as text, which must be UTF-8.
    String utf8(int length) {
        byte[] bytes = bytes(length);
        return utf8(bytes, 0, length);
    }

    /// What is not UTF-8 becomes U+FFFD. Only a text with that character is worth a second, strict look.
    final String utf8(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            requireUtf8(bytes, offset, length);
        }
        return text;
    }

    private void requireUtf8(byte[] bytes, int offset, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
        } catch (CharacterCodingException e) {
            throw malformed("bytes that are not UTF-8");
        }
    }

    /// Takes INTEGER_EXT for INTEGER_EXT as long as nothing else comes.
    ///
    /// @return where in `into` the first one goes that was not taken
    int integers(int[] into, int from) {
        return from;
    }

    final long u32() {
        return Integer.toUnsignedLong(i32());
    }

    /// The next byte as a tag, to be named if what follows is malformed.
    final int tag() {
        tagIndex = index();
        tag = -1;
        tag = u8();
        return tag;
    }

    final void need(long length) {
        if (length > remaining()) {
            throw tooShort(length);
        }
    }

    final MalformedTermException tooShort(long wanted) {
        return malformed(wanted + " bytes wanted, " + remaining() + " left");
    }

    final MalformedTermException malformed(String reason) {
        String what = tag < 0 ? "term" : "tag " + tag;
        return new MalformedTermException(what + " at byte " + (tagIndex - start) + ": " + reason);
    }
}
