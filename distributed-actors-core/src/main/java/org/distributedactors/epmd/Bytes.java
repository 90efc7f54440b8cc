package org.distributedactors.epmd;

import io.netty.buffer.ByteBuf;
import org.distributedactors.term.Binary;

/// The parts that requests and responses have in common.
final class Bytes {

    private Bytes() {}

    static Binary read(ByteBuf in, int length) {
        if (length > in.readableBytes()) {
            throw new MalformedEpmdMessageException(
                    "a field of " + length + " bytes where " + in.readableBytes() + " are left");
        }
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return Binary.wrap(bytes);
    }

    /// From the port up to the extra bytes, which must be the last.
    static EpmdNode readNode(ByteBuf in) {
        need(in, 10);
        int port = in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int protocol = in.readUnsignedByte();
        int highest = in.readUnsignedShort();
        int lowest = in.readUnsignedShort();
        Binary name = read(in, in.readUnsignedShort());
        need(in, 2);
        Binary extra = read(in, in.readUnsignedShort());
        if (in.isReadable()) {
            throw new MalformedEpmdMessageException(
                    in.readableBytes() + " bytes behind the extra bytes of a node");
        }
        return new EpmdNode(name, port, type, protocol, highest, lowest, extra);
    }

    static void need(ByteBuf in, int bytes) {
        if (in.readableBytes() < bytes) {
            throw new MalformedEpmdMessageException(
                    "cut short: " + in.readableBytes() + " bytes left of " + bytes);
        }
    }

    static void writeNode(EpmdNode node, ByteBuf out) {
        out.writeShort(node.port()).writeByte(node.type()).writeByte(node.protocol());
        out.writeShort(node.highestVersion()).writeShort(node.lowestVersion());
        out.writeShort(node.name().size()).writeBytes(node.name().toByteArray());
        out.writeShort(node.extra().size()).writeBytes(node.extra().toByteArray());
    }

    static boolean contains(Binary bytes, int value) {
        for (int i = 0; i < bytes.size(); i++) {
            if (bytes.byteAt(i) == value) {
                return true;
            }
        }
        return false;
    }
}
