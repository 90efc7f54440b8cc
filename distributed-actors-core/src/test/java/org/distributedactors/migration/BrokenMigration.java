package org.distributedactors.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.migration.Account.Message;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.process.ExitReason;
import org.distributedactors.spawn.ActorType;
import org.distributedactors.spawn.OnNodeLoss;
import org.distributedactors.term.Pid;
import org.distributedactors.testing.SimulatedCluster;
import org.distributedactors.testing.SimulatedNode;
import org.jspecify.annotations.Nullable;

/// One migration from `a` to `b` that is broken off at one point, in a cluster of three in which two clients call the process
/// by its old pid all the time. The seed decides everything that chance decides.
///
/// What has to hold, whatever the point and the victim:
/// 1. At no moment do two instances run on nodes that are connected with each other.
/// 2. Once everything is healed and the doubt is over, exactly one instance runs, wherever one can: a node that dies takes
///    with it what only it had.
/// 3. Each call that was answered is among what the instance remembers, unless the node died that had run it.
/// 4. What one client has sent was handled in its order, and nothing twice.
/// 5. Nothing is under way or in doubt.
/// 6. An actor that is to be started elsewhere when its node is lost runs in any case, begins anew only if no copy with its state
/// was left, and never while such a copy runs.
final class BrokenMigration {

    /// What else there is to it.
    enum Kind {
        PLAIN,

        /// Its type is started elsewhere when its node is lost.
        STARTED_ELSEWHERE,

        /// It has a global name, under which the third node begins anew when it loses the source.
        NAMED
    }

    /// Who is hit.
    enum Victim {
        SOURCE,
        TARGET,
        LINK,
        BOTH
    }

    private static final Duration LOOK_AT_NAMES = Duration.ofMillis(1300);
    private static final String NAME = "the account";
    private static final String ACTOR = "account";
    private static final Duration DOUBT_LIMIT = Duration.ofSeconds(8);

    private final MigrationPoint point;
    private final Victim victim;
    private final long seed;
    private final Kind kind;
    private final boolean startedElsewhere;
    private final SplittableRandom random;
    private final SimulatedCluster cluster;
    private final SimulatedNode a;
    private final SimulatedNode b;
    private final SimulatedNode c;
    private final Pid process;
    private final Map<Long, String> answered = new LinkedHashMap<>();
    private final List<String> trace = new ArrayList<>();
    private final Set<MigrationPoint> reached = EnumSet.noneOf(MigrationPoint.class);
    private long nextNumber;
    private boolean hit;
    private boolean calling = true;
    private boolean together;

    /// Whether the strike took an instance that had begun to run.
    private boolean runnerLost;

    private boolean sourceDown;
    private @Nullable Pid standIn;
    private Duration standInSince = Duration.ZERO;

    BrokenMigration(MigrationPoint point, Victim victim, long seed, Kind kind) {
        this.kind = kind;
        this.startedElsewhere = kind == Kind.STARTED_ELSEWHERE;
        this.point = point;
        this.victim = victim;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        MigrationSettings settings = MigrationSettings.defaults().doubting(DOUBT_LIMIT);
        this.cluster =
                SimulatedCluster.of(
                        seed,
                        config -> config.migration(settings).remoteSpawn(true),
                        "a",
                        "b",
                        "c");
        cluster.onStart(this::declare);
        a = cluster.on("a");
        b = cluster.on("b");
        c = cluster.on("c");
        cluster.shouldPartitionAs("a b c");
        process = startedElsewhere ? spawned() : a.spawn(Account.behaviour());
        if (kind == Kind.NAMED) {
            assertThat(cluster.await(a.globalRegistry().registerAsync(NAME, process))).isTrue();
        }
        cluster.run(Duration.ofMillis(5));
        c.node()
                .addListener(event ->
                        sourceDown |=
                                event instanceof NodeEvent.NodeDown down
                                        && down.node().equals(a.name()));
    }

    private Pid spawned() {
        Pid pid = cluster.await(a.kernel().remoteSpawner().spawnAsync(a.name(), ACTOR, 0));
        cluster.run(Duration.ofMillis(5));
        return pid;
    }

    private void declare(SimulatedNode node) {
        node.kernel().migrator().types().declare(Account.TYPE);
        node.kernel()
                .actorTypes()
                .declare(
                        new ActorType(ACTOR, true, argument -> Account.behaviour())
                                .withOnNodeLoss(OnNodeLoss.RESTART_ELSEWHERE));
        node.kernel().migrator().observe((at, id) -> reached(node, at));
    }

    @Override
    public String toString() {
        return "point=%s victim=%s seed=%d kind=%s%n%s"
                .formatted(point, victim, seed, kind, String.join("\n", trace));
    }

    private void note(String what) {
        trace.add(cluster.now().toMillis() + " ms: " + what);
    }

    // ---- what happens

    void play() {
        call("a", a);
        call("c", c);
        cluster.run(Duration.ofNanos(random.nextLong(20_000_000)));
        a.kernel()
                .migrator()
                .migrate(process, b.name())
                .whenComplete((moved, failure) -> note("outcome " + moved + " " + failure));
        watch(Duration.ofSeconds(1), Duration.ofMillis(1));
        calling = false;
        watch(Duration.ofSeconds(17), Duration.ofMillis(20));
        cluster.merge();
        // One that traps exits is killed after ten seconds with another copy.
        watch(Duration.ofSeconds(startedElsewhere ? 15 : 7), Duration.ofMillis(20));
        check();
    }

    /// Sometimes it strikes at once, sometimes a moment later, when something is on its way.
    private void reached(SimulatedNode node, MigrationPoint at) {
        note(node + " " + at);
        reached.add(at);
        if (at == point && !hit) {
            hit = true;
            if (random.nextBoolean()) {
                strike();
            } else {
                cluster.after(Duration.ofNanos(random.nextLong(3_000_000)), this::strike);
            }
        }
    }

    private void strike() {
        note("strike");

        switch (victim) {
            case SOURCE -> lose(a);
            case TARGET -> {
                runnerLost = reached.contains(MigrationPoint.COMMIT_RECEIVED);
                lose(b);
            }
            case LINK -> breakLink();
            case BOTH -> {
                lose(a);
                lose(b);
            }
        }
    }

    private void breakLink() {
        if (random.nextBoolean()) {
            note("cut");
            cluster.cut("a", "b");
            return;
        }
        String parts = random.nextBoolean() ? "a | b c" : "a c | b";
        note("split " + parts);
        cluster.split(parts);
        cluster.after(
                Duration.ofMillis(random.nextLong(14_000)),
                () -> {
                    note("merge");
                    cluster.merge();
                });
    }

    private void lose(SimulatedNode node) {
        if (random.nextInt(3) > 0) {
            node.crash();
        } else {
            node.vanish();
        }
        cluster.after(
                Duration.ofMillis(500 + random.nextLong(12_000)),
                () -> {
                    note("start " + node);
                    node.start();
                });
    }

    private void call(String client, SimulatedNode node) {
        if (!calling) {
            return;
        }
        if (node.isUp()) {
            ServerRef<Message> ref = node.node().ref(process, Message.class);
            long number = nextNumber++;
            String name = client + ":";
            ref.callAsync(new Message.PutAs(name, number), Duration.ofSeconds(2))
                    .thenAccept(sum -> answered.put(number, name + number));
            ref.cast(new Message.Add(name, nextNumber++));
        }
        cluster.after(
                Duration.ofNanos(500_000 + random.nextLong(3_000_000)), () -> call(client, node));
    }

    private void watch(Duration span, Duration step) {
        Duration end = cluster.now().plus(span);
        while (cluster.now().compareTo(end) < 0) {
            cluster.run(step);
            standIn();
            // What begins at the two ends of a connection does not begin in the same moment.
            boolean before = together;
            together = twoRunTogether();
            assertThat(before && together && !mayBeTwo())
                    .as("two run together: %s %s%n%s", running(), cluster.now(), this)
                    .isFalse();
        }
    }

    /// As a candidate for a global actor does.
    private void standIn() {
        boolean free =
                kind == Kind.NAMED
                        && standIn == null
                        && sourceDown
                        && c.globalRegistry().whereis(NAME).isEmpty();
        if (free) {
            Pid anew = c.spawn(Account.behaviour());
            standIn = anew;
            standInSince = cluster.now();
            note("stands in " + anew);
            c.globalRegistry()
                    .registerAsync(NAME, anew)
                    .thenAccept(taken -> {
                        note("stands in with the name: " + taken);
                        if (!taken) {
                            c.node().processes().exit(anew, ExitReason.KILL);
                        }
                    });
        }
    }

    /// Each side of a partition has a copy of one that is to be started elsewhere, also for a while when they meet. Of two
    /// with a name one ends when it sees that the other one has got it.
    private boolean mayBeTwo() {
        return startedElsewhere && victim == Victim.LINK
                || standIn != null
                        && cluster.now().minus(LOOK_AT_NAMES).compareTo(standInSince) < 0;
    }

    private boolean twoRunTogether() {
        Set<SimulatedNode> running = running().keySet();
        return running.stream()
                .anyMatch(one ->
                        running.stream()
                                .anyMatch(other ->
                                        one != other
                                                && one.connected().contains(other.shortName())));
    }

    private Map<SimulatedNode, Pid> running() {
        Map<SimulatedNode, Pid> running = new HashMap<>();
        for (SimulatedNode node : cluster.running()) {
            node.kernel().migrator().movable().forEach(found -> running.put(node, found.pid()));
        }
        return running;
    }

    // ---- what has to hold

    /// Whether the strike took all that there was: the source before the target had it, or the target after the source had
    /// heard that it runs there.
    private boolean isLost() {
        return kind == Kind.PLAIN && stateIsLost();
    }

    private boolean stateIsLost() {
        return switch (victim) {
            case SOURCE ->
                    !reached.contains(MigrationPoint.PREPARED)
                            && !reached.contains(MigrationPoint.COMMIT_RECEIVED);
            case TARGET -> reached.contains(MigrationPoint.FORWARDER_INSTALLED);
            case LINK -> false;
            case BOTH -> true;
        };
    }

    private void check() {
        assertThat(hit).as("never reached: %s", this).isTrue();
        Map<SimulatedNode, Pid> running = running();
        assertThat(running).as("instances: %s", this).hasSize(isLost() ? 0 : 1);
        for (SimulatedNode node : cluster.running()) {
            assertThat(node.kernel().migrator().underWay())
                    .as("under way on %s: %s", node, this)
                    .isZero();
        }
        if (startedElsewhere && victim == Victim.SOURCE) {
            assertThat(begunAnew() > 0).as("begun anew: %s", this).isEqualTo(stateIsLost());
        }
        if (!isLost() && begunAnew() == 0 && standIn == null) {
            Pid pid = running.values().iterator().next();
            ServerRef<Message> ref = c.node().ref(pid, Message.class);
            checkEntries(cluster.await(ref.callAsync(new Message.Entries())));
        }
    }

    private long begunAnew() {
        return cluster.running().stream()
                .mapToLong(node -> node.kernel().remoteSpawner().recovery().recovered())
                .sum();
    }

    private void checkEntries(List<String> entries) {
        Map<String, Long> last = new HashMap<>();
        for (String entry : entries) {
            int colon = entry.indexOf(':');
            if (colon > 0) {
                String client = entry.substring(0, colon);
                long number = Long.parseLong(entry.substring(colon + 1));
                assertThat(number)
                        .as("order of %s in %s: %s", client, entries, this)
                        .isGreaterThan(last.getOrDefault(client, -1L));
                last.put(client, number);
            }
        }
        if (!runnerLost) {
            assertThat(entries).as("answered calls: %s", this).containsAll(answered.values());
        }
    }
}
