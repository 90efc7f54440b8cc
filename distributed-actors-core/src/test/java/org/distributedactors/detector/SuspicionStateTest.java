package org.distributedactors.detector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.distributedactors.detector.SuspicionState.Step;
import org.distributedactors.term.NodeName;
import org.junit.jupiter.api.Test;

class SuspicionStateTest {

    private static final NodeName B = NodeName.of("b@host");
    private static final NodeName C = NodeName.of("c@host");
    private static final NodeName D = NodeName.of("d@host");

    private final SuspicionState state = new SuspicionState(new SplittableRandom(1));
    private final Map<NodeName, Long> bytes = new HashMap<>();

    @Test
    void whoWritesIsNeverSuspected() {
        watch(B, C);

        assertThat(checks(100, B, C)).isEmpty();
    }

    @Test
    void silenceIsSuspectedAfterHalfOfTheTimeAndOthersAreAsked() {
        watch(B, C);
        checks(1, B, C);

        assertThat(checks(3, C)).isEmpty();
        assertThat(state.suspected()).isEmpty();
        assertThat(checks(1, C)).containsExactly(new Step.Suspect(B), new Step.Ask(C, B));
        assertThat(state.suspected()).containsExactly(B);
    }

    @Test
    void whoIsSilentForTheWholeTimeIsGivenUpWhereNobodyCanBeAsked() {
        watch(B);
        checks(1, B);

        assertThat(checks(7)).containsExactly(new Step.Suspect(B));
        assertThat(checks(1)).singleElement().isInstanceOf(Step.GiveUp.class);
    }

    @Test
    void whoIsNotHeardByOthersEitherIsGivenUp() {
        watch(B, C, D);
        checks(1, B, C, D);
        checks(7, C, D);
        state.answered(C, B, false);
        state.answered(D, B, false);

        assertThat(checks(1, C, D))
                .containsExactly(
                        new Step.GiveUp(B, 1, "silent, and not heard by others either: 2 asked"));
    }

    @Test
    void whoIsHeardByOneOtherIsKeptAsLongAsThatOneSaysSo() {
        watch(B, C, D);
        checks(1, B, C, D);
        checks(7, C, D);
        for (int i = 0; i < 20; i++) {
            state.answered(C, B, true);
            state.answered(D, B, false);
            assertThat(checks(1, C, D)).noneMatch(Step.GiveUp.class::isInstance);
        }
        state.answered(C, B, false);

        assertThat(checks(1, C, D)).singleElement().isInstanceOf(Step.GiveUp.class);
    }

    @Test
    void atMostThreeAreAsked() {
        NodeName[] all = new NodeName[10];
        for (int i = 0; i < all.length; i++) {
            all[i] = NodeName.of("n" + i + "@host");
        }
        watch(all);
        watch(B);
        checks(1, all);

        assertThat(checks(3, all)).filteredOn(Step.Ask.class::isInstance).hasSize(3);
    }

    @Test
    void whoIsSilentItselfIsNotAsked() {
        watch(B, C, D);
        checks(1, B, C, D);

        assertThat(checks(4, D))
                .contains(new Step.Ask(D, B), new Step.Ask(D, C))
                .doesNotContain(new Step.Ask(C, B), new Step.Ask(B, C));
    }

    @Test
    void whoIsHeardAgainBeginsAnew() {
        watch(B);
        checks(1, B);
        checks(6);

        assertThat(checks(1, B)).containsExactly(new Step.Relieve(B));
        assertThat(checks(3)).isEmpty();
    }

    @Test
    void aPromiseOfAnEarlierConnectionDoesNotCount() {
        state.up(B, 1);
        state.down(B);
        state.up(B, 2);
        state.asked(B, 1);

        assertThat(state.isWatched(B)).isFalse();
        assertThat(checks(20)).isEmpty();
    }

    @Test
    void whoMissesTwoChecksIsNotHeard() {
        watch(B, C);
        checks(1, B, C);
        assertThat(state.heard()).containsExactlyInAnyOrder(B, C);

        checks(2, C);

        assertThat(state.heard()).containsExactly(C);
    }

    @Test
    void whoRefusesIsNotWatchedAnyMore() {
        watch(B, C);
        state.refused(B);

        assertThat(checks(20, C)).isEmpty();
        assertThat(state.isWatched(B)).isFalse();
    }

    @Test
    void whoIsNotWatchedIsNotKnown() {
        state.up(B, 1);

        assertThat(state.heard(B)).isNull();
        state.asked(B, 1);
        assertThat(state.heard(B)).isTrue();
        checks(1, B);
        checks(2);
        assertThat(state.heard(B)).isFalse();
    }

    private void watch(NodeName... peers) {
        for (NodeName peer : peers) {
            state.up(peer, 1);
            state.asked(peer, 1);
            bytes.put(peer, 0L);
        }
    }

    /// So many checks, in each of which these peers have written something.
    private List<Step> checks(int count, NodeName... writing) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            for (NodeName peer : writing) {
                bytes.merge(peer, 4L, Long::sum);
            }
            steps.addAll(state.check(bytes));
        }
        return steps;
    }
}
