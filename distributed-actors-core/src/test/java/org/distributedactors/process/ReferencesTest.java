package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Reference;
import org.junit.jupiter.api.Test;

/// References are all different, and those that come next do not follow from those that were seen.
class ReferencesTest {

    private static final int MANY = 1_000_000;

    private static References references(long seed) {
        return new References(Atom.of("a@h"), 1, new Random(seed));
    }

    private static int seal(Reference reference) {
        return reference.word(2);
    }

    @Test
    void allAreDifferent() {
        References references = references(1);
        Set<Reference> seen = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            seen.add(references.next());
        }

        assertThat(seen).hasSize(MANY);
    }

    @Test
    void theFirstWordIsOneThatErlangTakes() {
        References references = references(1);
        for (int i = 0; i < MANY; i++) {
            assertThat(references.next().word(0)).isBetween(0, (1 << 18) - 1);
        }
    }

    /// The step from one seal to the next says nothing about the step after it.
    @Test
    void nextOnesDoNotFollowFromThoseBefore() {
        References references = references(2);
        Set<Integer> steps = new HashSet<>();
        int last = seal(references.next());
        for (int i = 0; i < 1000; i++) {
            int next = seal(references.next());
            steps.add(next - last);
            last = next;
        }

        assertThat(steps).hasSizeGreaterThan(990);
    }

    @Test
    void twoLivesOfANodeHaveOthers() {
        References one = references(1);
        References other = references(2);
        int same = 0;
        for (int i = 0; i < 1000; i++) {
            same += one.next().equals(other.next()) ? 1 : 0;
        }

        assertThat(same).isZero();
    }
}
