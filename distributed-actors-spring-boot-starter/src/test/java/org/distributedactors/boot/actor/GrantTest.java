package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.distributedactors.behaviour.InterfaceClient;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.boot.actuate.RefusalAudit;
import org.distributedactors.boot.actuate.RefusalAuditAutoConfiguration;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.migration.MigrationException;
import org.distributedactors.migration.Migrator;
import org.distributedactors.node.Node;
import org.distributedactors.node.Refusal;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.spawn.SpawnFailedException;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/// Who may start an actor on a node, or move one there. A refusal is audited where it was made.
class GrantTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SPAWNING = "distributed-actors.remote-spawn.enabled=true";

    private final ActorContexts contexts = new ActorContexts(Application.class);

    interface Worker {
        long done();
    }

    abstract static class WorkerBase implements Worker {

        @ActorState private long done;

        @Override
        public long done() {
            return done;
        }
    }

    @Actor(type = "open", spawnable = true, movable = true)
    static class OpenWorker extends WorkerBase {}

    @Actor(type = "limited", spawnable = true, movable = true, peers = "b@*")
    static class LimitedWorker extends WorkerBase {}

    static class Audited {
        final List<AuditEvent> events = new CopyOnWriteArrayList<>();

        @EventListener
        void audited(AuditApplicationEvent event) {
            events.add(event.getAuditEvent());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        SslAutoConfiguration.class,
        RefusalAuditAutoConfiguration.class,
        DistributedActorsAutoConfiguration.class
    })
    @Import({OpenWorker.class, LimitedWorker.class, Audited.class})
    static class Application {}

    @AfterEach
    void closeContexts() {
        contexts.close();
    }

    private ConfigurableApplicationContext start(
            String name, ConfigurableApplicationContext... others) {
        ConfigurableApplicationContext context = contexts.start(name, others);
        for (ConfigurableApplicationContext other : others) {
            await().atMost(LIMIT).until(() -> knows(context, other) && knows(other, context));
        }
        return context;
    }

    private static boolean knows(
            ConfigurableApplicationContext one, ConfigurableApplicationContext other) {
        return node(one).capabilities().of(node(other).name()).isPresent();
    }

    private static Node node(ConfigurableApplicationContext context) {
        return context.getBean(Node.class);
    }

    private static Pid spawn(
            ConfigurableApplicationContext from, ConfigurableApplicationContext on, String type) {
        return from.getBean(RemoteSpawner.class).spawn(node(on).name(), type, null);
    }

    /// One that has not begun yet has nothing that could move.
    private static Pid begun(ConfigurableApplicationContext on, String type) {
        Pid pid = spawn(on, on, type);
        Worker worker = InterfaceClient.of(Worker.class, ServerRef.of(node(on).processes(), pid));
        assertThat(worker.done()).isZero();
        return pid;
    }

    private static Pid move(
            ConfigurableApplicationContext from, Pid pid, ConfigurableApplicationContext to) {
        return from.getBean(Migrator.class)
                .migrate(pid, node(to).name())
                .toCompletableFuture()
                .join();
    }

    private static void assertSpawnRefused(
            ConfigurableApplicationContext from, ConfigurableApplicationContext on, String type) {
        assertThat(catchThrowableOfType(SpawnFailedException.class, () -> spawn(from, on, type)))
                .hasMessageContaining("notsup");
        assertAudited(on, from, Refusal.Kind.ACTOR, type);
    }

    private static void assertArrivalRefused(
            ConfigurableApplicationContext from, ConfigurableApplicationContext to, String type) {
        Pid pid = begun(from, type);

        CompletionException refused =
                catchThrowableOfType(CompletionException.class, () -> move(from, pid, to));

        assertThat(refused)
                .cause()
                .isInstanceOfSatisfying(
                        MigrationException.class,
                        failure ->
                                assertThat(failure.reason())
                                        .isEqualTo(MigrationException.Reason.NOT_GRANTED));
        assertThat(node(from).processes().isAlive(pid)).isTrue();
        assertAudited(to, from, Refusal.Kind.ARRIVAL, type);
    }

    /// Once, and on the node that refused alone.
    private static void assertAudited(
            ConfigurableApplicationContext where,
            ConfigurableApplicationContext peer,
            Refusal.Kind kind,
            String type) {
        List<AuditEvent> events = where.getBean(Audited.class).events;
        await().atMost(LIMIT).until(() -> !events.isEmpty());
        assertThat(events)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getType()).isEqualTo(RefusalAudit.TYPE);
                    assertThat(event.getPrincipal()).isEqualTo(node(peer).name().toString());
                    assertThat(event.getData())
                            .containsEntry("kind", kind.name())
                            .containsEntry("what", type);
                });
        assertThat(node(where).refusals().count(kind)).isEqualTo(1);
        assertThat(peer.getBean(Audited.class).events).isEmpty();
        events.clear();
    }

    @Test
    void unlessItIsSwitchedOnNothingIsStartedHere() {
        ConfigurableApplicationContext a = start("a");
        contexts.with(SPAWNING);
        ConfigurableApplicationContext b = start("b", a);

        assertSpawnRefused(b, a, "open");
        assertThat(spawn(a, b, "open").node()).isEqualTo(node(b).name().atom());
    }

    @Test
    void unlessItIsSwitchedOnNothingComesHere() {
        ConfigurableApplicationContext a = start("a");
        contexts.with(SPAWNING);
        ConfigurableApplicationContext b = start("b", a);

        assertArrivalRefused(b, a, "open");
    }

    @Test
    void aTypeIsStartedForItsPeersAndForNobodyElse() {
        contexts.with(SPAWNING);
        ConfigurableApplicationContext a = start("a");
        ConfigurableApplicationContext b = start("b", a);
        ConfigurableApplicationContext c = start("c", a, b);

        assertSpawnRefused(c, a, "limited");
        assertThat(node(a).processes().isAlive(spawn(b, a, "limited"))).isTrue();
        assertThat(node(a).processes().isAlive(spawn(c, a, "open"))).isTrue();
        assertThat(a.getBean(Audited.class).events).isEmpty();
    }

    @Test
    void aTypeComesFromItsPeersAndFromNobodyElse() {
        contexts.with(SPAWNING);
        ConfigurableApplicationContext a = start("a");
        ConfigurableApplicationContext b = start("b", a);
        ConfigurableApplicationContext c = start("c", a, b);

        assertArrivalRefused(c, a, "limited");
        Pid ofB = move(b, begun(b, "limited"), a);
        assertThat(node(a).processes().isAlive(ofB)).isTrue();
        Pid ofC = move(c, begun(c, "open"), a);
        assertThat(node(a).processes().isAlive(ofC)).isTrue();
        assertThat(a.getBean(Audited.class).events).isEmpty();
    }
}
