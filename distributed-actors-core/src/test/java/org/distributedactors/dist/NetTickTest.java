package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.distributedactors.dist.NetTick.Step.DOWN;
import static org.distributedactors.dist.NetTick.Step.NOTHING;
import static org.distributedactors.dist.NetTick.Step.SEND_TICK;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NetTickTest {

    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final NetTick tick = new NetTick(MINUTE, 4);

    @Test
    void checksAsOftenAsTheIntensitySays() {
        assertThat(tick.interval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(new NetTick(Duration.ofSeconds(1), 1000).interval())
                .isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void ticksWhenNothingWasWrittenAndNothingWaits() {
        assertThat(tick.check(false, true, true)).isEqualTo(SEND_TICK);
    }

    @Test
    void doesNothingWhenSomethingWasWritten() {
        assertThat(tick.check(true, true, true)).isEqualTo(NOTHING);
    }

    @Test
    void doesNothingWhenSomethingWaitsToBeWritten() {
        assertThat(tick.check(false, true, false)).isEqualTo(NOTHING);
    }

    @Test
    void givesUpAtTheFourthCheckWithoutAByte() {
        assertThat(tick.check(false, false, true)).isEqualTo(SEND_TICK);
        assertThat(tick.check(true, false, true)).isEqualTo(NOTHING);
        assertThat(tick.check(false, false, false)).isEqualTo(NOTHING);
        assertThat(tick.check(true, false, true)).isEqualTo(DOWN);
    }

    @Test
    void staysDown() {
        for (int check = 0; check < 4; check++) {
            tick.check(false, false, true);
        }
        assertThat(tick.check(false, false, true)).isEqualTo(DOWN);
    }

    @Test
    void beginsTheCountAnewWithEveryByteRead() {
        for (int check = 0; check < 100; check++) {
            assertThat(tick.check(true, check % 4 == 3, true)).isEqualTo(NOTHING);
        }
    }

    @Test
    void ticksTowardsASilentHiddenPeerEvenWhenSomethingWasWritten() {
        NetTick hidden = new NetTick(MINUTE, 4, true);
        assertThat(hidden.check(true, false, false)).isEqualTo(SEND_TICK);
        assertThat(hidden.check(true, true, true)).isEqualTo(NOTHING);
        assertThat(hidden.check(false, true, true)).isEqualTo(SEND_TICK);
    }

    @Test
    void refusesTimesAndIntensitiesThatErlangRefuses() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NetTick(MINUTE, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new NetTick(MINUTE, 1001));
        assertThatIllegalArgumentException().isThrownBy(() -> new NetTick(Duration.ZERO, 4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NetTick(Duration.ofSeconds(-1), 4));
    }
}
