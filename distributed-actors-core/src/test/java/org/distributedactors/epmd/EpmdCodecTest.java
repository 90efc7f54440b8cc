package org.distributedactors.epmd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.distributedactors.epmd.EpmdRequest.Alive2;
import org.distributedactors.epmd.EpmdRequest.PortPlease2;
import org.distributedactors.epmd.EpmdResponse.DumpLine;
import org.distributedactors.epmd.EpmdResponse.NamedPort;
import org.distributedactors.epmd.EpmdResponse.PortFound;
import org.distributedactors.epmd.EpmdResponse.PortUnknown;
import org.distributedactors.term.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EpmdCodecTest {

    private static final EpmdNode B = EpmdNode.of("b", 0x9fa7, false);
    private static final String B_HEX = "9fa74d000006000500016200" + "00";

    private static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of(new Alive2(B), "000e78" + B_HEX),
                Arguments.of(new PortPlease2(Binary.utf8("b")), "00027a62"),
                Arguments.of(new EpmdRequest.Names(), "00016e"),
                Arguments.of(new EpmdRequest.Dump(), "000164"),
                Arguments.of(new EpmdRequest.Kill(), "00016b"),
                Arguments.of(new EpmdRequest.Stop(Binary.utf8("b")), "00027362"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestsAreWrittenAndComeBack(EpmdRequest request, String hex) {
        assertThat(encoded(request)).isEqualTo(hex);
        assertThat(EpmdRequestCodec.decode(bytes(hex))).isEqualTo(request);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestIsWaitedForUntilItIsWhole(EpmdRequest request, String hex) {
        for (int end = 0; end < hex.length(); end += 2) {
            ByteBuf part = bytes(hex.substring(0, end));

            assertThat(EpmdRequestCodec.decode(part)).isNull();
            assertThat(part.readerIndex()).isZero();
        }
        assertThat(request).isNotNull();
    }

    @Test
    void aZeroByteBehindTheNameOfALookupIsPassedOver() {
        assertThat(EpmdRequestCodec.decode(bytes("00037a6200")))
                .isEqualTo(new PortPlease2(Binary.utf8("b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000", // a request of no bytes
                "ffff", // refused before anything is waited for
                "0bf278", // one byte too long
                "000178", // ALIVE2 cut short
                "000d789fa74d0000060005000000" + "00", // a name of no bytes
                "000e789fa74d000006000500ff62" + "0000", // a name longer than the request
                "000e789fa74d0000060005000162" + "ffff", // extra bytes that never come
                "000f789fa74d0000060005000162" + "000000", // more than the extra bytes
                "000e789fa74d0000060005000100" + "0000", // a zero byte in the name
                "0001ff", // a letter that is no request
                "00026e6e" // more than the letter
            })
    void malformedRequests(String hex) {
        assertMalformed(EpmdRequestCodec::decode, hex);
    }

    @Test
    void whatComesBehindARequestIsLeftUnread() {
        ByteBuf two = bytes("00027a6200016e");

        assertThat(EpmdRequestCodec.decode(two)).isEqualTo(new PortPlease2(Binary.utf8("b")));
        assertThat(two.readableBytes()).isEqualTo(3);
    }

    private static Stream<Arguments> responses() {
        Function<ByteBuf, Object> alive2 = EpmdResponseCodec::decodeAlive2;
        Function<ByteBuf, Object> port2 = EpmdResponseCodec::decodePort2;
        Function<ByteBuf, Object> names = EpmdResponseCodec::decodeNames;
        Function<ByteBuf, Object> dump = EpmdResponseCodec::decodeDump;
        Function<ByteBuf, Object> kill = EpmdResponseCodec::decodeKill;
        Function<ByteBuf, Object> stop = EpmdResponseCodec::decodeStop;
        return Stream.of(
                Arguments.of(alive2, new EpmdResponse.Alive2(true, -2, true), "7600fffffffe"),
                Arguments.of(alive2, new EpmdResponse.Alive2(false, 99, true), "760100000063"),
                Arguments.of(alive2, new EpmdResponse.Alive2(true, 3, false), "79000003"),
                Arguments.of(port2, new PortFound(B), "7700" + B_HEX),
                Arguments.of(port2, new PortUnknown(), "7701"),
                Arguments.of(names, new EpmdResponse.Names(4369, List.of()), "00001111"),
                Arguments.of(
                        names,
                        new EpmdResponse.Names(
                                4369,
                                List.of(
                                        new NamedPort(Binary.utf8("b"), 40871),
                                        new NamedPort(Binary.utf8("\u00e4"), 1))),
                        "00001111" + text("name b at port 40871\nname \u00e4 at port 1\n")),
                Arguments.of(
                        dump,
                        new EpmdResponse.Dump(
                                4369,
                                List.of(
                                        new DumpLine(true, Binary.utf8("b"), 40871, 5),
                                        new DumpLine(false, Binary.utf8("c"), 1, -1))),
                        "00001111"
                                + text("active name     <b> at port 40871, fd = 5\n\0")
                                + text("old/unused name <c>, port = 1, fd = -1 \n\0")),
                Arguments.of(kill, new EpmdResponse.Kill(true), text("OK")),
                Arguments.of(kill, new EpmdResponse.Kill(false), text("NO")),
                Arguments.of(stop, new EpmdResponse.Stop(true), text("STOPPED")),
                Arguments.of(stop, new EpmdResponse.Stop(false), text("NOEXIST")));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void responsesAreWrittenAndComeBack(
            Function<ByteBuf, Object> decoder, EpmdResponse response, String hex) {
        assertThat(encoded(response)).isEqualTo(hex);
        assertThat(decoder.apply(bytes(hex))).isEqualTo(response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "76", "7600ffffff", "79", "790000"})
    void theResponseToARegistrationIsWaitedForUntilItIsWhole(String hex) {
        assertThat(EpmdResponseCodec.decodeAlive2(bytes(hex))).isNull();
    }

    @Test
    void malformedResponses() {
        assertMalformed(EpmdResponseCodec::decodeAlive2, "77");
        assertMalformed(EpmdResponseCodec::decodePort2, "");
        assertMalformed(EpmdResponseCodec::decodePort2, "7600");
        assertMalformed(EpmdResponseCodec::decodePort2, "7700");
        assertMalformed(EpmdResponseCodec::decodePort2, "7700" + B_HEX + "00");
        assertMalformed(EpmdResponseCodec::decodePort2, "7700" + B_HEX.replace("000162", "ffff62"));
        assertMalformed(EpmdResponseCodec::decodeNames, "0011");
        assertMalformed(EpmdResponseCodec::decodeNames, "00011111");
        assertMalformed(EpmdResponseCodec::decodeNames, "00001111" + text("who knows\n"));
        assertMalformed(EpmdResponseCodec::decodeNames, "00001111" + text("name b at port 999999"));
        assertMalformed(EpmdResponseCodec::decodeDump, "00001111" + text("name b at port 1\n"));
        assertMalformed(EpmdResponseCodec::decodeKill, text("YES"));
        assertMalformed(EpmdResponseCodec::decodeStop, "");
    }

    @Test
    void chanceBytesEndInAMessageOrInTheOneException() {
        List<Function<ByteBuf, Object>> decoders =
                List.of(
                        EpmdRequestCodec::decode,
                        EpmdResponseCodec::decodeAlive2,
                        EpmdResponseCodec::decodePort2,
                        EpmdResponseCodec::decodeNames,
                        EpmdResponseCodec::decodeDump);
        for (long seed : List.of(1L, 2L, System.nanoTime())) {
            Random random = new Random(seed);
            for (int i = 0; i < 20_000; i++) {
                byte[] bytes = chanceBytes(random);
                decoders.forEach(decoder -> decodeOrRefuse(decoder, bytes, seed));
            }
        }
    }

    /// Half of them with a length and a letter that let them pass the first checks.
    private static byte[] chanceBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        if (bytes.length > 2 && random.nextBoolean()) {
            bytes[0] = 0;
            bytes[1] = (byte) (bytes.length - 2);
            bytes[2] = (byte) "xzndks".charAt(random.nextInt(6));
        }
        return bytes;
    }

    private static void decodeOrRefuse(Function<ByteBuf, Object> decoder, byte[] bytes, long seed) {
        try {
            decoder.apply(Unpooled.wrappedBuffer(bytes));
        } catch (MalformedEpmdMessageException expected) {
            assertThat(expected).as("seed %d", seed).hasMessageNotContaining("\0");
        }
    }

    private static void assertMalformed(Function<ByteBuf, Object> decoder, String hex) {
        assertThatExceptionOfType(MalformedEpmdMessageException.class)
                .as(hex)
                .isThrownBy(() -> decoder.apply(bytes(hex)));
    }

    private static String text(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }

    private static String encoded(EpmdRequest request) {
        ByteBuf out = Unpooled.buffer();
        EpmdRequestCodec.encode(request, out);
        return HexFormat.of().formatHex(out.array(), 0, out.writerIndex());
    }

    private static String encoded(EpmdResponse response) {
        ByteBuf out = Unpooled.buffer();
        EpmdResponseCodec.encode(response, out);
        return HexFormat.of().formatHex(out.array(), 0, out.writerIndex());
    }
}
