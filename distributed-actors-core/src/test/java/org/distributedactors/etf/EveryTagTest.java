package org.distributedactors.etf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// No tag is forgotten, and none is taken that should not be.
class EveryTagTest {

    private static final Set<Integer> TAGS =
            IntStream.of(67, 70, 77, 82, 120, 114, 115, 116, 118, 119)
                    .boxed()
                    .collect(Collectors.toCollection(TreeSet::new));

    static {
        IntStream.rangeClosed(88, 90).forEach(TAGS::add);
        IntStream.rangeClosed(97, 113).forEach(TAGS::add);
    }

    static IntStream others() {
        return IntStream.range(0, 256).filter(tag -> !TAGS.contains(tag));
    }

    @Test
    void everyTagHasAVector() {
        Set<Integer> seen =
                Vectors.all().stream()
                        .map(vector -> Hex.bytes(vector.hex())[0] & 0xff)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(seen).isEqualTo(TAGS);
    }

    @ParameterizedTest
    @MethodSource("others")
    void everyOtherTagIsRefused(int tag) {
        byte[] bytes = new byte[64];
        bytes[0] = (byte) tag;

        assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(() -> Hex.reader(bytes).readTerm())
                .withMessageContaining("tag " + tag + " at byte 0");
        assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(() -> Hex.reader(bytes).skip());
        assertThatExceptionOfType(MalformedTermException.class)
                .isThrownBy(() -> Hex.reader(bytes).peek());
    }
}
