package org.distributedactors.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import java.util.function.Function;
import org.distributedactors.handshake.Admission;
import org.distributedactors.handshake.Challenges;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.handshake.DistributionFlags;
import org.distributedactors.handshake.DynamicNames;
import org.distributedactors.handshake.HandshakeCodec;
import org.distributedactors.handshake.HandshakeMessage;
import org.distributedactors.handshake.HandshakeStep;
import org.distributedactors.handshake.IncomingHandshake;
import org.distributedactors.handshake.LocalNode;
import org.distributedactors.handshake.MalformedHandshakeException;
import org.distributedactors.handshake.OutgoingHandshake;
import org.distributedactors.term.NodeName;

/// Any messages on both sides of a handshake, by somebody who does not know the cookie: it never completes, and no exception
/// but that of the codec is seen. The first byte says what the node answers when it is asked; the rest are messages, each with
/// its length of one byte in front.
public final class HandshakeTarget {

    private static final LocalNode US =
            new LocalNode(NodeName.of("us@vm"), 3, DistributionFlags.OURS);
    private static final Cookie COOKIE = Cookie.of("nobody-knows-this-cookie");

    private HandshakeTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        Admission admission = Admission.values()[(data[0] & 0x7F) % Admission.values().length];
        Challenges challenges = new Challenges(new Random(1));
        IncomingHandshake incoming =
                new IncomingHandshake(US, COOKIE, challenges, new DynamicNames(new Random(2)));
        play(
                data,
                HandshakeCodec::decodeFromInitiator,
                message -> {
                    HandshakeStep step = incoming.receive(message);
                    return step instanceof HandshakeStep.AskAdmission
                            ? incoming.decide(admission)
                            : step;
                });
        OutgoingHandshake outgoing =
                new OutgoingHandshake(US, NodeName.of("a@vm"), COOKIE, challenges);
        outgoing.start();
        play(
                data,
                HandshakeCodec::decodeFromAcceptor,
                message -> {
                    HandshakeStep step = outgoing.receive(message);
                    return step instanceof HandshakeStep.AskAlive
                            ? outgoing.answerAlive(data[0] < 0)
                            : step;
                });
    }

    private static void play(
            byte[] data,
            Function<ByteBuf, HandshakeMessage> decoder,
            Function<HandshakeMessage, HandshakeStep> side) {
        ByteBuf in = Unpooled.wrappedBuffer(data, 1, data.length - 1);
        while (in.isReadable()) {
            ByteBuf body = in.readSlice(Math.min(in.readUnsignedByte(), in.readableBytes()));
            try {
                HandshakeMessage message = decoder.apply(body);
                writes(message);
                HandshakeStep step = side.apply(message);
                if (step instanceof HandshakeStep.Complete) {
                    throw new AssertionError("completed without the cookie");
                }
            } catch (MalformedHandshakeException refused) {
                return;
            }
        }
    }

    private static void writes(HandshakeMessage message) {
        HandshakeCodec.encode(message, Unpooled.buffer());
    }
}
