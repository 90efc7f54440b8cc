package org.distributedactors.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.pg.StateFixture.A;
import static org.distributedactors.pg.StateFixture.pid;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

/// A bag that is read while it grows.
class MembersTest {

    private static final Pid P = pid(A, 1);
    private static final Pid Q = pid(A, 2);
    private static final Pid R = pid(A, 3);

    @Test
    void aSnapshotDoesNotChangeWhenMoreJoin() {
        Members one = Members.NONE.plus(List.of(P));

        Members two = one.plus(List.of(Q));
        Members other = one.plus(List.of(R));

        assertThat(one).containsExactly(P);
        assertThat(two).containsExactly(P, Q);
        assertThat(other).containsExactly(P, R);
    }

    @Test
    void eachIsTakenAwayAsOftenAsItIsNamed() {
        Members bag = Members.NONE.plus(List.of(P, Q, P, P));

        assertThat(bag.minus(List.of(P, P))).containsExactlyInAnyOrder(Q, P);
        assertThat(bag.minus(List.of(R))).isEqualTo(bag);
        assertThat(bag.common(List.of(P, P, P, P, R))).containsExactly(P, P, P);
    }

    @Test
    void itHoldsWhatASimpleListWouldAfterRandomChanges() {
        SplittableRandom random = new SplittableRandom(7);
        Members bag = Members.NONE;
        List<Pid> simple = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            Pid pid = pid(A, random.nextInt(10));
            if (random.nextInt(5) < 3) {
                bag = bag.plus(List.of(pid));
                simple.add(pid);
            } else {
                bag = bag.minus(List.of(pid));
                simple.remove(pid);
            }
            assertThat(bag).containsExactlyInAnyOrderElementsOf(simple);
        }
    }
}
