package org.distributedactors.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distributedactors.handshake.HandshakeFixture.ACK;
import static org.distributedactors.handshake.HandshakeFixture.CHALLENGE;
import static org.distributedactors.handshake.HandshakeFixture.OLD_SEND_NAME;
import static org.distributedactors.handshake.HandshakeFixture.REPLY;
import static org.distributedactors.handshake.HandshakeFixture.SEND_NAME;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.distributedactors.handshake.HandshakeMessage.Answer;
import org.distributedactors.handshake.HandshakeMessage.Challenge;
import org.distributedactors.handshake.HandshakeMessage.Complement;
import org.distributedactors.handshake.HandshakeMessage.Named;
import org.distributedactors.handshake.HandshakeMessage.SendName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeCodecTest {

    private static final Function<ByteBuf, HandshakeMessage> FROM_A =
            HandshakeCodec::decodeFromInitiator;
    private static final Function<ByteBuf, HandshakeMessage> FROM_B =
            HandshakeCodec::decodeFromAcceptor;

    /// Captured between two nodes of OTP 25.
    private static Stream<Arguments> captured() {
        return Stream.of(
                Arguments.of(FROM_A, SEND_NAME, "4e0000000d07df7fbd0000006600046140766d"),
                Arguments.of(FROM_B, Answer.OK, "736f6b"),
                Arguments.of(FROM_B, CHALLENGE, "4e0000000d07df7fbdc5abd6470000006500046240766d"),
                Arguments.of(FROM_A, REPLY, "7203819b53cdeaba3b277199fc88fef6a509070160"),
                Arguments.of(FROM_B, ACK, "61e1acbe403e4bbacee4d40e9728998847"));
    }

    @ParameterizedTest
    @MethodSource("captured")
    void readsAndWritesWhatWasCaptured(
            Function<ByteBuf, HandshakeMessage> decoder, HandshakeMessage message, String hex) {
        assertThat(decoder.apply(bytes(hex))).isEqualTo(message);
        assertThat(encoded(message)).isEqualTo(hex);
    }

    @ParameterizedTest
    @EnumSource
    void everyStatusComesBackFromBothSides(Answer status) {
        assertThat(FROM_A.apply(bytes(encoded(status)))).isEqualTo(status);
        assertThat(FROM_B.apply(bytes(encoded(status)))).isEqualTo(status);
    }

    @Test
    void rareMessagesComeBack() {
        Named named = new Named("3ABC@vm", 0xFEDC_BA98);
        Complement complement = new Complement(0xD, 0x66);

        assertThat(FROM_B.apply(bytes(encoded(named)))).isEqualTo(named);
        assertThat(FROM_A.apply(bytes(encoded(complement)))).isEqualTo(complement);
        assertThat(FROM_A.apply(bytes(encoded(OLD_SEND_NAME)))).isEqualTo(OLD_SEND_NAME);
    }

    @Test
    void whatLaterVersionsAppendIsPassedOver() {
        Named named = new Named("x@vm", 7);

        for (HandshakeMessage fromB : List.of(CHALLENGE, named)) {
            assertThat(FROM_B.apply(bytes(encoded(fromB) + "010203"))).isEqualTo(fromB);
        }
        assertThat(FROM_A.apply(bytes(encoded(SEND_NAME) + "010203"))).isEqualTo(SEND_NAME);
    }

    @Test
    void theVersionOfTheOldFormIsPassedOver() {
        String version6 = encoded(OLD_SEND_NAME).replaceFirst("^6e0005", "6e0006");

        assertThat(FROM_A.apply(bytes(version6))).isEqualTo(OLD_SEND_NAME);
    }

    @Test
    void nIsANameFromOneSideAndAChallengeFromTheOther() {
        String hex = "4e0000000d07df7fbd" + "00000001" + "00000002" + "0004" + "6240766d";

        assertThat(FROM_B.apply(bytes(hex))).isInstanceOf(Challenge.class);
        assertThatThrownBy(() -> FROM_A.apply(bytes(hex)))
                .isInstanceOf(MalformedHandshakeException.class);
    }

    private static Stream<String> malformed() {
        return Stream.of(
                "", // nothing
                "4e", // a tag alone
                "4e0000000d07df7fbd000000660000", // a name of no bytes
                "4e0000000d07df7fbd00000066ffff61", // a name longer than the message
                "6e000507df7fbd", // an old name of no bytes
                "73", // a status of no bytes
                "736f6b0a", // a status with more
                "737375706572", // a status nobody knows
                "736e616d65643a", // a name that is announced only
                "6300000001000000", // a complement cut short
                "720000000000000000000000000000000000000000", // within a digest, see below
                "8344", // what comes after a handshake
                "000000047083616183616a", // a frame of a connection
                "474554202f20485454502f312e31", // another protocol
                "160301"); // and TLS
    }

    @ParameterizedTest
    @MethodSource
    void malformed(String hex) {
        // The reply with a whole digest is the one that only the other side takes for malformed.
        if (!hex.startsWith("72")) {
            assertMalformed(FROM_A, hex);
        }
        assertMalformed(FROM_B, hex);
    }

    @ParameterizedTest
    @MethodSource("captured")
    void noMessageMayBeCutShort(
            Function<ByteBuf, HandshakeMessage> decoder, HandshakeMessage message, String hex) {
        for (int end = 0; end < hex.length(); end += 2) {
            assertMalformed(decoder, hex.substring(0, end));
        }
    }

    @Test
    void digestsHaveExactlySixteenBytes() {
        assertMalformed(FROM_A, encoded(REPLY) + "00");
        assertMalformed(FROM_B, encoded(ACK) + "00");
    }

    @Test
    void namesHaveALimit() {
        String longest = "a".repeat(253) + "@h";

        assertThat(FROM_A.apply(bytes(encoded(new SendName(DistributionFlags.OURS, 4, longest)))))
                .isEqualTo(new SendName(DistributionFlags.OURS, 4, longest));
        assertMalformed(FROM_A, encoded(new SendName(DistributionFlags.OURS, 4, longest + "h")));
        assertMalformed(FROM_A, "6e000507df7fbd" + "61".repeat(256));
    }

    @Test
    void messagesHaveALimit() {
        String most = encoded(SEND_NAME);
        most += "00".repeat(HandshakeCodec.MAX_BODY - most.length() / 2);

        assertThat(FROM_A.apply(bytes(most))).isEqualTo(SEND_NAME);
        assertMalformed(FROM_A, most + "00");
    }

    @Test
    void chanceBytesEndInAMessageOrInTheOneException() {
        for (long seed : List.of(1L, 2L, System.nanoTime())) {
            Random random = new Random(seed);
            for (int i = 0; i < 20_000; i++) {
                byte[] bytes = new byte[random.nextInt(60)];
                random.nextBytes(bytes);
                if (bytes.length > 0 && i % 2 == 0) {
                    bytes[0] = (byte) "Nnscra".charAt(random.nextInt(6));
                }
                decodeOrRefuse(FROM_A, bytes, seed);
                decodeOrRefuse(FROM_B, bytes, seed);
            }
        }
    }

    private static void decodeOrRefuse(
            Function<ByteBuf, HandshakeMessage> decoder, byte[] bytes, long seed) {
        try {
            decoder.apply(Unpooled.wrappedBuffer(bytes));
        } catch (MalformedHandshakeException expected) {
            assertThat(expected).as("seed %d", seed).hasMessageNotContaining("\0");
        }
    }

    private static void assertMalformed(Function<ByteBuf, HandshakeMessage> decoder, String hex) {
        assertThatExceptionOfType(MalformedHandshakeException.class)
                .as(hex)
                .isThrownBy(() -> decoder.apply(bytes(hex)));
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }

    private static String encoded(HandshakeMessage message) {
        ByteBuf out = Unpooled.buffer();
        HandshakeCodec.encode(message, out);
        return HexFormat.of().formatHex(out.array(), 0, out.writerIndex());
    }

    @Test
    void statusTextIsTheWordOfTheProtocol() {
        assertThat(encoded(Answer.OK_SIMULTANEOUS))
                .isEqualTo(
                        "73"
                                + HexFormat.of()
                                        .formatHex(
                                                "ok_simultaneous"
                                                        .getBytes(StandardCharsets.US_ASCII)));
    }
}
