package org.distributedactors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.distributedactors.dist.DistributionMessage;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.etf.TermLimits;
import org.junit.jupiter.api.Test;

/// Faults that are planted must be found, or the simulation proves nothing.
class PlantedFaultsTest {

    private static final int SEEDS = 200;

    @Test
    void aResolutionThatIsNotSentNowAndThenIsFound() {
        assertThat(firstSeedThatFinds("{'$gen_cast',{resolved,", 10)).isLessThan(SEEDS);
    }

    @Test
    void aLockThatIsNotReleasedNowAndThenIsFound() {
        assertThat(firstSeedThatFinds("{del_lock,{global,", 20)).isLessThan(SEEDS);
    }

    @Test
    void aDownThatIsNotSentNowAndThenIsFound() {
        Predicate<DistributionMessage> down =
                message -> message.control().getClass().getSimpleName().contains("MonitorPExit");
        assertThat(firstSeedThatFinds(down, 5)).isLessThan(SEEDS);
    }

    private static int firstSeedThatFinds(String text, int oneIn) {
        return firstSeedThatFinds(message -> text(message).contains(text), oneIn);
    }

    /// Leaves out one in so many of these messages.
    private static int firstSeedThatFinds(Predicate<DistributionMessage> which, int oneIn) {
        for (int seed = 0; seed < SEEDS; seed++) {
            History history = new History(seed);
            SplittableRandom random = new SplittableRandom(seed);
            history.cluster()
                    .network()
                    .leaveOut(message -> which.test(message) && random.nextInt(oneIn) == 0);
            if (!history.play().isEmpty()) {
                return seed;
            }
        }
        return SEEDS;
    }

    private static String text(DistributionMessage message) {
        EncodedTerm payload = message.payload();
        return payload == null ? "" : payload.decode(TermLimits.defaults()).toString();
    }
}
