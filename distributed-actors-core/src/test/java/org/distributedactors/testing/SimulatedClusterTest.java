package org.distributedactors.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

/// What tests can do with a simulated cluster.
class SimulatedClusterTest {

    @Test
    void nodesFindEachOtherAndShareNames() {
        SimulatedCluster cluster = SimulatedCluster.of(1, "a", "b", "c");
        cluster.shouldPartitionAs("a b c");
        cluster.on("b").registerName("counter");
        cluster.shouldSettleAt("a: counter=b  b: counter=b  c: counter=b");
    }

    @Test
    void eachSideOfASplitGoesOnAndOneOwnerIsLeftWhenItHeals() {
        SimulatedCluster cluster = SimulatedCluster.of(2, "a", "b", "c");
        cluster.shouldPartitionAs("a b c");
        cluster.split("a | b c");
        cluster.shouldPartitionAs("a | b c");
        Pid less = cluster.on("a").registerName("counter");
        Pid greater = cluster.on("c").registerName("counter");
        cluster.shouldSettleAt("a: counter=a  b: counter=c  c: counter=c");
        cluster.merge();
        cluster.shouldSettleAt("a: counter=a  b: counter=a  c: counter=a");
        assertThat(cluster.on("a").isAlive(less)).isTrue();
        assertThat(cluster.on("c").isAlive(greater)).isFalse();
    }

    @Test
    void aCrashedNodeTakesItsNamesAlongAndComesBackWithoutThem() {
        SimulatedCluster cluster = SimulatedCluster.of(3, "a", "b");
        cluster.shouldPartitionAs("a b");
        Pid old = cluster.on("a").registerName("counter");
        cluster.shouldSettleAt("a: counter=a  b: counter=a");
        cluster.on("a").crash();
        cluster.shouldSettleAt("a: down  b: -");
        cluster.on("a").start();
        cluster.shouldPartitionAs("a b");
        cluster.shouldSettleAt("a: -  b: -");
        assertThat(cluster.on("a").isAlive(old)).isFalse();
    }

    @Test
    void aStoppedNodeIsMissedAtOnceAndAVanishedOneAfterTheTickTime() {
        SimulatedCluster cluster = SimulatedCluster.of(4, "a", "b", "c");
        cluster.shouldPartitionAs("a b c");
        cluster.on("a").stop();
        cluster.run(Duration.ofMillis(100));
        assertThat(cluster.on("b").connected()).containsExactly("b", "c");
        cluster.on("b").vanish();
        cluster.run(Duration.ofSeconds(5));
        assertThat(cluster.on("c").connected()).containsExactly("b", "c");
        cluster.run(Duration.ofSeconds(6));
        assertThat(cluster.on("c").connected()).containsExactly("c");
    }

    @Test
    void whoFreezesForLongIsMissedAndComesBack() {
        SimulatedCluster cluster = SimulatedCluster.of(5, "a", "b");
        cluster.shouldPartitionAs("a b");
        cluster.on("a").freeze(Duration.ofSeconds(4));
        cluster.run(Duration.ofSeconds(5));
        assertThat(cluster.on("b").connected()).containsExactly("a", "b");
        cluster.on("a").freeze(Duration.ofSeconds(20));
        cluster.run(Duration.ofSeconds(15));
        assertThat(cluster.on("b").connected()).containsExactly("b");
        cluster.shouldPartitionAs("a b");
    }

    @Test
    void aOneWayBlockEndsTheConnectionAtBothEnds() {
        SimulatedCluster cluster = SimulatedCluster.of(6, "a", "b");
        cluster.shouldPartitionAs("a b");
        cluster.block("a", "b");
        cluster.run(Duration.ofSeconds(11));
        assertThat(cluster.on("a").connected()).containsExactly("a");
        assertThat(cluster.on("b").connected()).containsExactly("b");
        cluster.merge();
        cluster.shouldPartitionAs("a b");
    }

    @Test
    void monitorsFireOnceWhenTheConnectionIsCut() {
        SimulatedCluster cluster = SimulatedCluster.of(7, "a", "b");
        cluster.shouldPartitionAs("a b");
        Pid target = cluster.on("b").spawnIdle();
        Watcher watcher = new Watcher(target);
        cluster.on("a").spawn(watcher);
        cluster.run(Duration.ofSeconds(1));
        cluster.cut("a", "b");
        cluster.run(Duration.ofSeconds(10));
        assertThat(watcher.messages).isEqualTo(1);
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        assertThat(stepsOf(8)).isEqualTo(stepsOf(8)).isNotEqualTo(stepsOf(9));
    }

    private static long stepsOf(long seed) {
        SimulatedCluster cluster = SimulatedCluster.of(seed, "a", "b", "c", "d");
        cluster.run(Duration.ofSeconds(20));
        cluster.split("a b | c d");
        cluster.run(Duration.ofSeconds(20));
        cluster.merge();
        cluster.run(Duration.ofSeconds(20));
        return cluster.steps();
    }

    @Test
    void aFailureSaysSeedTimeAndState() {
        SimulatedCluster cluster = SimulatedCluster.of(10, "a", "b");
        assertThatThrownBy(() -> cluster.shouldSettleAt("a: x=a  b: x=a"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed 10")
                .hasMessageContaining("a: -  b: -");
    }

    private static final class Watcher implements ProcessBehaviour {

        private final Pid target;
        private int messages;

        Watcher(Pid target) {
            this.target = target;
        }

        @Override
        public ExitReason start(Self self) {
            self.monitor(target);
            return null;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            messages++;
            return null;
        }
    }
}
