package org.distributedactors.etf;

import io.netty.buffer.ByteBuf;

/// The readable bytes of a buffer, whose reader index moves along.
final class BufferInput extends Input {

    private final ByteBuf in;

    BufferInput(ByteBuf in) {
        super(in.readerIndex());
        this.in = in;
    }

    @Override
    int remaining() {
        return in.readableBytes();
    }

    @Override
    int index() {
        return in.readerIndex();
    }

    @Override
    void moveTo(int index) {
        in.readerIndex(index);
    }

    @Override
    int u8() {
        need(1);
        return in.readUnsignedByte();
    }

    @Override
    int u16() {
        need(2);
        return in.readUnsignedShort();
    }

    @Override
    int i32() {
        need(4);
        return in.readInt();
    }

    @Override
    long i64() {
        need(8);
        return in.readLong();
    }

    @Override
    byte[] bytes(int length) {
        need(length);
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }

    @Override
    void skip(long length) {
        need(length);
        in.skipBytes((int) length);
    }

    @Override
    int peekU8(int ahead) {
        need(ahead + 1L);
        return in.getUnsignedByte(in.readerIndex() + ahead);
    }

    @Override
    long peekU32(int ahead) {
        need(ahead + 4L);
        return in.getUnsignedInt(in.readerIndex() + ahead);
    }

    @Override
    long littleEndian(int length) {
        need(length);
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (long) in.readUnsignedByte() << (i * Byte.SIZE);
        }
        return value;
    }

    @Override
    boolean startsWith(byte[] bytes) {
        if (in.readableBytes() < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (in.getByte(in.readerIndex() + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
