package org.distributedactors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Random histories of whole clusters: nodes register names, watch each other, lose each other in all ways, crash, freeze
/// and come back, all at once. Then the network settles, in two parts or as one, and the following must hold.
///
/// 1. The nodes that reach each other are one partition, and have the same names with the same owners.
/// 2. After a heal that is so within one second after the last connection came up.
/// 3. In a heal the resolver of a conflict is called once for each name and pair of owners.
/// 4. Each owner of a name is alive.
/// 5. No empty group is listed.
/// 6. A link or monitor fires exactly once when its target ends, is lost, or was never there.
/// 7. No queue of a locker grows beyond the number of nodes.
/// 8. Each registration ends, and none leaves a lock: afterwards each node can register a name within one second.
///
/// A history that fails is printed as the line that replays it. `.ci/run` plays 2,000 of them with {@link Histories}.
class ClusterSimulationTest {

    private static final int SEEDS = Integer.getInteger("sim.seeds", 200);
    private static final long FIRST = Long.getLong("sim.first", 0);
    private static final Long ONE_SEED = Long.getLong("sim.seed");

    @Test
    void afterAnyHistoryTheClusterIsWholeAgain() {
        assertThat(
                        ONE_SEED == null
                                ? Histories.play(FIRST, SEEDS, 2)
                                : Histories.play(ONE_SEED, 1, 1))
                .isEmpty();
    }
}
