package org.distributedactors.handshake;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.distributedactors.handshake.HandshakeMessage.Answer;
import org.distributedactors.handshake.HandshakeMessage.Challenge;
import org.distributedactors.handshake.HandshakeMessage.ChallengeAck;
import org.distributedactors.handshake.HandshakeMessage.ChallengeReply;
import org.distributedactors.handshake.HandshakeMessage.Complement;
import org.distributedactors.handshake.HandshakeMessage.Named;
import org.distributedactors.handshake.HandshakeMessage.OldSendName;
import org.distributedactors.handshake.HandshakeMessage.SendName;
import org.distributedactors.handshake.HandshakeMessage.Status;

/// The messages of the handshake as bytes, without the length in front, which belongs to the socket (two
/// bytes on plain TCP, four inside TLS).
///
/// ```
///                     1     8       4           4          2      Nlen
/// send_name         | 'N' | Flags | Creation             | Nlen | Name | ... |
/// challenge         | 'N' | Flags | Challenge | Creation | Nlen | Name | ... |
///                     1     2         4       to the end
/// old send_name     | 'n' | Version | Flags | Name |
///                     1     to the end
/// status            | 's' | "ok", "ok_simultaneous", "nok", "not_allowed", "alive", "true" or "false" |
///                     1     6          2      Nlen   4
/// status named      | 's' | "named:" | Nlen | Name | Creation | ... |
///                     1     4           4
/// complement        | 'c' | FlagsHigh | Creation |
///                     1     4           16
/// challenge_reply   | 'r' | Challenge | Digest |
///                     1     16
/// challenge_ack     | 'a' | Digest |
/// ```
///
/// Distribution Protocol, "Distribution Handshake". Where `...` stands, later versions may say more, and it is
/// passed over. `N` means two things, so the reader has to know which side speaks.
public final class HandshakeCodec {

    /// The longest body that is accepted, in bytes. The longest that is of use has less than 300.
    public static final int MAX_BODY = 1024;

    private static final int MAX_NAME = 255;
    private static final int OLD_VERSION = 5;
    private static final String NAMED = "named:";

    private HandshakeCodec() {}

    /// Reads what the side that dialled says.
    ///
    /// @param body the whole message, which is read to its end
    /// @throws MalformedHandshakeException when it is none
    public static HandshakeMessage decodeFromInitiator(ByteBuf body) {
        return switch (tag(body)) {
            case 'N' -> sendName(body);
            case 'n' -> oldSendName(body);
            case 's' -> status(body);
            case 'c' -> complement(body);
            case 'r' -> challengeReply(body);
            default -> throw new MalformedHandshakeException("unknown tag from the dialling side");
        };
    }

    /// Reads what the side that was dialled says.
    ///
    /// @param body the whole message, which is read to its end
    /// @throws MalformedHandshakeException when it is none
    public static HandshakeMessage decodeFromAcceptor(ByteBuf body) {
        return switch (tag(body)) {
            case 'N' -> challenge(body);
            case 's' -> status(body);
            case 'a' -> challengeAck(body);
            default -> throw new MalformedHandshakeException("unknown tag from the dialled side");
        };
    }

    private static int tag(ByteBuf body) {
        if (body.readableBytes() > MAX_BODY) {
            throw new MalformedHandshakeException(
                    "a message of " + body.readableBytes() + " bytes, limit " + MAX_BODY);
        }
        atLeast(body, 1, "message");
        return body.readUnsignedByte();
    }

    private static SendName sendName(ByteBuf body) {
        atLeast(body, 14, "send_name");
        DistributionFlags flags = new DistributionFlags(body.readLong());
        int creation = body.readInt();
        return new SendName(flags, creation, lastName(body));
    }

    private static OldSendName oldSendName(ByteBuf body) {
        atLeast(body, 6, "old send_name");
        body.skipBytes(2);
        DistributionFlags flags = new DistributionFlags(body.readUnsignedInt());
        return new OldSendName(flags, name(body, body.readableBytes()));
    }

    private static Challenge challenge(ByteBuf body) {
        atLeast(body, 18, "challenge");
        DistributionFlags flags = new DistributionFlags(body.readLong());
        int challenge = body.readInt();
        int creation = body.readInt();
        return new Challenge(flags, challenge, creation, lastName(body));
    }

    private static Status status(ByteBuf body) {
        String text = text(body, body.readableBytes());
        if (text.startsWith(NAMED)) {
            body.readerIndex(body.writerIndex() - text.length() + NAMED.length());
            return named(body);
        }
        for (Answer answer : Answer.values()) {
            if (answer.text().equals(text)) {
                return answer;
            }
        }
        throw new MalformedHandshakeException("unknown status");
    }

    private static Named named(ByteBuf body) {
        atLeast(body, 2, "status named");
        String name = name(body, body.readUnsignedShort());
        atLeast(body, 4, "status named");
        int creation = body.readInt();
        passOverRest(body);
        return new Named(name, creation);
    }

    private static Complement complement(ByteBuf body) {
        exactly(body, 8, "complement");
        return new Complement(body.readInt(), body.readInt());
    }

    private static ChallengeReply challengeReply(ByteBuf body) {
        exactly(body, 4 + Digest.LENGTH, "challenge_reply");
        return new ChallengeReply(body.readInt(), digest(body));
    }

    private static ChallengeAck challengeAck(ByteBuf body) {
        exactly(body, Digest.LENGTH, "challenge_ack");
        return new ChallengeAck(digest(body));
    }

    private static Digest digest(ByteBuf body) {
        byte[] bytes = new byte[Digest.LENGTH];
        body.readBytes(bytes);
        return Digest.of(bytes);
    }

    private static String lastName(ByteBuf body) {
        String name = name(body, body.readUnsignedShort());
        passOverRest(body);
        return name;
    }

    private static String name(ByteBuf body, int length) {
        if (length < 1 || length > MAX_NAME) {
            throw new MalformedHandshakeException(
                    "a name of " + length + " bytes, expected 1 to " + MAX_NAME);
        }
        atLeast(body, length, "name");
        return text(body, length);
    }

    private static String text(ByteBuf body, int length) {
        return body.readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
    }

    private static void passOverRest(ByteBuf body) {
        body.skipBytes(body.readableBytes());
    }

    private static void atLeast(ByteBuf body, int bytes, String what) {
        if (body.readableBytes() < bytes) {
            throw new MalformedHandshakeException(
                    what + " is cut short: " + body.readableBytes() + " bytes left of " + bytes);
        }
    }

    private static void exactly(ByteBuf body, int bytes, String what) {
        if (body.readableBytes() != bytes) {
            throw new MalformedHandshakeException(
                    what + " has " + body.readableBytes() + " bytes, expected " + bytes);
        }
    }

    /// Appends the body of a message.
    public static void encode(HandshakeMessage message, ByteBuf out) {
        switch (message) {
            case SendName(var flags, int creation, String name) -> {
                out.writeByte('N').writeLong(flags.bits()).writeInt(creation);
                writeName(name, out);
            }
            case OldSendName(var flags, String name) -> {
                out.writeByte('n').writeShort(OLD_VERSION).writeInt((int) flags.bits());
                writeText(name, out);
            }
            case Answer answer -> writeText(answer.text(), out.writeByte('s'));
            case Named(String name, int creation) -> {
                writeText(NAMED, out.writeByte('s'));
                writeName(name, out);
                out.writeInt(creation);
            }
            case Challenge(var flags, int challenge, int creation, String name) -> {
                out.writeByte('N').writeLong(flags.bits()).writeInt(challenge).writeInt(creation);
                writeName(name, out);
            }
            case Complement(int flagsHigh, int creation) ->
                    out.writeByte('c').writeInt(flagsHigh).writeInt(creation);
            case ChallengeReply(int challenge, Digest digest) ->
                    out.writeByte('r').writeInt(challenge).writeBytes(digest.toByteArray());
            case ChallengeAck(Digest digest) -> out.writeByte('a').writeBytes(digest.toByteArray());
        }
    }

    private static void writeName(String name, ByteBuf out) {
        writeText(name, out.writeShort(name.length()));
    }

    private static void writeText(String text, ByteBuf out) {
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }
}
