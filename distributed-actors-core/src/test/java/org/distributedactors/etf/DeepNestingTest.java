package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.distributedactors.etf.Malformed.isMalformed;

import java.util.concurrent.CompletableFuture;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;

/// Terms inside terms inside terms: refused beyond the limit, and never a matter of the thread's stack.
class DeepNestingTest {

    private static final String TUPLE = "6801";
    private static final String LIST = "6c00000001";
    private static final String MAP_VALUE = "740000000161 01";
    private static final String MAP_KEY = "7400000001";
    private static final int MILLION = 1_000_000;

    @Test
    void asDeepAsTheLimitIsRead() {
        assertThat(Hex.decode(TUPLE.repeat(1024) + "6a")).isInstanceOf(Tuple.class);
        assertThat(Hex.decode(LIST.repeat(1024) + "6a".repeat(1025))).isInstanceOf(ListTerm.class);
    }

    @Test
    void oneDeeperThanTheLimitIsRefused() {
        isMalformed(TUPLE.repeat(1025) + "6a").withMessageContaining("1024 terms inside");
        isMalformed(LIST.repeat(1025) + "6a".repeat(1026))
                .withMessageContaining("1024 terms inside");
        isMalformed(MAP_VALUE.repeat(1025) + "6a").withMessageContaining("1024 terms inside");
        isMalformed(MAP_KEY.repeat(1025) + "6a" + "6101".repeat(1025))
                .withMessageContaining("1024 terms inside");
        String record = "43 00000001 00 7700 7700 7700";
        isMalformed(record.repeat(1025) + "6a").withMessageContaining("1024 terms inside");
    }

    @Test
    void depthIsNotWhatLiesSideBySide() {
        assertThat(Hex.decode("6c 00010000" + "6801 6a".repeat(65_536) + "6a"))
                .isInstanceOf(ListTerm.class);
    }

    @Test
    void aMillionLevelsAreRefusedBeforeTheStackOverflows() {
        isMalformed(TUPLE.repeat(MILLION) + "6a");
        isMalformed(LIST.repeat(MILLION) + "6a".repeat(MILLION + 1));
        isMalformed(MAP_KEY.repeat(MILLION) + "6a".repeat(MILLION + 1));
    }

    @Test
    void aMillionLevelsAreSkippedWithoutAStack() {
        TermReader reader = Hex.reader(TUPLE.repeat(MILLION) + "6a");

        reader.skip();

        assertThat(reader.hasMore()).isFalse();
    }

    @Test
    void aMillionLevelsAreWrittenWithoutAStack() {
        Term term = Tuple.EMPTY;
        for (int i = 0; i < MILLION; i++) {
            term = i % 2 == 0 ? Tuple.of(term) : ListTerm.of(term);
        }

        assertThat(EncodedTerm.of(term).size()).isEqualTo(2 + MILLION / 2 * 8);
    }

    @Test
    void keysAsDeepAsTheLimitAreHashedOnAnOrdinaryStack() {
        String mapsAsKeys = MAP_KEY.repeat(1024) + "6a" + "6101".repeat(1024);
        String mapsInAKey = MAP_KEY + MAP_VALUE.repeat(1023) + "6a 6101";

        CompletableFuture<Boolean> equal = new CompletableFuture<>();
        Thread.ofPlatform()
                .stackSize(1 << 20)
                .start(() ->
                        equal.completeAsync(
                                () ->
                                        Hex.decode(mapsAsKeys).equals(Hex.decode(mapsAsKeys))
                                                && Hex.decode(mapsInAKey)
                                                        .equals(Hex.decode(mapsInAKey)),
                                Runnable::run));

        assertThat(equal.join()).isTrue();
    }

    @Test
    void whoReadsPieceByPieceMeetsTheSameLimit() {
        TermReader reader = Hex.reader(TUPLE.repeat(2000) + "6a");

        assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(() -> descend(reader))
                .withMessageContaining("1024 terms inside");
    }

    private static void descend(TermReader reader) {
        reader.enter();
        reader.readTupleHeader();
        descend(reader);
        reader.leave();
    }

    @Test
    void aWholeTermCountsFromWhereItsReaderStands() {
        TermReader reader = Hex.reader(TUPLE.repeat(1025) + "6a");
        TermReader.Mark start = reader.mark();
        reader.enter();
        reader.readTupleHeader();

        assertThatExceptionOfType(MalformedTermException.class).isThrownBy(reader::readTerm);

        reader.reset(start);
        reader.readTupleHeader();
        assertThat(reader.readTerm()).isInstanceOf(Tuple.class);
    }
}
