package org.distributedactors.boot.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.distributedactors.boot.overview.NodeSummary.Shown;
import org.distributedactors.boot.overview.NodeSummary.Tie;
import org.distributedactors.boot.overview.NodeSummary.TypeCount;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.migration.rebalance.Moves;
import org.distributedactors.node.Node;
import org.junit.jupiter.api.Test;

/// What another node says of itself is cut to size, whatever it says.
class NodeSummaryTest {

    private static final String LONG = "x".repeat(10_000);

    private static NodeSummary huge() {
        return new NodeSummary(
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                1,
                Collections.nCopies(10_000, new TypeCount(LONG, 1, 1, 1, false)),
                Collections.nCopies(10_000, new Shown(LONG, null, LONG, 1, false)),
                Collections.nCopies(10_000, new Tie(Tie.Kind.LINK, LONG, LONG)),
                List.of(),
                List.of(),
                new Moves(Moves.Why.DRAIN, 10, 3));
    }

    @Test
    void listsAndTextsHaveALimit() {
        NodeSummary cut = huge().cut();

        assertThat(cut.types()).hasSize(NodeSummary.TYPES);
        assertThat(cut.shown()).hasSize(NodeSummary.SHOWN);
        assertThat(cut.ties()).hasSize(NodeSummary.TIES);
        assertThat(cut.ties().getFirst().from()).hasSize(201);
    }

    @Test
    void itIsReadAsItWasWritten() {
        Node node = new Kernel(KernelConfig.local().build()).node();
        NodeSummary cut = huge().cut();

        assertThat(node.fromTerm(node.toTerm(cut), NodeSummary.class)).isEqualTo(cut);
    }
}
