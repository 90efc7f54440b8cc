package org.distributedactors.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.distributedactors.handshake.DistributionFlags.Flag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistributionFlagsTest {

    private static final long MANDATORY_SINCE_25 = 0x1070F94;
    private static final long MANDATORY_SINCE_26 = 0x4_0307_0F94L;

    @Test
    void oursAreTheFlagsOfOtp29() {
        assertThat(DistributionFlags.OURS).hasToString("0x6d07df7fbd");
        assertThat(DistributionFlags.OURS.hidden()).hasToString("0x6d07df7fbc");
    }

    @Test
    void oursHaveEverythingMandatory() {
        assertThat(DistributionFlags.OURS.missingMandatory()).isEmpty();
        assertThat(DistributionFlags.OURS.hidden().missingMandatory()).isEmpty();
    }

    @Test
    void theMandatoryFlagsAreThoseOfOtp26() {
        long mandatory =
                Arrays.stream(Flag.values()).filter(Flag::isMandatory).mapToLong(Flag::mask).sum();

        assertThat(mandatory).isEqualTo(MANDATORY_SINCE_26);
        assertThat(new DistributionFlags(MANDATORY_SINCE_26).missingMandatory()).isEmpty();
    }

    @Test
    void theAbbreviationStandsForTheMandatoryFlagsOfOtp25() {
        DistributionFlags brief = DistributionFlags.NONE.with(Flag.MANDATORY_25_DIGEST);

        assertThat(brief.expanded().bits())
                .isEqualTo(MANDATORY_SINCE_25 | Flag.MANDATORY_25_DIGEST.mask());
        assertThat(brief.expanded().missingMandatory()).containsExactly(Flag.UNLINK_ID, Flag.V4_NC);
    }

    @Test
    void withoutTheAbbreviationNothingIsAdded() {
        DistributionFlags few = DistributionFlags.NONE.with(Flag.UNLINK_ID);

        assertThat(few.expanded()).isEqualTo(few);
    }

    @ParameterizedTest
    @EnumSource
    void aFlagThatOneSideLacksIsNotShared(Flag flag) {
        DistributionFlags all = new DistributionFlags(-1);

        assertThat(all.and(all.without(flag)).has(flag)).isFalse();
        assertThat(all.and(DistributionFlags.NONE.with(flag)).bits()).isEqualTo(flag.mask());
    }

    @ParameterizedTest
    @EnumSource
    void exactlyTheMandatoryFlagsAreMissed(Flag flag) {
        DistributionFlags all = new DistributionFlags(-1);

        assertThat(all.without(flag).missingMandatory().contains(flag))
                .isEqualTo(flag.isMandatory());
    }

    @Test
    void bitsThatTheVirtualMachineKeepsForItselfHaveNoName() {
        long named = Arrays.stream(Flag.values()).mapToLong(Flag::mask).sum();

        assertThat(named & (1L << 15 | 1L << 21 | 1L << 36 | 0x1FL << 27)).isZero();
    }
}
