package org.distributedactors.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.migration.Account.Message;
import org.distributedactors.process.Destination;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.testing.SimulatedCluster;
import org.distributedactors.testing.SimulatedNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A process that moves, on whole simulated nodes: what it has goes with it.
class MigrationTest {

    private SimulatedCluster cluster;
    private SimulatedNode a;
    private SimulatedNode b;
    private SimulatedNode c;
    private Pid process;

    @BeforeEach
    void start() {
        cluster = SimulatedCluster.of(1, "a", "b", "c");
        cluster.onStart(node -> node.kernel().migrator().types().declare(Account.TYPE));
        a = cluster.on("a");
        b = cluster.on("b");
        c = cluster.on("c");
        cluster.shouldPartitionAs("a b c");
        process = a.spawn(Account.behaviour());
        cluster.run(Duration.ofMillis(10));
    }

    private Pid move() {
        return move(a, process, b);
    }

    private Pid move(SimulatedNode from, Pid pid, SimulatedNode to) {
        return cluster.await(from.kernel().migrator().migrate(pid, to.name()));
    }

    private static ServerRef<Message> ref(SimulatedNode node, Pid pid) {
        return node.node().ref(pid, Message.class);
    }

    private List<String> entries(Pid pid) {
        return cluster.await(ref(c, pid).callAsync(new Message.Entries()));
    }

    @Test
    void stateGoesAlong() {
        ref(c, process).cast(new Message.Add("c", 5));
        cluster.run(Duration.ofMillis(10));

        Pid there = move();

        assertThat(there.node()).isEqualTo(b.name().atom());
        assertThat(entries(there)).containsExactly("init", "c5");
        assertThat(cluster.await(ref(a, there).callAsync(new Message.Put(2)))).isEqualTo(7);
        assertThat(a.kernel().migrator().counters().departed()).isEqualTo(1);
        assertThat(b.kernel().migrator().counters().arrived()).isEqualTo(1);
    }

    @Test
    void whatIsSentToTheOldPidMeanwhileAndAfterwardsArrivesInOrder() {
        CompletionStage<Pid> moving = a.kernel().migrator().migrate(process, b.name());
        for (int i = 0; i < 200; i++) {
            ref(a, process).cast(new Message.Add("a", i));
            ref(b, process).cast(new Message.Add("b", i));
            ref(c, process).cast(new Message.Add("c", i));
            if (i % 4 == 0) {
                cluster.run(Duration.ofMillis(1));
            }
        }
        Pid there = cluster.await(moving);
        cluster.run(Duration.ofSeconds(1));

        List<String> entries = entries(there);
        for (String sender : List.of("a", "b", "c")) {
            assertThat(entries.stream().filter(entry -> entry.startsWith(sender)))
                    .containsExactlyElementsOf(
                            java.util.stream.IntStream.range(0, 200)
                                    .mapToObj(i -> sender + i)
                                    .toList());
        }
    }

    @Test
    void callsInItsQueueAndCallsItOwesAreAnswered() {
        CompletionStage<String> owedHere = ref(a, process).callAsync(new Message.AnswerLater());
        CompletionStage<String> owedThere = ref(c, process).callAsync(new Message.AnswerLater());
        cluster.run(Duration.ofMillis(10));
        CompletionStage<Pid> moving = a.kernel().migrator().migrate(process, b.name());
        CompletionStage<Long> local = ref(a, process).callAsync(new Message.Put(1));
        CompletionStage<Long> remote = ref(c, process).callAsync(new Message.Put(2));

        Pid there = cluster.await(moving);
        assertThat(cluster.await(local) + cluster.await(remote)).isEqualTo(4);
        ref(c, there).cast(new Message.AnswerNow("late"));
        assertThat(cluster.await(owedHere)).isEqualTo("late");
        assertThat(cluster.await(owedThere)).isEqualTo("late");
    }

    @Test
    void whoeverWatchesItLearnsItsEndThere() {
        Pid watcherHere = a.spawn(Account.behaviour());
        Pid watcherThere = b.spawn(Account.behaviour());
        Pid watcherElsewhere = c.spawn(Account.behaviour());
        List<Pid> watchers = List.of(watcherHere, watcherThere, watcherElsewhere);
        watchers.forEach(pid -> ref(c, pid).cast(new Message.Watch(process)));
        cluster.run(Duration.ofMillis(10));

        Pid there = move();
        cluster.run(Duration.ofSeconds(1));
        watchers.forEach(pid -> assertThat(entries(pid)).hasSize(2));
        b.node().exit(there, ExitReason.KILL);
        cluster.run(Duration.ofSeconds(1));

        watchers.forEach(pid -> assertThat(entries(pid)).hasSize(3).contains("down killed"));
        assertThat(a.isAlive(process)).isFalse();
    }

    @Test
    void itsLinksHoldInBothDirections() {
        Pid one = a.spawn(Account.behaviour());
        Pid two = c.spawn(Account.behaviour());
        Pid untied = b.spawn(Account.behaviour());
        for (Pid pid : List.of(one, two, untied)) {
            ref(a, process).cast(new Message.LinkWith(pid));
        }
        cluster.run(Duration.ofMillis(10));

        Pid there = move();
        ref(b, there).cast(new Message.Untie(untied));
        cluster.run(Duration.ofSeconds(1));
        b.node().exit(untied, ExitReason.KILL);
        cluster.run(Duration.ofSeconds(1));
        assertThat(entries(there)).doesNotContain("exit killed");

        a.node().exit(one, ExitReason.KILL);
        cluster.run(Duration.ofSeconds(1));
        assertThat(entries(there)).containsOnlyOnce("exit killed");
        b.node().exit(there, ExitReason.KILL);
        cluster.run(Duration.ofSeconds(1));
        assertThat(entries(two)).containsOnlyOnce("exit killed");
    }

    @Test
    void itsMonitorsFireOnceWithTheirReason() {
        Pid elsewhere = c.spawn(Account.behaviour());
        Pid there = b.spawn(Account.behaviour());
        Pid here = a.spawn(Account.behaviour());
        List<Pid> watched = List.of(elsewhere, there, here);
        watched.forEach(pid -> ref(a, process).cast(new Message.Watch(pid)));
        cluster.run(Duration.ofMillis(10));

        Pid moved = move();
        cluster.run(Duration.ofSeconds(1));
        assertThat(entries(moved)).noneMatch(entry -> entry.startsWith("down"));
        ref(a, elsewhere).cast(new Message.Stop("elsewhere"));
        ref(a, there).cast(new Message.Stop("there"));
        ref(a, here).cast(new Message.Stop("here"));
        cluster.run(Duration.ofSeconds(1));

        assertThat(entries(moved).stream().filter(entry -> entry.startsWith("down")))
                .containsExactlyInAnyOrder("down elsewhere", "down there", "down here");
    }

    @Test
    void twoThatWatchEachOtherGoOnToDoSo() {
        Pid firstToEnd = c.spawn(Account.behaviour());
        Pid other = c.spawn(Account.behaviour());
        for (Pid pid : List.of(firstToEnd, other)) {
            ref(c, pid).cast(new Message.Watch(process));
            ref(a, process).cast(new Message.Watch(pid));
        }
        cluster.run(Duration.ofMillis(10));

        Pid moved = move();
        cluster.run(Duration.ofSeconds(1));
        ref(c, firstToEnd).cast(new Message.Stop("first"));
        cluster.run(Duration.ofSeconds(1));
        assertThat(entries(moved)).containsOnlyOnce("down first");
        assertThat(entries(other)).noneMatch(entry -> entry.startsWith("down"));

        ref(c, moved).cast(new Message.Stop("second"));
        cluster.run(Duration.ofSeconds(1));
        assertThat(entries(other)).containsOnlyOnce("down second");
    }

    /// Where neither node watches in between, the reason is not known any more.
    @Test
    void aMonitorThatFiresWhileItMovesFiresOnce() {
        Pid watched = c.spawn(Account.behaviour());
        for (MigrationPoint point : MigrationPoint.values()) {
            Pid here = a.spawn(Account.behaviour());
            Pid there = b.spawn(Account.behaviour());
            Pid moving = a.spawn(Account.behaviour());
            List<Pid> all = List.of(here, there, watched);
            all.forEach(pid -> ref(a, moving).cast(new Message.Watch(pid)));
            cluster.run(Duration.ofMillis(10));
            for (SimulatedNode node : List.of(a, b)) {
                node.kernel()
                        .migrator()
                        .observe((at, id) -> {
                            if (at == point) {
                                ref(node, here).cast(new Message.Stop("here"));
                                ref(node, there).cast(new Message.Stop("there"));
                            }
                        });
            }

            Pid moved = move(a, moving, b);
            cluster.run(Duration.ofSeconds(1));

            List<String> downs =
                    entries(moved).stream().filter(entry -> entry.startsWith("down")).toList();
            assertThat(downs)
                    .as("at " + point)
                    .hasSize(2)
                    .isSubsetOf("down here", "down there", "down noproc");
        }
    }

    @Test
    void timersAndTheIdleTimeGoOnThere() {
        ref(a, process).cast(new Message.Remind(2_000, "reminded"));
        ref(a, process).cast(new Message.WaitIdle(1_000));
        cluster.run(Duration.ofMillis(10));

        Pid there = move();
        cluster.run(Duration.ofSeconds(4));

        assertThat(entries(there)).containsExactly("init", "idle", "reminded");
    }

    @Test
    void aTimerThatComesAgainAndAgainKeepsItsPace() {
        ref(a, process).cast(new Message.RemindAgainAndAgain(1_000, "again"));
        cluster.run(Duration.ofMillis(2_500));
        assertThat(entries(process)).containsExactly("init", "again", "again");

        Pid there = move();
        cluster.run(Duration.ofMillis(2_000));
        Pid elsewhere = move(b, there, c);
        cluster.run(Duration.ofMillis(6_000));

        assertThat(entries(elsewhere).stream().filter("again"::equals)).hasSize(10);
        assertThat(entries(elsewhere).getFirst()).isEqualTo("init");
    }

    @Test
    void whatItAskedBeforeItMovedIsAnsweredWhereItIs() {
        Pid local = a.spawn(Account.behaviour());
        Pid remote = c.spawn(Account.behaviour());
        for (Pid other : List.of(local, remote)) {
            ref(a, process).cast(new Message.AskMeanwhile(other));
        }
        cluster.run(Duration.ofMillis(10));

        Pid there = move();
        ref(a, local).cast(new Message.AnswerNow("of the old node"));
        ref(a, remote).cast(new Message.AnswerNow("of another node"));
        cluster.run(Duration.ofSeconds(1));

        assertThat(entries(there))
                .containsExactlyInAnyOrder("init", "of the old node", "of another node");
    }

    @Test
    void namesAndGroupsLeadToIt() {
        cluster.await(a.registerName("account", process));
        cluster.await(a.kernel().processGroups().scope().joinAsync("group", List.of(process)));

        Pid there = move();
        cluster.run(Duration.ofSeconds(1));

        for (SimulatedNode node : cluster.nodes()) {
            assertThat(node.whereis("account")).contains(there);
            assertThat(node.kernel().processGroups().scope().members("group"))
                    .containsExactly(there);
        }
    }

    @Test
    void itMovesOnAndBack() {
        Pid there = move();
        Pid elsewhere = move(b, there, c);
        Pid back = move(c, elsewhere, a);
        cluster.run(Duration.ofSeconds(1));
        for (int i = 0; i < 50; i++) {
            ref(b, process).cast(new Message.Add("b", i));
        }
        cluster.run(Duration.ofSeconds(1));

        assertThat(back.node()).isEqualTo(a.name().atom());
        assertThat(entries(back)).hasSize(51).endsWith("b49");
        assertThat(a.kernel().migrator().movable())
                .contains(new MovableProcess(back, "account", 3));
    }

    @Test
    void whenItsNewNodeIsLostThoseByTheOldOneAreTold() {
        Pid watcher = c.spawn(Account.behaviour());
        ref(c, watcher).cast(new Message.Watch(process));
        cluster.run(Duration.ofMillis(10));
        move();
        cluster.run(Duration.ofSeconds(1));

        b.crash();
        cluster.run(Duration.ofSeconds(2));

        assertThat(entries(watcher)).containsOnlyOnce("down noconnection");
    }

    @Test
    void whenTheOldNodeLeavesOthersFollowTheProcess() {
        Pid watcher = c.spawn(Account.behaviour());
        Pid linked = c.spawn(Account.behaviour());
        ref(c, watcher).cast(new Message.Watch(process));
        ref(c, linked).cast(new Message.LinkWith(process));
        CompletionStage<String> owed = ref(c, process).callAsync(new Message.AnswerLater());
        cluster.run(Duration.ofMillis(10));
        Pid there = move();

        cluster.await(a.kernel().migrator().leaveBehind());
        cluster.run(Duration.ofMillis(100));
        a.stop();
        cluster.run(Duration.ofSeconds(1));

        assertThat(entries(watcher)).noneMatch(entry -> entry.startsWith("down"));
        assertThat(entries(there)).containsExactly("init");
        ref(c, there).cast(new Message.AnswerNow("still"));
        assertThat(cluster.await(owed)).isEqualTo("still");
        b.node().exit(there, ExitReason.KILL);
        cluster.run(Duration.ofSeconds(1));
        assertThat(entries(watcher)).containsOnlyOnce("down killed");
        assertThat(entries(linked)).containsOnlyOnce("exit killed");
    }

    @Test
    void whoStartedItLinkedStillLearnsItsEndAndItOutlivesThatNode() {
        Pid parent = a.spawn(new Parent());
        cluster.run(Duration.ofMillis(10));
        Pid child =
                a.kernel().migrator().movable().stream()
                        .map(MovableProcess::pid)
                        .filter(pid -> !pid.equals(process))
                        .findFirst()
                        .orElseThrow();
        Pid there = move(a, child, b);
        Pid other = move();
        b.kill(other);
        cluster.run(Duration.ofSeconds(1));
        assertThat(a.isAlive(parent)).isTrue();
        assertThat(a.isAlive(child)).isTrue();

        a.crash();
        cluster.run(Duration.ofSeconds(2));
        assertThat(b.isAlive(there)).isTrue();
    }

    @Test
    void whoStartedItLinkedTakesItAlongWhereverItIs() {
        Pid parent = a.spawn(new Parent());
        cluster.run(Duration.ofMillis(10));
        Pid child =
                a.kernel().migrator().movable().stream()
                        .map(MovableProcess::pid)
                        .filter(pid -> !pid.equals(process))
                        .findFirst()
                        .orElseThrow();
        Pid watcher = c.spawn(Account.behaviour());
        ref(c, watcher).cast(new Message.Watch(child));
        ref(a, child).cast(new Message.TrapExits(false));
        cluster.run(Duration.ofMillis(10));
        Pid there = move(a, child, b);
        Pid elsewhere = move(b, there, c);

        a.node().exit(parent, ExitReason.of("broken"));
        cluster.run(Duration.ofSeconds(1));

        assertThat(a.isAlive(parent)).isFalse();
        assertThat(c.isAlive(elsewhere)).isFalse();
        assertThat(entries(watcher)).containsOnlyOnce("down broken");
    }

    /// Starts one account, linked, and ends with it.
    private record Parent() implements ProcessBehaviour {

        @Override
        public ExitReason start(Self self) {
            self.spawnLink(SpawnOptions.DEFAULT, Account.behaviour());
            return null;
        }

        @Override
        public ExitReason receive(Self self, Object message) {
            return null;
        }
    }

    @Test
    void whoeverIsOnTheLeavingNodeLearnsTheNewPid() {
        Pid watcher = a.spawn(Account.behaviour());
        ref(a, watcher).cast(new Message.Watch(process));
        cluster.run(Duration.ofMillis(10));
        Pid there = move();

        cluster.await(a.kernel().migrator().leaveBehind());
        cluster.run(Duration.ofMillis(100));

        assertThat(entries(watcher)).contains("down {shutdown,{migrated," + there + "}}");
        assertThat(b.isAlive(there)).isTrue();
    }

    @Test
    void aMessageToItsLocalNameIsPassedOn() {
        a.node().register("local", process);
        Pid there = move();

        c.node().send(Atom.of("local"), a.name(), new Message.Note("hello"));
        cluster.run(Duration.ofMillis(100));

        assertThat(entries(there)).containsExactly("init", "hello");
        assertThat(a.node().processes().whereis(Atom.of("local"))).contains(process);
        assertThat(Destination.of(process).node()).isEqualTo(a.name().atom());
    }

    @Test
    void refusals() {
        assertThat(refusal(a, a.spawnIdle(), b)).isEqualTo(MigrationException.Reason.NOT_MOVABLE);
        assertThat(refusal(a, process, a)).isEqualTo(MigrationException.Reason.SAME_NODE);
        b.kernel().migrator().accept(false);
        assertThat(refusal(a, process, b)).isEqualTo(MigrationException.Reason.DRAINING);
        c.kernel().migrator().types().forget("account");
        assertThat(refusal(a, process, c)).isEqualTo(MigrationException.Reason.UNKNOWN_TYPE);
        c.kernel()
                .migrator()
                .types()
                .declare(new MovableType("account", Account.class, false, Account::behaviour));
        assertThat(refusal(a, process, c)).isEqualTo(MigrationException.Reason.NOT_GRANTED);
        b.crash();
        cluster.run(Duration.ofSeconds(1));
        assertThat(refusal(a, process, b)).isEqualTo(MigrationException.Reason.NO_CONNECTION);
        assertThat(cluster.await(ref(c, process).callAsync(new Message.Put(1)))).isEqualTo(1);
    }

    private MigrationException.Reason refusal(SimulatedNode from, Pid pid, SimulatedNode to) {
        CompletableFuture<MigrationException.Reason> reason = new CompletableFuture<>();
        from.kernel()
                .migrator()
                .migrate(pid, to.name())
                .whenComplete((moved, failure) -> {
                    Throwable cause =
                            failure instanceof MigrationException ? failure : failure.getCause();
                    reason.complete(((MigrationException) cause).reason());
                });
        return cluster.await(reason);
    }
}
