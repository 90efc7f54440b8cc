package org.distributedactors.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.dist.FrameDecoder;
import org.distributedactors.dist.FrameLimits;
import org.distributedactors.dist.MalformedFrameException;
import org.distributedactors.etf.MalformedTermException;

/// Any frames of one connection, with its atom cache and its fragments; each has a length of one byte in front. The first bad
/// one ends it by the one exception, and the payload of each message is a term or none.
public final class FramesTarget {

    private static final FrameLimits LIMITS =
            new FrameLimits(4096, 2048, 4, EtfDecodeTarget.LIMITS);

    private FramesTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        FrameDecoder decoder = new FrameDecoder(LIMITS);
        ByteBuf in = Unpooled.wrappedBuffer(data);
        while (in.isReadable()) {
            int length = Math.min(in.readUnsignedByte(), in.readableBytes());
            ByteBuf frame = in.readSlice(length);
            try {
                DistributionMessage message = decoder.decode(frame);
                if (message != null && message.payload() != null) {
                    read(message);
                }
            } catch (MalformedFrameException refused) {
                return;
            }
        }
    }

    private static void read(DistributionMessage message) {
        try {
            message.payload().decode(EtfDecodeTarget.LIMITS);
        } catch (MalformedTermException refused) {
            // A bad message costs itself alone.
        }
    }
}
