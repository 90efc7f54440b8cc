package org.distributedactors.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.distributedactors.global.ConflictMethod;
import org.distributedactors.global.GlobalEvent;
import org.distributedactors.global.GlobalLock;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;

/// What applications do with names and locks of the cluster, on several nodes.
class GlobalNamesTest {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Atom NAME = Atom.of("counter");

    private final SimulatedCluster cluster = SimulatedCluster.of(1, "a", "b", "c");

    GlobalNamesTest() {
        cluster.shouldPartitionAs("a b c");
    }

    @Test
    void ofAllWhoRegisterOrGetAtOnceOneGetsItsOwnAndTheOthersGetThat() {
        List<Pid> own = cluster.running().stream().map(SimulatedNode::spawnIdle).toList();
        List<CompletableFuture<Pid>> found =
                own.stream()
                        .map(pid ->
                                cluster.on(pid.node())
                                        .globalRegistry()
                                        .registerOrGetAsync(NAME, pid)
                                        .toCompletableFuture())
                        .toList();
        Pid owner = cluster.await(found.getFirst());
        assertThat(own).contains(owner);
        assertThat(found.stream().map(cluster::await)).containsOnly(owner);
    }

    @Test
    void anyTermIsAName() {
        Term name = Tuple.of(Atom.of("order"), Tuple.of());
        Pid pid = cluster.on("a").spawnIdle();
        cluster.await(cluster.on("a").globalRegistry().registerAsync(name, pid));
        assertThat(cluster.on("c").globalRegistry().whereis(name)).contains(pid);
    }

    @Test
    void keepOlderKeepsWhoHasHadTheNameForLonger() {
        cluster.split("a | b c");
        cluster.shouldPartitionAs("a | b c");
        Pid older = register("c", ConflictMethod.KEEP_OLDER);
        cluster.run(Duration.ofSeconds(3));
        Pid younger = register("a", ConflictMethod.KEEP_OLDER);
        cluster.merge();
        cluster.shouldSettleAt("a: counter=c  b: counter=c  c: counter=c");
        assertThat(cluster.on("c").isAlive(older)).isTrue();
        assertThat(cluster.on("a").isAlive(younger)).isFalse();
    }

    @Test
    void keepOlderOfTwoIsTheSameWhoeverSpeaksForItsPartition() {
        cluster.split("a b | c");
        cluster.shouldPartitionAs("a b | c");
        register("b", ConflictMethod.KEEP_OLDER);
        cluster.run(Duration.ofSeconds(3));
        register("c", ConflictMethod.KEEP_OLDER);
        cluster.merge();
        cluster.shouldSettleAt("a: counter=b  b: counter=b  c: counter=b");
    }

    @Test
    void notifyAllLeavesTheNameToNobodyAndTellsBoth() {
        List<Object> told = new ArrayList<>();
        cluster.split("a | b c");
        cluster.shouldPartitionAs("a | b c");
        Pid one = listener("a", told);
        Pid other = listener("c", told);
        register("a", one, ConflictMethod.NOTIFY_ALL_NAME);
        register("c", other, ConflictMethod.NOTIFY_ALL_NAME);
        cluster.merge();
        cluster.shouldSettleAt("a: -  b: -  c: -");
        Atom conflict = Atom.of("global_name_conflict");
        assertThat(told)
                .containsExactlyInAnyOrder(
                        Tuple.of(conflict, NAME, one), Tuple.of(conflict, NAME, other));
        assertThat(cluster.on("a").isAlive(one) && cluster.on("c").isAlive(other)).isTrue();
    }

    @Test
    void aDeclaredMethodDecides() {
        cluster.running()
                .forEach(node ->
                        node.globalRegistry()
                                .declareConflictMethod(
                                        "last",
                                        (name, one, two) ->
                                                Stream.of(one, two)
                                                        .max((p, q) -> p.node().compareTo(q.node()))
                                                        .orElseThrow()));
        ConflictMethod last =
                cluster.on("a").globalRegistry().declareConflictMethod("other", (n, p, q) -> null);
        cluster.split("a | b c");
        cluster.shouldPartitionAs("a | b c");
        ConflictMethod method =
                cluster.on("a")
                        .globalRegistry()
                        .declareConflictMethod(
                                "last",
                                (name, one, two) ->
                                        one.node().compareTo(two.node()) > 0 ? one : two);
        Pid loses = register("a", method);
        Pid wins = register("c", method);
        assertThat(method).isNotEqualTo(last);
        cluster.merge();
        cluster.shouldSettleAt("a: counter=c  b: counter=c  c: counter=c");
        assertThat(cluster.on("c").isAlive(wins)).isTrue();
        assertThat(cluster.on("a").isAlive(loses)).isFalse();
    }

    @Test
    void aLockIsHeldByOneAtATimeAndFreeWhenItIsClosed() {
        GlobalLock held = lock("a");
        CompletableFuture<GlobalLock> waiting = lockAsync("c", Duration.ofSeconds(30));
        cluster.run(Duration.ofSeconds(5));
        assertThat(waiting).isNotDone();
        held.close();
        held.close();
        cluster.await(waiting).close();
        lock("b").close();
    }

    @Test
    void aLockOfACrashedNodeIsFree() {
        lock("c");
        cluster.on("c").crash();
        lock("a").close();
    }

    @Test
    void aLockThatIsNotFreeInTimeIsGivenUpAndLeavesNothing() {
        GlobalLock held = lock("a");
        CompletableFuture<GlobalLock> late = lockAsync("b", SOON);
        assertThatThrownBy(() -> cluster.await(late))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        held.close();
        lock("c").close();
    }

    @Test
    void eachSideOfASplitHasLocksOfItsOwn() {
        cluster.split("a | b c");
        cluster.shouldPartitionAs("a | b c");
        lock("a");
        lock("b").close();
    }

    @Test
    void aLockThatErlangKeepsForItselfIsRefused() {
        assertThatThrownBy(() -> lockAsync("a", Atom.of("global"), SOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("global");
    }

    @Test
    void theNameOfAnOwnerThatDiesOfALinkToALostNodeIsFree() {
        Pid other = cluster.on("c").spawnIdle();
        Pid owner = cluster.on("a").spawn(new Linked(other));
        cluster.await(cluster.on("a").registerName("counter", owner));
        cluster.shouldSettleAt("a: counter=a  b: counter=a  c: counter=a");
        cluster.on("c").crash();
        cluster.shouldSettleAt("a: -  b: -  c: down");
    }

    @Test
    void whoIsCutOffToPreventOverlapsIsSaidWithItsCause() {
        List<GlobalEvent> events = new ArrayList<>();
        cluster.on("b").globalRegistry().onEvent(events::add);
        cluster.block("a", "c");
        cluster.block("c", "a");
        cluster.run(Duration.ofSeconds(12));
        assertThat(events)
                .filteredOn(event -> event instanceof GlobalEvent.ConnectionRemoved)
                .isNotEmpty()
                .allSatisfy(event -> {
                    var removed = (GlobalEvent.ConnectionRemoved) event;
                    assertThat(List.of(removed.reporter(), removed.lost()))
                            .contains(removed.node());
                });
    }

    private Pid register(String node, ConflictMethod method) {
        return register(node, cluster.on(node).spawnIdle(), method);
    }

    private Pid register(String node, Pid pid, ConflictMethod method) {
        assertThat(
                        cluster.await(
                                cluster.on(node).globalRegistry().registerAsync(NAME, pid, method)))
                .isTrue();
        return pid;
    }

    private Pid listener(String node, List<Object> told) {
        return cluster.on(node).spawn(new Listener(told));
    }

    private GlobalLock lock(String node) {
        return cluster.await(lockAsync(node, SOON));
    }

    private CompletableFuture<GlobalLock> lockAsync(String node, Duration limit) {
        return lockAsync(node, Atom.of("printer"), limit);
    }

    private CompletableFuture<GlobalLock> lockAsync(String node, Object resource, Duration limit) {
        return cluster.on(node).globalRegistry().lockAsync(resource, limit).toCompletableFuture();
    }

    /// A process that dies with another.
    private record Linked(Pid other) implements ProcessBehaviour {

        @Override
        public ExitReason start(Self self) {
            self.link(other);
            return null;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            return null;
        }
    }

    private record Listener(List<Object> told) implements ProcessBehaviour {

        @Override
        public ExitReason start(Self self) {
            return null;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            told.add(message);
            return null;
        }
    }
}
