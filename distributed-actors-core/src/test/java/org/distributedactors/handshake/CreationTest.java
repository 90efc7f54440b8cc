package org.distributedactors.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CreationTest {

    @Test
    void reservedAndOldValuesAreNeverDrawn() {
        Iterator<Long> draws = List.of(0L, 1L << 32, 2L << 32, 3L << 32, 4L << 32).iterator();
        RandomGenerator random = draws::next;

        assertThat(Creation.random(random)).isEqualTo(new Creation(4));
    }

    @Test
    void isShownUnsigned() {
        assertThat(new Creation(-1)).hasToString("4294967295");
    }

    @Test
    void zeroIsReserved() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Creation(0));
    }
}
