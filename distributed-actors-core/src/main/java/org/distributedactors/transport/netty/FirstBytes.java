package org.distributedactors.transport.netty;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Says what a peer speaks that does not speak the handshake. It is told by its first bytes, where a message of the
/// handshake has its length; the bytes themselves are never repeated.
final class FirstBytes {

    private static final int LOOK = 5;
    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_MAJOR = 3;
    private static final List<String> HTTP =
            List.of("GET ", "POST", "HEAD", "PUT ", "OPTI", "PRI ", "HTTP");

    private FirstBytes() {}

    /// @param bytes what the peer said; they are not touched
    static String describe(ByteBuf bytes) {
        if (isTls(bytes)) {
            return "it speaks TLS, and this node does not (set distributed-actors.ssl.bundle here, or start the other without TLS)";
        }
        return isHttp(bytes) ? "it speaks HTTP" : "its first bytes are no handshake";
    }

    private static boolean isTls(ByteBuf bytes) {
        int start = bytes.readerIndex();
        if (bytes.readableBytes() < 2 || bytes.getUnsignedByte(start + 1) != TLS_MAJOR) {
            return false;
        }
        int type = bytes.getUnsignedByte(start);
        return type == TLS_HANDSHAKE || type == TLS_ALERT;
    }

    private static boolean isHttp(ByteBuf bytes) {
        int length = Math.min(LOOK - 1, bytes.readableBytes());
        String text = bytes.toString(bytes.readerIndex(), length, StandardCharsets.US_ASCII);
        return length >= 2 && HTTP.stream().anyMatch(word -> word.startsWith(text));
    }
}
