package org.distributedactors.epmd;

import io.netty.buffer.ByteBuf;
import org.distributedactors.epmd.EpmdRequest.Alive2;
import org.distributedactors.epmd.EpmdRequest.Dump;
import org.distributedactors.epmd.EpmdRequest.Kill;
import org.distributedactors.epmd.EpmdRequest.Names;
import org.distributedactors.epmd.EpmdRequest.PortPlease2;
import org.distributedactors.epmd.EpmdRequest.Stop;
import org.distributedactors.term.Binary;
import org.jspecify.annotations.Nullable;

/// Requests to the port mapper as bytes, with the length in front.
///
/// ```
///   2        1     2        1          1          2         2        2      Nlen   2      Elen
/// | Length | 'x' | PortNo | NodeType | Protocol | Highest | Lowest | Nlen | Name | Elen | Extra |
/// | Length | 'z' | Name |                    to the end
/// | Length | 'n' |                           also 'd' and 'k'
/// | Length | 's' | Name |                    to the end
/// ```
///
/// Distribution Protocol, "EPMD Protocol".
public final class EpmdRequestCodec {

    /// The longest request `epmd` accepts, in bytes, with its length.
    public static final int MAX_REQUEST = 3059;

    private static final int LENGTH_BYTES = 2;
    private static final int ALIVE2_FIXED_BYTES = 12;

    private EpmdRequestCodec() {}

    /// Reads the one request of a connection.
    ///
    /// @param received all bytes that came until now; they are not touched when the request is not whole yet
    /// @return the request, or null when more bytes have to come; what came behind it is left unread
    /// @throws MalformedEpmdMessageException when it is none, or is too long
    public static @Nullable EpmdRequest decode(ByteBuf received) {
        if (received.readableBytes() < LENGTH_BYTES) {
            return null;
        }
        int length = received.getUnsignedShort(received.readerIndex());
        if (length == 0 || length + LENGTH_BYTES > MAX_REQUEST) {
            throw new MalformedEpmdMessageException("a request of " + length + " bytes");
        }
        if (received.readableBytes() < LENGTH_BYTES + length) {
            return null;
        }
        return request(received.skipBytes(LENGTH_BYTES).readSlice(length));
    }

    private static EpmdRequest request(ByteBuf body) {
        int tag = body.readUnsignedByte();
        return switch (tag) {
            case 'x' -> alive2(body);
            case 'z' -> new PortPlease2(portPleaseName(body));
            case 'n' -> alone(body, new Names());
            case 'd' -> alone(body, new Dump());
            case 'k' -> alone(body, new Kill());
            case 's' -> new Stop(Bytes.read(body, body.readableBytes()));
            default -> throw new MalformedEpmdMessageException("unknown request " + tag);
        };
    }

    private static Alive2 alive2(ByteBuf body) {
        if (body.readableBytes() <= ALIVE2_FIXED_BYTES) {
            throw new MalformedEpmdMessageException(
                    "ALIVE2_REQ with " + body.readableBytes() + " bytes");
        }
        EpmdNode node = Bytes.readNode(body);
        if (Bytes.contains(node.name(), 0)) {
            throw new MalformedEpmdMessageException("ALIVE2_REQ with a zero byte in the name");
        }
        return new Alive2(node);
    }

    /// Some clients end the name with a zero byte.
    private static Binary portPleaseName(ByteBuf body) {
        int last = body.writerIndex() - 1;
        boolean terminated = body.isReadable() && body.getByte(last) == 0;
        Binary name = Bytes.read(body, body.readableBytes() - (terminated ? 1 : 0));
        body.skipBytes(body.readableBytes());
        return name;
    }

    private static EpmdRequest alone(ByteBuf body, EpmdRequest request) {
        if (body.isReadable()) {
            throw new MalformedEpmdMessageException(
                    body.readableBytes() + " bytes in a request that is only a letter");
        }
        return request;
    }

    /// Appends a request.
    public static void encode(EpmdRequest request, ByteBuf out) {
        int start = out.writerIndex();
        out.writeShort(0);
        switch (request) {
            case Alive2(EpmdNode node) -> Bytes.writeNode(node, out.writeByte('x'));
            case PortPlease2(Binary name) -> out.writeByte('z').writeBytes(name.toByteArray());
            case Names() -> out.writeByte('n');
            case Dump() -> out.writeByte('d');
            case Kill() -> out.writeByte('k');
            case Stop(Binary name) -> out.writeByte('s').writeBytes(name.toByteArray());
        }
        out.setShort(start, out.writerIndex() - start - LENGTH_BYTES);
    }
}
