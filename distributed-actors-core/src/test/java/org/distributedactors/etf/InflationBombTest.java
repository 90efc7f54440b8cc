package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.distributedactors.term.Binary;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

/// A few compressed bytes that would become very many.
class InflationBombTest {

    private static final TermLimits LIMITS = new TermLimits(1024, 1 << 20, 1 << 20, 1 << 20, 1024);

    @Test
    void aCompressedTermIsRead() {
        Term term = ListTerm.string("abc".repeat(1000));

        assertThat(decode(compressed(term))).isEqualTo(term);
    }

    @Test
    void aSizeOverTheLimitIsRefusedBeforeInflating() {
        byte[] bytes = compressed(Binary.wrap(new byte[(1 << 20) + 100]));

        refused(bytes).withMessageContaining("at most 1048576");
        refused(announcing(bytes, -1)).withMessageContaining("4294967295 bytes inflated");
    }

    @Test
    void aSizeThatIsTooSmallDoesNotLetMoreThrough() {
        byte[] bytes = compressed(Binary.wrap(new byte[1 << 24]));

        refused(announcing(bytes, 1000)).withMessageContaining("not the 1000 announced");
    }

    @Test
    void aSizeThatSoFewBytesCannotGiveIsRefusedBeforeItIsAllocated() {
        byte[] bytes = compressed(ListTerm.EMPTY);

        refused(announcing(bytes, 1 << 20)).withMessageContaining("cannot come out of");
    }

    @Test
    void aSizeThatIsTooLargeIsRefused() {
        byte[] bytes = compressed(ListTerm.string("abc"));

        refused(announcing(bytes, 50)).withMessageContaining("not the 50 announced");
    }

    @Test
    void cutOrDamagedDataIsRefused() {
        byte[] bytes = compressed(ListTerm.string("some text that is long enough"));

        for (int length = 0; length < bytes.length; length++) {
            refused(Arrays.copyOf(bytes, length));
        }
        for (int place = 0; place < bytes.length; place++) {
            byte[] damaged = bytes.clone();
            damaged[place] ^= 0x55;
            refused(damaged);
        }
    }

    @Test
    void compressedInsideCompressedIsRefused() {
        refused(compressed(Arrays.copyOfRange(compressed(ListTerm.EMPTY), 1, 14)))
                .withMessageContaining("tag 80");
    }

    @Test
    void otherBeginningsAreRefused() {
        refused(new byte[0]);
        refused(new byte[] {(byte) 131});
        refused(new byte[] {106}).withMessageContaining("131");
        refused(new byte[] {(byte) 131, 80});
    }

    private static Term decode(byte[] bytes) {
        return ExternalTermFormat.decode(bytes, LIMITS);
    }

    private static ThrowableAssertAlternative<MalformedTermException> refused(byte[] bytes) {
        return assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(() -> decode(bytes));
    }

    private static byte[] compressed(Term term) {
        byte[] plain = ExternalTermFormat.encode(term);
        return compressed(Arrays.copyOfRange(plain, 1, plain.length));
    }

    private static byte[] compressed(byte[] plain) {
        byte[] target = new byte[plain.length + 100];
        Deflater deflater = new Deflater();
        deflater.setInput(plain);
        deflater.finish();
        int length = deflater.deflate(target);
        deflater.end();
        return ByteBuffer.allocate(6 + length)
                .put((byte) 131)
                .put((byte) 80)
                .putInt(plain.length)
                .put(target, 0, length)
                .array();
    }

    private static byte[] announcing(byte[] bytes, int size) {
        return ByteBuffer.wrap(bytes.clone()).putInt(2, size).array();
    }
}
