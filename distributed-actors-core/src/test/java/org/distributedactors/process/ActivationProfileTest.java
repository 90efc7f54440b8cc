package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActivationProfileTest {

    private static final long SECOND = 1_000_000_000L;

    private final ActivationProfile profile =
            new ActivationProfile(Activator.virtualThreads(), null, "any", false);

    @Test
    void oneSightOrTwoAreNotEnough() {
        assertThat(profile.seenBlocking(0)).isFalse();
        assertThat(profile.seenBlocking(1)).isFalse();
        assertThat(profile.isBlocking()).isFalse();
    }

    @Test
    void threeWithinASecondMarkTheType() {
        profile.seenBlocking(0);
        profile.seenBlocking(SECOND / 2);
        assertThat(profile.seenBlocking(SECOND)).isTrue();
        assertThat(profile.isBlocking()).isTrue();
    }

    @Test
    void sightsFarApartNeverAddUp() {
        for (int i = 0; i < 20; i++) {
            assertThat(profile.seenBlocking(i * 2 * SECOND)).isFalse();
        }
    }

    @Test
    void aMarkedTypeIsBelievedAgainAfterHalfAMinute() {
        mark(0);
        assertThat(profile.forgive(29 * SECOND)).isFalse();
        assertThat(profile.forgive(30 * SECOND)).isTrue();
        assertThat(profile.isBlocking()).isFalse();
    }

    @Test
    void thenOneSightSendsItBackForTwiceAsLong() {
        mark(0);
        profile.forgive(30 * SECOND);
        assertThat(profile.seenBlocking(31 * SECOND)).isTrue();
        assertThat(profile.forgive(90 * SECOND)).isFalse();
        assertThat(profile.forgive(91 * SECOND)).isTrue();
    }

    private void mark(long nanos) {
        for (int i = 0; i < 3; i++) {
            profile.seenBlocking(nanos);
        }
    }
}
