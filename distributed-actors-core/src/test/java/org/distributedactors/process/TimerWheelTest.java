package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimerWheelTest {

    private static final long MILLI = 1_000_000;

    private long now = 123_456_789;
    private int wakes;
    private final List<String> happened = new ArrayList<>();
    private final TimerWheel wheel = new TimerWheel(() -> now, () -> wakes++);

    private Timer add(long millis, String name) {
        return wheel.add(millis * MILLI, () -> happened.add(name));
    }

    private void pass(long millis) {
        now += millis * MILLI;
        wheel.runDue();
    }

    @Test
    void aTimerHappensWhenItsTimeHasComeAndNotBefore() {
        add(5, "five");
        pass(4);
        now += MILLI - 1;
        wheel.runDue();
        assertThat(happened).isEmpty();
        now++;
        wheel.runDue();

        assertThat(happened).containsExactly("five");
    }

    @Test
    void thoseOfOneMillisecondHappenInTheOrderInWhichTheyWereSet() {
        add(5, "a");
        add(5, "b");
        add(5, "c");
        pass(6);

        assertThat(happened).containsExactly("a", "b", "c");
    }

    @Test
    void oneOfALaterRoundWaitsForItsRound() {
        add(16_384 + 3, "later");
        add(3, "now");
        pass(4);
        assertThat(happened).containsExactly("now");
        pass(16_384);

        assertThat(happened).containsExactly("now", "later");
    }

    @Test
    void aLongPauseLosesNothing() {
        add(1, "a");
        add(20_000, "b");
        add(100_000, "c");
        pass(1_000_000);

        assertThat(happened).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void whoIsStoppedDoesNotHappenAndSaysHowMuchTimeWasLeft() {
        Timer timer = add(10, "never");
        pass(4);

        assertThat(timer.left()).contains(Duration.ofMillis(6));
        assertThat(timer.cancel()).contains(Duration.ofMillis(6));
        assertThat(timer.cancel()).isEmpty();
        assertThat(timer.left()).isEmpty();
        pass(100);
        assertThat(happened).isEmpty();
    }

    @Test
    void whatHasHappenedCannotBeStopped() {
        Timer timer = add(1, "a");
        pass(2);

        assertThat(timer.cancel()).isEmpty();
    }

    @Test
    void anActionMaySetTheNextTimer() {
        wheel.add(MILLI, () -> add(0, "next"));
        pass(2);
        assertThat(happened).isEmpty();
        pass(2);

        assertThat(happened).containsExactly("next");
    }

    @Test
    void atTheEndWhoSleepsIsWokenAndNothingElseHappens() {
        add(3, "message");
        wheel.add(3 * MILLI, (Timers.WakeUp) () -> happened.add("wake"));
        wheel.add(3 * MILLI, (Timers.WakeUp) () -> happened.add("never")).cancel();
        wheel.add(100_000 * MILLI, (Timers.WakeUp) () -> happened.add("wake later"));

        wheel.runWakeUps();
        assertThat(happened).containsExactlyInAnyOrder("wake", "wake later");
    }

    @Test
    void anActionThatFailsHarmsNoOther() {
        wheel.add(
                MILLI,
                () -> {
                    throw new IllegalStateException("as asked");
                });
        add(1, "other");
        pass(2);

        assertThat(happened).containsExactly("other");
    }

    @Test
    void theRunnerIsWokenOnlyForWhatIsSoonerThanItsPlan() {
        add(1000, "a");
        long plan = wheel.planNext();
        assertThat(plan - now).isBetween(1000 * MILLI, 1001 * MILLI);
        wakes = 0;
        add(2000, "b");
        assertThat(wakes).isZero();
        add(500, "c");
        assertThat(wakes).isEqualTo(1);
        assertThat(wheel.planNext() - now).isBetween(500 * MILLI, 501 * MILLI);
    }

    /// Otherwise each idle timer for tomorrow would wake the thread once a round.
    @Test
    void theRunnerDoesNotLookOnceARoundForWhatIsFarAway() {
        add(Duration.ofDays(1).toMillis(), "tomorrow");

        assertThat(wheel.planNext() - now).isGreaterThan(Duration.ofHours(23).toNanos());
    }

    @Test
    void aWheelWithoutTimersHasNothingToWaitFor() {
        add(5, "a").cancel();

        assertThat(wheel.planNext() - now).isGreaterThan(Duration.ofDays(1000).toNanos());
    }

    @Test
    void randomTimersAllHappenAtTheirTimes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TreeMap<Long, Integer> expected = new TreeMap<>();
        List<Long> lateness = new ArrayList<>();
        List<Timer> stopped = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            long due = now + random.nextLong(60_000 * MILLI);
            Timer timer = wheel.add(due - now, () -> lateness.add(now - due));
            if (random.nextInt(4) == 0) {
                stopped.add(timer);
            } else {
                expected.merge(due, 1, Integer::sum);
            }
            if (random.nextInt(100) == 0) {
                now += random.nextLong(50 * MILLI);
                wheel.runDue();
            }
        }
        int before = lateness.size();
        long cancelled = stopped.stream().filter(timer -> timer.cancel().isPresent()).count();
        while (now < expected.lastKey()) {
            now = Math.max(now, wheel.planNext());
            wheel.runDue();
        }

        assertThat(lateness).as("seed %d", seed).hasSize(20_000 - (int) cancelled);
        assertThat(lateness.subList(before, lateness.size()))
                .as("seed %d", seed)
                .allMatch(late -> late >= 0 && late <= MILLI);
    }
}
