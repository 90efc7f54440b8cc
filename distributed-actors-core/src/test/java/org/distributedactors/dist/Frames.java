package org.distributedactors.dist;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// Frames as the tests write them down.
final class Frames {

    private Frames() {}

    /// Bytes from hex digits and spaces; what stands in quotes is taken as its UTF-8 bytes.
    static ByteBuf hex(String text) {
        ByteBuf bytes = Unpooled.buffer();
        String[] parts = text.split("\"", -1);
        for (int i = 0; i < parts.length; i++) {
            bytes.writeBytes(
                    i % 2 == 1
                            ? parts[i].getBytes(StandardCharsets.UTF_8)
                            : HexFormat.of().parseHex(parts[i].replaceAll("\\s", "")));
        }
        return bytes;
    }

    /// A frame with an empty header and this tuple as its control message.
    static ByteBuf control(Term... elements) {
        return withTerms("83 44 00", Tuple.of(elements));
    }

    /// The bytes of `start` with these terms behind them.
    static ByteBuf withTerms(String start, Term... terms) {
        ByteBuf frame = hex(start);
        TermWriter writer = new TermWriter(frame);
        for (Term term : terms) {
            writer.writeTerm(term);
        }
        return frame;
    }

    /// What the encoder makes of this message: the frames one by one, without their lengths.
    static List<ByteBuf> encode(FrameEncoder encoder, ControlMessage control, Payload payload) {
        ByteBuf out = Unpooled.buffer();
        encode(encoder, control, payload, out);
        return split(out);
    }

    /// Appends all frames of this message, with their lengths.
    static void encode(FrameEncoder encoder, ControlMessage control, Payload payload, ByteBuf out) {
        OutgoingMessage message = new OutgoingMessage();
        message.encode(control, payload, encoder.form());
        if (!encoder.isCut(message)) {
            encoder.write(message, out);
            return;
        }
        Fragments rest = encoder.begin(message, out);
        while (!rest.isDone()) {
            rest.writeNext(out);
        }
    }

    static List<ByteBuf> split(ByteBuf out) {
        List<ByteBuf> frames = new ArrayList<>();
        while (out.isReadable()) {
            frames.add(out.readRetainedSlice(out.readInt()));
        }
        return frames;
    }

    static Payload payload(Term term) {
        return out -> out.writeTerm(term);
    }

    static Term payloadOf(DistributionMessage message) {
        return message.payload().decode(TermLimits.defaults());
    }

    static FrameDecoder decoder() {
        return new FrameDecoder(FrameLimits.defaults());
    }
}
