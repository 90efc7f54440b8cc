package org.distributedactors.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.NodeName;
import org.junit.jupiter.api.Test;

/// Which node a placement chooses, by what nodes say of themselves.
class PlacementTest {

    private static final NodeName A = NodeName.of("a@h");
    private static final NodeName B = NodeName.of("b@h");
    private static final NodeName C = NodeName.of("c@h");

    private static NodeLoad load(NodeName node, long processes, long queued, int cpu) {
        return new NodeLoad(node, processes, 0, queued, cpu, false, Set.of("t"));
    }

    private static PlacementRequest request(NodeLoad... loads) {
        return new PlacementRequest("t", A, List.of(loads), 0);
    }

    @Test
    void localAndOnLookAtNobody() {
        assertThat(Placement.local().place(request())).contains(A);
        assertThat(Placement.on(C).place(request())).contains(C);
        assertThat(Placement.local().looksAtNodes()).isFalse();
        assertThat(Placement.leastLoaded().looksAtNodes()).isTrue();
    }

    @Test
    void nobodyIsAnAnswer() {
        for (Placement placement :
                List.of(Placement.leastLoaded(), Placement.roundRobin(), Placement.byKey("k"))) {
            assertThat(placement.place(request())).isEmpty();
        }
    }

    @Test
    void theLeastLoadedIsByProcessesQueuesAndProcessors() {
        Placement placement = Placement.leastLoaded();

        assertThat(placement.place(request(load(A, 100, 0, 0), load(B, 50, 0, 0)))).contains(B);
        assertThat(placement.place(request(load(A, 60, 0, 0), load(B, 50, 1000, 0)))).contains(A);
        assertThat(placement.place(request(load(A, 60, 0, 0), load(B, 50, 0, 900)))).contains(A);
    }

    @Test
    void roundRobinTakesOneAfterTheOther() {
        List<NodeLoad> nodes = List.of(load(B, 0, 0, 0), load(A, 900, 0, 0), load(C, 0, 0, 0));

        assertThat(IntStream.range(0, 6).mapToObj(turn -> turn(nodes, turn)))
                .containsExactly(A, B, C, A, B, C);
    }

    private static NodeName turn(List<NodeLoad> nodes, int turn) {
        return Placement.roundRobin()
                .place(new PlacementRequest("t", A, nodes, turn))
                .orElseThrow();
    }

    @Test
    void aKeyStaysWhereItIsUnlessItsNodeGoesOrANewOneGetsIt() {
        NodeLoad[] two = {load(A, 0, 0, 0), load(B, 9, 9, 9)};
        NodeLoad[] three = {load(C, 0, 0, 0), load(B, 0, 0, 0), load(A, 0, 0, 0)};
        int moved = 0;
        int[] counts = new int[3];
        for (int key = 0; key < 3000; key++) {
            Placement placement = Placement.byKey("key" + key);
            NodeName before = placement.place(request(two)).orElseThrow();
            NodeName after = placement.place(request(three)).orElseThrow();
            counts[after.equals(A) ? 0 : after.equals(B) ? 1 : 2]++;
            if (!before.equals(after)) {
                assertThat(after).isEqualTo(C);
                moved++;
            }
        }
        assertThat(moved).isBetween(850, 1150);
        assertThat(Arrays.stream(counts).boxed()).allMatch(count -> count > 850);
    }

    @Test
    void aLoadIsReadAsItWasWritten() {
        NodeLoad load = new NodeLoad(A, 7, 5, 3, 250, true, Set.of("x", "y"));

        assertThat(NodeLoad.from(A, load.toTerm())).contains(load);
    }

    @Test
    void whatAPeerSaysIsTakenWhereItMakesSense() {
        assertThat(NodeLoad.from(A, Atom.of("no"))).isEmpty();
        assertThat(NodeLoad.from(A, MapTerm.EMPTY)).isEmpty();
        Optional<NodeLoad> odd =
                NodeLoad.from(
                        A,
                        MapTerm.of(
                                Atom.of("types"), ListTerm.of(Atom.of("x"), Binary.utf8("t")),
                                Atom.of("processes"), Atom.of("many")));
        assertThat(odd).contains(new NodeLoad(A, 0, 0, 0, 0, false, Set.of("t")));
    }
}
