package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.dist.ControlMessages.ALIAS;
import static org.distributedactors.dist.ControlMessages.FROM;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the bytes are: a message, nothing yet, or a {@link MalformedFrameException}.
class DamagedFrameTest {

    private static final int RANDOM_FRAMES = 20_000;

    /// Each good frame is shown to a decoder that has the slots of these filled.
    private static final String WITH_HEADER =
            """
            83 44 04 8f dc 00 dc 04 "b@vm" 05 00 "" 78 03 "rex" 08 10 "features_request"
            68 04 61 06 58 52 00 00000036 00000000 00000065 52 01 52 02
            68 02 58 52 00 00000036 00000000 00000065 52 03
            """;

    private static final String FRAGMENT =
            """
            83 45 0000000000000007 0000000000000002 02 88 01 07 0004 "b@vm" 08 0000
            68 03 61 02 52 01 58 52 00 00000036 00000000 00000065 6d 00000003
            """;

    static Stream<byte[]> goodFrames() {
        List<ByteBuf> frames = new ArrayList<>();
        for (ControlMessage message : ControlMessages.ALL) {
            boolean hasPayload = message instanceof ControlMessage.WithPayload;
            Payload payload = hasPayload ? Frames.payload(Tuple.of(FROM, ALIAS)) : null;
            frames.addAll(Frames.encode(new FrameEncoder(FrameForm.FRAGMENTS), message, payload));
            frames.addAll(
                    Frames.encode(new FrameEncoder(FrameForm.PASS_THROUGH), message, payload));
        }
        frames.add(Frames.hex(WITH_HEADER));
        frames.add(Frames.hex(FRAGMENT));
        return frames.stream().map(DamagedFrameTest::bytes);
    }

    @ParameterizedTest
    @MethodSource("goodFrames")
    void cutAnywhereItEndsInNoOtherException(byte[] frame) {
        for (int length = 0; length < frame.length; length++) {
            decode(Frames.decoder(), Unpooled.wrappedBuffer(frame, 0, length));
        }
    }

    @ParameterizedTest
    @MethodSource("goodFrames")
    void withAnyBitFlippedItEndsInNoOtherException(byte[] frame) {
        for (int bit = 0; bit < frame.length * Byte.SIZE; bit++) {
            byte[] damaged = frame.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            decode(Frames.decoder(), Unpooled.wrappedBuffer(damaged));
        }
    }

    @Test
    void randomBytesBehindAGoodStartEndInNoOtherException() {
        Random random = new Random(4711);
        byte[][] starts = {
            {}, {(byte) 131, 68}, {(byte) 131, 69}, {(byte) 131, 70}, {112, (byte) 131}
        };
        FrameDecoder decoder = Frames.decoder();
        for (int i = 0; i < RANDOM_FRAMES; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            decode(decoder, Unpooled.wrappedBuffer(starts[i % starts.length], bytes));
        }
    }

    @Test
    void aCutFrameNeverMakesAControlMessageThatWasNotSent() {
        byte[] frame = bytes(Frames.hex(WITH_HEADER));
        DistributionMessage whole = Frames.decoder().decode(Unpooled.wrappedBuffer(frame));
        for (int length = 1; length < frame.length; length++) {
            DistributionMessage cut =
                    decode(Frames.decoder(), Unpooled.wrappedBuffer(frame, 0, length));
            assertThat(cut == null || cut.control().equals(whole.control())).isTrue();
        }
    }

    private static DistributionMessage decode(FrameDecoder decoder, ByteBuf frame) {
        try {
            return decoder.decode(frame);
        } catch (MalformedFrameException expected) {
            assertThat(expected).hasMessageNotContainingAny("null");
            return null;
        }
    }

    private static byte[] bytes(ByteBuf frame) {
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        return bytes;
    }
}
