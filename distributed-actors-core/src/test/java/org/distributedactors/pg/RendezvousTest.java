package org.distributedactors.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.pg.StateFixture.A;
import static org.distributedactors.pg.StateFixture.pid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

/// Which member a key belongs to.
class RendezvousTest {

    private static final int KEYS = 10_000;

    private final List<Pid> members =
            IntStream.range(0, 8).mapToObj(i -> pid(Atom.of("n" + i % 3 + "@h"), i)).toList();

    private static Term key(int i) {
        return Binary.utf8("order-" + i);
    }

    @Test
    void theOrderOfTheMembersDoesNotMatter() {
        List<Pid> reversed = new ArrayList<>(members);
        Collections.reverse(reversed);

        for (int i = 0; i < 100; i++) {
            assertThat(Rendezvous.pick(key(i), reversed))
                    .isEqualTo(Rendezvous.pick(key(i), members));
        }
    }

    @Test
    void keysSpreadOverAllMembers() {
        Map<Pid, Integer> load = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            load.merge(Rendezvous.pick(key(i), members), 1, Integer::sum);
        }

        int fair = KEYS / members.size();
        assertThat(load).hasSize(members.size());
        assertThat(load.values()).allSatisfy(n -> assertThat(n).isBetween(fair / 2, fair * 2));
    }

    @Test
    void whenAMemberLeavesOnlyItsOwnKeysMove() {
        Pid gone = members.get(3);
        List<Pid> left = members.stream().filter(pid -> !pid.equals(gone)).toList();

        for (int i = 0; i < 1000; i++) {
            Pid before = Rendezvous.pick(key(i), members);
            if (!gone.equals(before)) {
                assertThat(Rendezvous.pick(key(i), left)).isEqualTo(before);
            }
        }
    }

    @Test
    void nobodyIsPickedFromNobody() {
        assertThat(Rendezvous.pick(key(1), List.of())).isNull();
    }

    /// Nodes of different releases must pick alike, so this never changes.
    @Test
    void theChoiceIsFixed() {
        List<Pid> two = List.of(pid(A, 1), pid(A, 2));

        assertThat(IntStream.range(0, 8).map(i -> Rendezvous.pick(key(i), two).id()))
                .containsExactly(2, 2, 1, 1, 2, 2, 2, 1);
    }
}
