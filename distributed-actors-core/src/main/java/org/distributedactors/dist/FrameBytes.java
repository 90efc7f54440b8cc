package org.distributedactors.dist;

import io.netty.buffer.ByteBuf;

/// Reads from a frame that may end anywhere. The checks are our own, since those of the buffer can be switched off
/// for the whole JVM.
final class FrameBytes {

    private FrameBytes() {}

    static int readByte(ByteBuf in) {
        require(in, Byte.BYTES);
        return in.readUnsignedByte();
    }

    static int readShort(ByteBuf in) {
        require(in, Short.BYTES);
        return in.readUnsignedShort();
    }

    static long readLong(ByteBuf in) {
        require(in, Long.BYTES);
        return in.readLong();
    }

    static byte[] readBytes(ByteBuf in, int count) {
        require(in, count);
        byte[] bytes = new byte[count];
        in.readBytes(bytes);
        return bytes;
    }

    /// Steps over so many bytes.
    ///
    /// @return where they begin
    static int skip(ByteBuf in, int count) {
        require(in, count);
        int start = in.readerIndex();
        in.skipBytes(count);
        return start;
    }

    private static void require(ByteBuf in, int count) {
        if (in.readableBytes() < count) {
            throw new MalformedFrameException("a frame that ends too early");
        }
    }
}
