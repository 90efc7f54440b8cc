package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import org.distributedactors.etf.Vectors.Vector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every vector, cut at every byte, is refused in the one way.
class TruncationTest {

    static List<Vector> all() {
        return Vectors.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aCutTermIsRefused(Vector vector) {
        byte[] bytes = Hex.bytes(vector.hex());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);

            assertThatExceptionOfType(MalformedTermException.class)
                    .isThrownBy(() -> Hex.reader(cut, Vectors.ATOMS).readTerm());
            assertThatExceptionOfType(MalformedTermException.class)
                    .isThrownBy(() -> Hex.reader(cut, Vectors.ATOMS).skip());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aCutTermIsRefusedInsideATuple(Vector vector) {
        byte[] bytes = Hex.bytes("68 03 6a" + vector.hex() + "6a");
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);

            assertThatExceptionOfType(MalformedTermException.class)
                    .isThrownBy(() -> Hex.reader(cut, Vectors.ATOMS).readTerm());
        }
        assertThat(Hex.reader(bytes, Vectors.ATOMS).readTerm()).isNotNull();
    }
}
