package org.distributedactors.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The judge of the fault tests: it finds what it is there for, and nothing else.
class HistoryTest {

    private static final long SECOND = 1_000_000_000L;

    private final History history = new History();

    private void at(double seconds, String node, String event) {
        history.add(node, (long) (seconds * SECOND) + " " + event);
    }

    private void connected(double seconds) {
        at(seconds, "a", "nodeup b");
        at(seconds, "b", "nodeup a");
    }

    private static String has(String owner, double asked) {
        return "has name " + owner + " " + (long) (asked * SECOND);
    }

    @Test
    void aNameWithTwoOwnersOnConnectedNodesIsFound() {
        connected(0);
        at(10.2, "a", has("p", 10));
        at(11.2, "b", has("q", 11));
        at(12, "a", "gives name p");
        at(13, "b", "gives name q");

        assertThat(history.sharedNames()).hasSize(1);
    }

    @Test
    void oneOwnerAfterTheOtherIsFine() {
        connected(0);
        at(10.2, "a", has("p", 10));
        at(11, "a", "gives name p");
        at(11.2, "b", has("q", 11));
        at(13, "b", "gives name q");

        assertThat(history.sharedNames()).isEmpty();
    }

    @Test
    void twoOwnersInAPartitionAreFine() {
        connected(0);
        at(5, "a", "nodedown b");
        at(5, "b", "nodedown a");
        at(10.2, "a", has("p", 10));
        at(11.2, "b", has("q", 11));
        connected(12);
        at(13, "a", "gives name p");
        at(13, "b", "gives name q");

        assertThat(history.sharedNames()).isEmpty();
    }

    @Test
    void twoOwnersJustAfterNodesMetAreNotHeldAgainstThem() {
        at(10.2, "a", has("p", 10));
        connected(10.5);
        at(11.2, "b", has("q", 11));
        at(13, "a", "gives name p");
        at(13, "b", "gives name q");

        assertThat(history.sharedNames()).isEmpty();
    }

    @Test
    void theFirstEventOfAKindSinceAMomentIsFound() {
        connected(1);
        at(2, "a", "nodedown b SHUTDOWN");
        at(4, "a", "nodedown b CLOSED_BY_PEER");

        assertThat(history.first("a", 3 * SECOND, "nodedown", "b"))
                .hasValueSatisfying(event -> assertThat(event.at()).isEqualTo(4 * SECOND));
        assertThat(history.first("b", 0, "nodedown", "a")).isEmpty();
    }
}
