package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.distributedactors.etf.Malformed.cannotBeSkipped;
import static org.distributedactors.etf.Malformed.isMalformed;

import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lengths that say more than there is, which must be noticed before anything is allocated for them.
class LengthLiesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "69 ffffffff",
                "69 7fffffff",
                "68 ff",
                "6c ffffffff",
                "6c 7fffffff",
                "74 ffffffff",
                "74 7fffffff",
                "74 80000000",
                "6b ffff",
                "6d ffffffff",
                "6d 7fffffff",
                "4d ffffffff 08",
                "4d 7fffffff 01",
                "6e ff 00",
                "6f ffffffff 00",
                "6f 7fffffff 01",
                "76 ffff",
                "77 ff",
                "64 ffff",
                "73 ff",
                "43 ffffffff 01",
                "43 7fffffff 01 7700 7700",
                "70 ffffffff 00 00000000000000000000000000000000 00000000 ffffffff 7700",
                "70 ffffffff 00 00000000000000000000000000000000 00000000 000000ff 7700 6100 6100 58 7700"
            })
    void aLengthBeyondTheBytesIsRefused(String head) {
        isMalformed(head);
        isMalformed(head + "6a".repeat(50));
        cannotBeSkipped(head);
        cannotBeSkipped(head + "6a".repeat(50));
    }

    @Test
    void headersInsideEachOtherShareTheBytesThatAreLeft() {
        // Each header alone is possible; together they claim a thousand times what is there.
        int left = 1_000_000;
        String hex = "69 %08x".formatted(left).repeat(1000) + "6a".repeat(left);

        isMalformed(hex).withMessageContaining("elements to come");
    }

    @Test
    void headersReadPieceByPieceShareThemToo() {
        TermReader reader = Hex.reader("69 00000040 69 00000040" + "6a".repeat(70));

        assertThat(reader.readTupleHeader()).isEqualTo(64);

        assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(reader::readTupleHeader)
                .withMessageContaining("elements to come");
    }

    @Test
    void whatWasReadIsOwedNoMore() {
        TermReader reader = Hex.reader("68 02 68 03 6a6a6a 68 03 6a6a6a");

        reader.readTupleHeader();
        for (int i = 0; i < 2; i++) {
            assertThat(reader.readTupleHeader()).isEqualTo(3);
            reader.skip();
            Term second = reader.readTerm();
            assertThat(second).isEqualTo(reader.readTerm());
        }
        assertThat(reader.hasMore()).isFalse();
    }

    @Test
    void aFewBytesDoNotBecomeMoreElementsThanTheLimit() {
        TermLimits limits = new TermLimits(10, 100, 1000, 1000, 10);

        isMalformed(Hex.bytes("69 00000065" + "6a".repeat(101)), limits)
                .withMessageContaining("100 elements");
        isMalformed(Hex.bytes("6b 0065" + "07".repeat(101)), limits)
                .withMessageContaining("100 elements");
        isMalformed(Hex.bytes("68 0b" + "6b000a00000000000000000000".repeat(11)), limits)
                .withMessageContaining("100 elements");
    }

    @Test
    void aBinaryOverTheLimitIsRefused() {
        TermLimits limits = new TermLimits(10, 100, 8, 1000, 10);

        isMalformed(Hex.bytes("6d 00000009" + "00".repeat(9)), limits)
                .withMessageContaining("at most 8");
        isMalformed(Hex.bytes("4d 00000009 01" + "00".repeat(9)), limits)
                .withMessageContaining("at most 8");
    }

    @Test
    void anIntegerOverTheLimitIsRefused() {
        TermLimits limits = new TermLimits(10, 100, 8, 1000, 10);

        isMalformed(Hex.bytes("6e 0b 00" + "01".repeat(11)), limits)
                .withMessageContaining("at most 10");
        isMalformed(Hex.bytes("6f 0000000b 00" + "01".repeat(11)), limits)
                .withMessageContaining("at most 10");
    }
}
