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
    void twoOwnersThatOutliveTheHealAreFound() {
        twoOwnersAndAHealAt12();
        at(30, "b", "sees other r");

        assertThat(history.sharedNames()).hasSize(1);
    }

    @Test
    void ofTwoOwnersOneMayEndAfterTheHeal() {
        twoOwnersAndAHealAt12();
        at(13, "b", "gives name q");
        at(30, "b", "sees name p");

        assertThat(history.sharedNames()).isEmpty();
    }

    @Test
    void ownersOfAKilledNodeHaveNothing() {
        twoOwnersAndAHealAt12();
        at(13, "a", "nodedown b");
        at(14, "b", "begins");
        connected(14);
        at(30, "b", "sees name p");

        assertThat(history.sharedNames()).isEmpty();
    }

    @Test
    void anotherOwnerThatANodeFindsIsFound() {
        connected(0);
        at(10.2, "a", has("p", 10));
        at(11, "b", "sees name p");
        at(12, "b", "sees name q");

        assertThat(history.sharedNames()).hasSize(1);
    }

    private void twoOwnersAndAHealAt12() {
        connected(0);
        at(5, "a", "nodedown b");
        at(5, "b", "nodedown a");
        at(10.2, "a", has("p", 10));
        at(11.2, "b", has("q", 11));
        connected(12);
    }

    @Test
    void aLeakIsKeptHoweverMuchWasPrintedBefore() {
        for (int line = 0; line < 1000; line++) {
            history.printed("a", "line " + line);
        }
        history.printed("a", "ERROR LEAK: ByteBuf.release() was not called");

        assertThat(history.leaks()).singleElement().asString().startsWith("a: ");
        assertThat(history.printed()).hasSizeLessThan(1000);
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
