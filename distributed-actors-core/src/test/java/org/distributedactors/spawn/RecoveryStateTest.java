package org.distributedactors.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.distributedactors.spawn.RecoveryState.Step;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who starts the actors of a lost node again.
class RecoveryStateTest {

    private static final NodeName A = NodeName.of("a@h");
    private static final NodeName B = NodeName.of("b@h");
    private static final NodeName C = NodeName.of("c@h");
    private static final Set<NodeName> LEFT = Set.of(B, C);
    private static final Set<Atom> ALL = Set.of(A.atom(), B.atom(), C.atom());
    private static final long TURN = RecoveryState.TURN_NANOS;

    private final RecoveryState b = new RecoveryState(B);
    private final RecoveryState c = new RecoveryState(C);

    private static Pid pid(NodeName node, int id) {
        return new Pid(node.atom(), id, 0, 1);
    }

    private static Term actor(int number) {
        return IntegerTerm.of(number);
    }

    private void joined(int number, NodeName node) {
        for (RecoveryState state : List.of(b, c)) {
            state.joined(actor(number), List.of(pid(node, number)), 0);
        }
    }

    private static List<Step> starts(RecoveryState state, long now) {
        return state.due(LEFT, RecoveryState.FIRST_TURN_NANOS + now);
    }

    @Test
    void eachActorOfALostNodeIsStartedByOneOfThoseThatAreLeft() {
        for (int i = 0; i < 1000; i++) {
            joined(i, A);
        }
        b.nodeDown(A.atom(), 0);
        c.nodeDown(A.atom(), 0);

        List<Step> byB = starts(b, 0);
        List<Step> byC = starts(c, 0);

        assertThat(byB).hasSizeBetween(400, 600).doesNotContainAnyElementsOf(byC);
        assertThat(byB.size() + byC.size()).isEqualTo(1000);
    }

    @Test
    void theSecondTakesItsTurnWhenTheFirstDoesNot() {
        joined(1, A);
        b.nodeDown(A.atom(), 0);
        c.nodeDown(A.atom(), 0);
        boolean first = !starts(b, 0).isEmpty();
        RecoveryState second = first ? c : b;
        if (!first) {
            assertThat(starts(c, 0)).hasSize(1);
        }

        assertThat(starts(second, TURN - 1)).isEmpty();
        assertThat(starts(second, TURN)).hasSize(1);
        // It has not appeared yet, and is not started again at once.
        assertThat(starts(second, TURN + 1)).isEmpty();
    }

    @Test
    void whatAppearsIsLostNoMore() {
        joined(1, A);
        b.nodeDown(A.atom(), 0);
        c.nodeDown(A.atom(), 0);

        joined(1, C);

        assertThat(starts(b, 10 * TURN)).isEmpty();
        assertThat(starts(c, 10 * TURN)).isEmpty();
    }

    @Test
    void oneThatEndsOnANodeThatStaysIsForgottenAndOnOneThatLeavesOrIsGoneIsLost() {
        joined(1, A);
        joined(2, A);
        joined(3, A);
        b.left(actor(1), List.of(pid(A, 1)), ALL, 0);
        b.leaves(A.atom());
        b.left(actor(2), List.of(pid(A, 2)), ALL, 0);
        b.left(actor(3), List.of(pid(A, 3)), Set.of(B.atom(), C.atom()), 0);
        b.nodeDown(A.atom(), 0);

        assertThat(b.due(Set.of(B), RecoveryState.FIRST_TURN_NANOS))
                .containsExactly(new Step.StartHere(actor(2)), new Step.StartHere(actor(3)));
    }

    @Test
    void aCopyThatStandsByHasTheFirstTurn() {
        joined(1, A);
        b.standsBy(actor(1), List.of(pid(C, 7)));
        b.nodeDown(A.atom(), 0);

        assertThat(b.due(Set.of(B), TURN)).isEmpty();
        b.joined(actor(1), List.of(pid(C, 7)), TURN);
        b.standsByNoMore(actor(1), List.of(pid(C, 7)), ALL, TURN);
        assertThat(b.due(Set.of(B), 100 * TURN)).isEmpty();
    }

    @Test
    void aCopyThatStoodByAndIsGivenUpOrLostEndsItsTurn() {
        for (int number : List.of(1, 2)) {
            joined(number, A);
            b.standsBy(actor(number), List.of(pid(C, 7)));
        }
        b.nodeDown(A.atom(), 0);
        b.standsByNoMore(actor(1), List.of(pid(C, 7)), ALL, 1);

        assertThat(b.due(Set.of(B), 1)).containsExactly(new Step.StartHere(actor(1)));
        b.nodeDown(C.atom(), 2);
        assertThat(b.due(Set.of(B), 2)).containsExactly(new Step.StartHere(actor(2)));
    }

    @Test
    void oneThatHasMovedToACopyThatStandsByIsLostWithThatOne() {
        joined(1, A);
        b.standsBy(actor(1), List.of(pid(C, 7)));
        b.left(actor(1), List.of(pid(A, 1)), ALL, 0);

        assertThat(b.due(Set.of(B), 100 * TURN)).isEmpty();
        b.nodeDown(C.atom(), 100 * TURN);
        assertThat(b.due(Set.of(B), 100 * TURN)).containsExactly(new Step.StartHere(actor(1)));
    }

    /// The groups hear of a loss before the listeners do.
    @Test
    void oneThatHasMovedIsLostAlsoWhenItsGroupTellsOfTheLossFirst() {
        joined(1, A);
        b.standsBy(actor(1), List.of(pid(C, 7)));
        b.left(actor(1), List.of(pid(A, 1)), ALL, 0);

        b.standsByNoMore(actor(1), List.of(pid(C, 7)), Set.of(A.atom(), B.atom()), 1);

        assertThat(b.due(Set.of(B), 1)).containsExactly(new Step.StartHere(actor(1)));
    }

    @Test
    void oneThatIsGivenAwayToANodeJustLostIsLost() {
        for (int number : List.of(1, 2)) {
            joined(number, A);
            b.standsBy(actor(number), List.of(pid(C, 7)));
        }
        b.nodeDown(C.atom(), 0);

        b.left(actor(1), List.of(pid(A, 1)), ALL, 1);
        assertThat(b.due(Set.of(B), TURN)).containsExactly(new Step.StartHere(actor(1)));
        assertThat(b.due(Set.of(C), 2 * RecoveryState.CONFLICT_NANOS)).isEmpty();
        b.left(actor(2), List.of(pid(A, 2)), ALL, 2 * RecoveryState.CONFLICT_NANOS);
        assertThat(b.lost()).isOne();
    }

    @Test
    void aCopyThatGoesOnAlthoughItWasToldToEndIsKilled() {
        b.joined(actor(1), List.of(pid(B, 1), pid(C, 1)), 0);
        c.joined(actor(1), List.of(pid(B, 1), pid(C, 1)), 0);
        RecoveryState ending = b.due(LEFT, RecoveryState.CONFLICT_NANOS).isEmpty() ? c : b;
        Pid copy = pid(ending == b ? B : C, 1);

        if (ending == c) {
            assertThat(c.due(LEFT, RecoveryState.CONFLICT_NANOS))
                    .containsExactly(new Step.End(actor(1), copy, false));
        }
        assertThat(ending.due(LEFT, RecoveryState.CONFLICT_NANOS + 1)).isEmpty();
        assertThat(ending.due(LEFT, 2 * RecoveryState.CONFLICT_NANOS))
                .containsExactly(new Step.End(actor(1), copy, true));
    }

    @Test
    void aCopyThatStandsByForTooLongIsNotWaitedFor() {
        joined(1, A);
        b.standsBy(actor(1), List.of(pid(C, 7)));
        b.nodeDown(A.atom(), 0);

        assertThat(starts(b, 2 * TURN)).hasSize(1);
    }

    @Test
    void whoMayNotStartsNothingAndForgetsNothing() {
        joined(1, A);
        b.nodeDown(A.atom(), 0);

        assertThat(b.due(Set.of(C), 100 * TURN)).isEmpty();
        assertThat(b.due(Set.of(B), 101 * TURN)).hasSize(1);
    }

    @Test
    void aCopyThatMovesIsSeenTwiceForAMoment() {
        joined(1, A);
        b.joined(actor(1), List.of(pid(B, 9)), 0);

        assertThat(b.due(LEFT, RecoveryState.CONFLICT_NANOS - 1)).isEmpty();
        b.left(actor(1), List.of(pid(A, 1)), ALL, 0);
        assertThat(b.due(LEFT, 2 * RecoveryState.CONFLICT_NANOS)).isEmpty();
    }

    @Test
    void ofTwoCopiesOneStays() {
        for (int i = 0; i < 100; i++) {
            b.joined(actor(i), List.of(pid(B, i), pid(C, i)), 0);
            c.joined(actor(i), List.of(pid(B, i), pid(C, i)), 0);
        }

        List<Step> ended = new ArrayList<>(b.due(LEFT, RecoveryState.CONFLICT_NANOS));
        int byB = ended.size();
        ended.addAll(c.due(LEFT, RecoveryState.CONFLICT_NANOS));

        assertThat(ended).hasSize(100);
        assertThat(byB).isBetween(20, 80);
        assertThat(ended.stream().map(step -> ((Step.End) step).actor())).doesNotHaveDuplicates();
    }

    /// Invariants: 1. while nodes come and go, each actor that ran on a lost node has a copy again within as many turns as there
    /// are nodes; 2. never two, when all nodes see the same.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nodesThatComeAndGo(long seed) {
        Random random = new Random(seed);
        Map<NodeName, RecoveryState> alive = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            alive.put(NodeName.of("n" + i + "@h"), new RecoveryState(NodeName.of("n" + i + "@h")));
        }
        Map<Integer, Pid> where = new HashMap<>();
        long now = 0;
        int next = 0;
        for (int i = 0; i < 50; i++) {
            Pid pid = pid(NodeName.of("n" + random.nextInt(5) + "@h"), ++next);
            where.put(i, pid);
            join(alive, i, pid, now);
        }
        for (int round = 0; round < 3; round++) {
            NodeName dead =
                    new ArrayList<>(new LinkedHashSet<>(alive.keySet()))
                            .get(random.nextInt(alive.size()));
            alive.remove(dead);
            // One of those that are left hears of it late.
            for (RecoveryState state : alive.values()) {
                state.nodeDown(dead.atom(), now + random.nextInt(1_000_000));
            }
            where.values().removeIf(pid -> pid.node().equals(dead.atom()));
            NodeName unable = alive.keySet().iterator().next();
            for (int turn = 0; turn <= alive.size() + 1; turn++) {
                now += RecoveryState.TURN_NANOS + 2_000_000;
                for (NodeName node : List.copyOf(alive.keySet())) {
                    for (Step step : alive.get(node).due(alive.keySet(), now)) {
                        if (step instanceof Step.StartHere(IntegerTerm number)
                                && !node.equals(unable)) {
                            Pid pid = pid(node, ++next);
                            assertThat(where.put(number.intValue(), pid)).isNull();
                            join(alive, number.intValue(), pid, now);
                        }
                    }
                }
            }
            assertThat(where).hasSize(50);
        }
    }

    private static void join(Map<NodeName, RecoveryState> alive, int number, Pid pid, long now) {
        alive.values().forEach(state -> state.joined(actor(number), List.of(pid), now));
    }
}
