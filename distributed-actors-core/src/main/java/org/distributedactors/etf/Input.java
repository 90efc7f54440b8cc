package org.distributedactors.etf;

import io.netty.buffer.ByteBuf;

/// The bytes of a term, read from front to back. Every read compares with the bytes left first, so that bytes cannot
/// cause an exception of the buffer; and it remembers the last tag, so that a complaint can name it.
final class Input {

    private final ByteBuf in;
    private final int start;
    private int tag = -1;
    private int tagIndex;

    Input(ByteBuf in) {
        this.in = in;
        this.start = in.readerIndex();
        this.tagIndex = start;
    }

    int remaining() {
        return in.readableBytes();
    }

    int index() {
        return in.readerIndex();
    }

    void moveTo(int index) {
        in.readerIndex(index);
    }

    /// The next byte as a tag, to be named if what follows is malformed.
    int tag() {
        tagIndex = in.readerIndex();
        tag = -1;
        need(1);
        tag = in.readUnsignedByte();
        return tag;
    }

    int u8() {
        need(1);
        return in.readUnsignedByte();
    }

    int u16() {
        need(2);
        return in.readUnsignedShort();
    }

    int i32() {
        need(4);
        return in.readInt();
    }

    long u32() {
        need(4);
        return in.readUnsignedInt();
    }

    long i64() {
        need(8);
        return in.readLong();
    }

    byte[] bytes(int length) {
        need(length);
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }

    void skip(long length) {
        need(length);
        in.skipBytes((int) length);
    }

    /// The byte this far after the next one, without moving.
    int peekU8(int ahead) {
        need(ahead + 1L);
        return in.getUnsignedByte(in.readerIndex() + ahead);
    }

    /// The four bytes this far after the next one, without moving.
    long peekU32(int ahead) {
        need(ahead + 4L);
        return in.getUnsignedInt(in.readerIndex() + ahead);
    }

    void need(long length) {
        if (length > in.readableBytes()) {
            throw malformed(length + " bytes wanted, " + in.readableBytes() + " left");
        }
    }

    MalformedTermException malformed(String reason) {
        String what = tag < 0 ? "term" : "tag " + tag;
        return new MalformedTermException(what + " at byte " + (tagIndex - start) + ": " + reason);
    }
}
