package org.distributedactors.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Actors whose node is lost, or leaves, are started on another one, with their argument and under their id.
class RecoveryTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Kernels kernels = new Kernels();
    private final List<Started> started = new CopyOnWriteArrayList<>();
    private final Kernel a = start("a");
    private final Kernel b = start("b");
    private final Kernel c = start("c");

    private record Started(NodeName node, Pid pid, String id, long argument) {}

    private Kernel start(String name) {
        Kernel kernel = kernels.start(name);
        kernel.actorTypes()
                .declare(
                        new ActorType("cart", true, new Carts(kernel))
                                .withOnNodeLoss(OnNodeLoss.RESTART_ELSEWHERE));
        return kernel;
    }

    private final class Carts implements ActorType.Factory {
        private final Kernel kernel;

        Carts(Kernel kernel) {
            this.kernel = kernel;
        }

        @Override
        public ProcessBehaviour create(Term argument) {
            throw new AssertionError();
        }

        @Override
        public ProcessBehaviour create(Term argument, Start start) {
            long number = ((IntegerTerm) argument).longValue();
            return new ProcessBehaviour() {
                @Override
                public ExitReason start(Self self) {
                    started.add(new Started(kernel.node().name(), self.pid(), start.id(), number));
                    return null;
                }

                @Override
                public ExitReason receive(Self self, Object message) {
                    return ExitReason.NORMAL;
                }
            };
        }
    }

    @AfterEach
    void stop() {
        kernels.close();
    }

    private void spawnOnC(int count) {
        for (int i = 0; i < count; i++) {
            a.remoteSpawner().spawn(c.node().name(), "cart", i);
        }
        await().until(() -> started.size() == count);
        for (Kernel other : List.of(a, b)) {
            await().until(() -> known(other) == count);
        }
        assertThat(started.stream().map(Started::id)).doesNotHaveDuplicates();
    }

    private static int known(Kernel kernel) {
        return kernel.processGroups().scope(Recovery.SCOPE).groupCount();
    }

    private void assertStartedElsewhere(int count) {
        await().atMost(LONG).until(() -> started.size() >= 2 * count);
        List<Started> again = List.copyOf(started).subList(count, started.size());
        assertThat(again.stream().map(Started::argument))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, count).mapToObj(Long::valueOf).toList());
        assertThat(again).noneMatch(one -> one.node().equals(c.node().name()));
        assertThat(again.stream().map(Started::node).distinct()).hasSize(2);
        assertThat(again.stream().map(Started::id))
                .containsExactlyInAnyOrderElementsOf(
                        started.subList(0, count).stream().map(Started::id).toList());
        await().until(() -> known(a) == count && known(b) == count);
        assertThat(
                        a.remoteSpawner().recovery().recovered()
                                + b.remoteSpawner().recovery().recovered())
                .isEqualTo(count);
    }

    @Test
    void aNodeThatIsLost() {
        spawnOnC(20);

        c.stop();

        assertStartedElsewhere(20);
    }

    @Test
    void aNodeThatLeaves() {
        spawnOnC(20);

        assertThat(c.remoteSpawner().leave()).succeedsWithin(LONG);
        assertThat(c.remoteSpawner().stopAll(LONG)).succeedsWithin(LONG);

        assertStartedElsewhere(20);
    }

    @Test
    void oneThatHasDoneWhatItWasForIsNotStartedAgain() {
        spawnOnC(2);

        a.node().send(started.getFirst().pid(), "done");

        await().until(() -> known(a) == 1 && known(b) == 1);
        c.stop();
        await().until(() -> started.size() == 3);
        assertThat(started.get(2).argument()).isEqualTo(1);
    }

    @Test
    void theSideThatMayNotStartsNothing() {
        AtomicBoolean majority = new AtomicBoolean();
        a.remoteSpawner().recovery().onlyIf(majority::get);
        b.remoteSpawner().recovery().onlyIf(majority::get);
        spawnOnC(3);

        c.stop();

        await().until(() -> a.node().nodes().size() == 1 && b.node().nodes().size() == 1);
        assertThat(started).hasSize(3);
        majority.set(true);
        await().atMost(LONG).until(() -> started.size() == 6);
    }
}
