package org.distributedactors.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.SendBudget;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final long SECOND = 1_000_000_000;

    private final Patience patience =
            new Patience(new SendBudget(1000, Duration.ofSeconds(60), 5000));

    @Test
    void aPeerForWhichNothingWaitsMayTakeNothing() {
        assertThat(patience.check(0, 0, 0)).isNull();
        assertThat(patience.check(1000 * SECOND, 0, 0)).isNull();
    }

    @Test
    void aPeerThatTakesNothingIsGivenUp() {
        assertThat(patience.check(0, 7, 300)).isNull();
        assertThat(patience.check(59 * SECOND, 7, 300)).isNull();

        assertThat(patience.check(60 * SECOND, 7, 300))
                .extracting(closed -> closed.reason())
                .isEqualTo(CloseReason.NOT_READING);
    }

    @Test
    void aPeerThatTakesDropsIsGivenUpToo() {
        for (int second = 0; second < 60; second++) {
            assertThat(patience.check(second * SECOND, second, 3000)).isNull();
        }
        assertThat(patience.check(60 * SECOND, 60, 3000)).isNotNull();
    }

    @Test
    void aSlowPeerIsGivenNewTimeForEachHalfOfTheLimit() {
        for (int second = 0; second < 1000; second += 50) {
            assertThat(patience.check(second * SECOND, 500L * second / 50, 3000)).isNull();
        }
    }

    @Test
    void aPeerThatTookAllIsGivenNewTimeForWhatCameSince() {
        assertThat(patience.check(0, 0, 10)).isNull();
        assertThat(patience.check(50 * SECOND, 10, 20)).isNull();
        assertThat(patience.check(100 * SECOND, 10, 20)).isNull();
        assertThat(patience.check(110 * SECOND, 10, 20)).isNotNull();
    }
}
