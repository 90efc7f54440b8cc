package org.distributedactors.dist;

import io.netty.buffer.ByteBuf;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.etf.TermReader;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// Frames of one connection to messages. It must see every frame, in the order of arrival, because headers change
/// the atom cache.
///
/// All the forms that {@link FrameFormat} draws are understood, whatever was negotiated. The control message is decoded
/// here; what follows it is copied, together with the atoms it refers to, and decoded by whoever it is for. Bytes
/// behind a control message that nothing should follow are ignored, as Erlang does.
///
/// Not safe for use by several threads. After a {@link MalformedFrameException} the connection must be closed: the
/// cache is then no longer that of the peer.
public final class FrameDecoder {

    private static final Atom[] NO_ATOMS = {};
    private static final byte[] NO_BYTES = {};

    private final AtomCache atomCache = new AtomCache();
    private final SendSenderReader sendSender = new SendSenderReader();
    private final FragmentAssembler fragments;
    private final FrameLimits limits;

    public FrameDecoder(FrameLimits limits) {
        this.limits = limits;
        this.fragments = new FragmentAssembler(limits);
    }

    /// Decodes one frame.
    ///
    /// @param in the frame without its length field; read to its end, neither kept nor released
    /// @return nothing for a tick (a frame of no bytes) and for a fragment that does not complete its message
    /// @throws MalformedFrameException when no node would send such a frame, or one of the limits is passed
    public @Nullable DistributionMessage decode(ByteBuf in) {
        int length = in.readableBytes();
        if (length == 0) {
            return null;
        }
        if (length > limits.frameBytes()) {
            throw new MalformedFrameException(
                    "a frame of more than " + limits.frameBytes() + " bytes");
        }
        int first = FrameBytes.readByte(in);
        if (first == FrameFormat.PASS_THROUGH) {
            return passThrough(in);
        }
        if (first != FrameFormat.VERSION) {
            throw new MalformedFrameException("a frame that begins with " + first);
        }
        int form = FrameBytes.readByte(in);
        return switch (form) {
            case FrameFormat.HEADER -> wholeMessage(in);
            case FrameFormat.FIRST_FRAGMENT -> firstFragment(in);
            case FrameFormat.NEXT_FRAGMENT -> nextFragment(in);
            default -> throw new MalformedFrameException("a frame that begins with 131, " + form);
        };
    }

    private DistributionMessage wholeMessage(ByteBuf in) {
        Atom[] atoms = atomCache.readHeader(in);
        ControlMessage usual = sendSender.read(in, atoms);
        ControlMessage control = usual == null ? readControl(in, atoms) : usual;
        return message(control, rest(control, in), atoms);
    }

    private @Nullable DistributionMessage firstFragment(ByteBuf in) {
        int length = in.readableBytes();
        long sequence = FrameBytes.readLong(in);
        long fragment = FrameBytes.readLong(in);
        fragments.requireStart(sequence, fragment);
        if (fragment == 1) {
            return wholeMessage(in);
        }
        Atom[] atoms = atomCache.readHeader(in);
        ControlMessage control = readControl(in, atoms);
        int headBytes = length - in.readableBytes();
        fragments.start(
                sequence,
                new PartialMessage(control, atoms, fragment, headBytes, in, fragments.trusted()));
        return null;
    }

    private @Nullable DistributionMessage nextFragment(ByteBuf in) {
        long sequence = FrameBytes.readLong(in);
        long fragment = FrameBytes.readLong(in);
        PartialMessage complete = fragments.next(sequence, fragment, in);
        return complete == null
                ? null
                : message(complete.control(), complete.bytes(), complete.atoms());
    }

    private DistributionMessage passThrough(ByteBuf in) {
        requireVersion(in);
        ControlMessage control = readControl(in, NO_ATOMS);
        if (control instanceof ControlMessage.WithPayload) {
            requireVersion(in);
        }
        return message(control, rest(control, in), NO_ATOMS);
    }

    private static void requireVersion(ByteBuf in) {
        if (FrameBytes.readByte(in) != FrameFormat.VERSION) {
            throw new MalformedFrameException("a term without 131 in a frame without a header");
        }
    }

    private ControlMessage readControl(ByteBuf in, Atom[] atoms) {
        return ControlMessageCodec.read(new TermReader(in, atoms, limits.terms()));
    }

    /// What follows a control message, or nothing where it is of no interest.
    private static byte[] rest(ControlMessage control, ByteBuf in) {
        if (control instanceof ControlMessage.WithPayload) {
            return FrameBytes.readBytes(in, in.readableBytes());
        }
        in.skipBytes(in.readableBytes());
        return NO_BYTES;
    }

    private static DistributionMessage message(
            ControlMessage control, byte[] payload, Atom[] atoms) {
        if (!(control instanceof ControlMessage.WithPayload)) {
            return new DistributionMessage(control, null);
        }
        if (payload.length == 0 || (payload[0] & 0xFF) == FrameFormat.VERSION) {
            throw new MalformedFrameException(
                    control.getClass().getSimpleName()
                            + (payload.length == 0
                                    ? ": no message follows"
                                    : ": a stray 131 before its message"));
        }
        return new DistributionMessage(control, new EncodedTerm(payload, atoms));
    }
}
