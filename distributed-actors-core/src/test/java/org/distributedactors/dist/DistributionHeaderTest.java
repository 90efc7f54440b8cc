package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.distributedactors.term.Atom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionHeaderTest {

    private final AtomCache cache = new AtomCache();

    @Test
    void withoutEntriesHasNoFlags() {
        ByteBuf header = Frames.hex("00 68");
        assertThat(cache.readHeader(header)).isEmpty();
        assertThat(header.readableBytes()).isOne();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 8, 254, 255})
    void ofAnyLengthIsReadToItsEndAndRemembered(int count) {
        Atom[] atoms =
                IntStream.range(0, count).mapToObj(i -> Atom.of("atom" + i)).toArray(Atom[]::new);
        ByteBuf first = header(atoms, false).writeByte(0x68);
        assertThat(cache.readHeader(first)).containsExactly(atoms);
        assertThat(first.readableBytes()).isOne();

        ByteBuf second = references(count);
        assertThat(cache.readHeader(second)).containsExactly(atoms);
        assertThat(second.isReadable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void withLongAtomsHasLengthsOfTwoBytes(int count) {
        Atom[] atoms =
                IntStream.range(0, count)
                        .mapToObj(i -> Atom.of("€".repeat(Atom.MAX_CHARACTERS - i)))
                        .toArray(Atom[]::new);
        assertThat(cache.readHeader(header(atoms, true))).containsExactly(atoms);
    }

    @Test
    void replacesWhatWasInTheSlot() {
        cache.readHeader(Frames.hex("01 08 07 03 \"old\""));
        assertThat(cache.readHeader(Frames.hex("01 08 07 03 \"new\"")))
                .containsExactly(Atom.of("new"));
        assertThat(cache.readHeader(Frames.hex("01 00 07"))).containsExactly(Atom.of("new"));
    }

    @Test
    void readsItsEntriesInOrderAlsoWhenTwoShareASlot() {
        assertThat(cache.readHeader(Frames.hex("03 88 00 07 01 \"a\" 07 01 \"b\" 07")))
                .containsExactly(Atom.of("a"), Atom.of("b"), Atom.of("b"));
    }

    @Test
    void keepsTheAtomWhenASlotIsFilledWithTheSameAgain() {
        Atom atom = cache.readHeader(Frames.hex("01 08 07 03 \"rex\""))[0];
        assertThat(cache.readHeader(Frames.hex("01 08 07 03 \"rex\""))[0]).isSameAs(atom);
    }

    @Test
    void reachesEverySlot() {
        for (int slot = 0; slot < AtomCache.SLOTS; slot++) {
            ByteBuf header =
                    Unpooled.buffer()
                            .writeBytes(new byte[] {1, (byte) (8 | slot >> 8), (byte) slot, 4});
            header.writeCharSequence("%04x".formatted(slot), StandardCharsets.UTF_8);
            cache.readHeader(header);
        }
        for (int slot = 0; slot < AtomCache.SLOTS; slot++) {
            ByteBuf header =
                    Unpooled.wrappedBuffer(new byte[] {1, (byte) (slot >> 8), (byte) slot});
            assertThat(cache.readHeader(header)).containsExactly(Atom.of("%04x".formatted(slot)));
        }
    }

    @Test
    void thatRefersToAnEmptySlotIsRefused() {
        cache.readHeader(Frames.hex("01 08 07 03 \"old\""));
        assertRefused("01 00 08", "empty slot 8");
        assertRefused("01 07 07", "empty slot 1799");
    }

    @Test
    void withWhatIsNoAtomIsRefused() {
        assertRefused("01 08 07 02 c328", "not UTF-8");
        assertRefused("01 08 07 02 c080", "not UTF-8");
        assertRefused("01 08 07 03 eda080", "not UTF-8");
        assertRefused("01 18 07 0100 " + "61".repeat(256), "more than 255 characters");
        assertRefused("01 18 07 ffff " + "61".repeat(0xffff), "more than 255 characters");
    }

    @Test
    void thatIsCutAnywhereIsRefused() {
        ByteBuf header =
                Frames.hex(
                        "04 8f dc 00 dc 04 \"b@vm\" 05 00 78 03 \"rex\" 08 10 \"features_request\"");
        for (int length = 0; length < header.readableBytes(); length++) {
            ByteBuf cut = header.slice(0, length);
            assertThatExceptionOfType(MalformedFrameException.class)
                    .isThrownBy(() -> cache.readHeader(cut))
                    .withMessageContaining("too early");
        }
    }

    private void assertRefused(String header, String reason) {
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> cache.readHeader(Frames.hex(header)))
                .withMessageContaining(reason);
    }

    /// A header that puts these atoms into slots 0x300 and up.
    static ByteBuf header(Atom[] atoms, boolean longAtoms) {
        int count = atoms.length;
        byte[] flags = new byte[count / 2 + 1];
        Arrays.fill(flags, (byte) 0xbb);
        flags[count / 2] =
                (byte) (count % 2 == 0 ? (longAtoms ? 1 : 0) : (longAtoms ? 0x1b : 0x0b));
        ByteBuf header = Unpooled.buffer().writeByte(count).writeBytes(flags);
        for (int i = 0; i < count; i++) {
            header.writeByte(i);
            int length = atoms[i].utf8Length();
            (longAtoms ? header.writeShort(length) : header.writeByte(length))
                    .writeBytes(atoms[i].utf8());
        }
        return header;
    }

    private static ByteBuf references(int count) {
        byte[] flags = new byte[count / 2 + 1];
        Arrays.fill(flags, (byte) 0x33);
        ByteBuf header = Unpooled.buffer().writeByte(count).writeBytes(flags);
        IntStream.range(0, count).forEach(header::writeByte);
        return header;
    }
}
