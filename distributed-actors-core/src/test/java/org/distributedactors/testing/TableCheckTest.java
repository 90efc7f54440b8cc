package org.distributedactors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.global.GlobalEvent;
import org.junit.jupiter.api.Test;

/// Tables that differ for whatever reason are equal again some time after the partition has changed.
class TableCheckTest {

    private final SimulatedCluster cluster = SimulatedCluster.of(1, "a", "b", "c", "d");
    private final List<GlobalEvent.TableMended> mended = new ArrayList<>();

    TableCheckTest() {
        cluster.shouldPartitionAs("a b c d");
        cluster.onStart(node ->
                node.globalRegistry()
                        .onEvent(event -> {
                            if (event instanceof GlobalEvent.TableMended found) {
                                mended.add(found);
                            }
                        }));
    }

    /// One node does not hear of the end of the owner.
    private void endWithoutTellingOne() {
        cluster.shouldSettleAt("a: counter=a  b: counter=a  c: counter=a  d: counter=a");
        boolean[] left = {false};
        cluster.network()
                .leaveOut(message -> {
                    boolean first =
                            !left[0]
                                    && message.control()
                                            .getClass()
                                            .getSimpleName()
                                            .contains("MonitorPExit");
                    left[0] = left[0] || first;
                    return first;
                });
        cluster.on("a").kill(cluster.on("a").whereis("counter").orElseThrow());
        cluster.run(Duration.ofSeconds(5));
        assertThat(cluster.names()).contains("counter=a");
    }

    @Test
    void aNameThatOneNodeHasAloneIsGoneAfterThePartitionHasChanged() {
        cluster.on("a").registerName("counter");
        endWithoutTellingOne();
        cluster.on("b").crash();
        cluster.shouldSettleAt("a: -  b: down  c: -  d: -");
        cluster.on("b").start();
        cluster.shouldSettleAt("a: -  b: -  c: -  d: -");
    }

    @Test
    void tablesThatAreEqualAreLeftAlone() {
        cluster.on("a").registerName("counter");
        cluster.run(Duration.ofSeconds(5));
        cluster.on("b").crash();
        cluster.run(Duration.ofSeconds(30));
        assertThat(mended).isEmpty();
    }
}
