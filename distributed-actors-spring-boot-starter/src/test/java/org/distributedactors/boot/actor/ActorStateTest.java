package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.distributedactors.behaviour.InterfaceClient;
import org.distributedactors.behaviour.Movable;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.migration.Migrator;
import org.distributedactors.node.Node;
import org.distributedactors.process.Self;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.testing.SimulatedCluster;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Actors that say by their fields what their state is.
class ActorStateTest {

    private final Node node = SimulatedCluster.of(1, "a").on("a").node();

    interface Visits {
        void visit(String who);

        long count();

        List<String> last();
    }

    static class Base {
        @ActorState long count;
    }

    @Actor(type = "visits", spawnable = true, movable = true)
    static class VisitsActor extends Base implements Visits {

        @ActorState private List<String> last = new ArrayList<>();

        @ActorState("who")
        private String renamed;

        private String helper = "of this node";

        @Override
        public void visit(String who) {
            count++;
            last = List.of(who, helper);
        }

        @Override
        public long count() {
            return count;
        }

        @Override
        public List<String> last() {
            return last;
        }
    }

    @Actor(movable = true)
    static class FinalField extends VisitsActor {
        @ActorState private final long fixed = 1;
    }

    @Actor(movable = true)
    static class TwiceNamed extends VisitsActor {
        @ActorState("who")
        private long other;
    }

    @Actor(movable = true)
    static class SaidTwice extends VisitsActor implements Movable<Long> {
        @Override
        public Long moveOut() {
            return 1L;
        }

        @Override
        public void moveIn(Self self, Long state) {}
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({SslAutoConfiguration.class, DistributedActorsAutoConfiguration.class})
    @Import(VisitsActor.class)
    static class Application {}

    private static Atom atom(String name) {
        return Atom.of(name);
    }

    @Test
    void theStateIsAMapOfTheMarkedFieldsByTheirNames() {
        VisitsActor actor = new VisitsActor();
        actor.visit("ann");

        Term state = new FieldState(actor, node).moveOut();

        assertThat(state)
                .isEqualTo(
                        MapTerm.of(
                                Map.of(
                                        atom("count"), IntegerTerm.of(1),
                                        atom("last"), node.toTerm(List.of("ann", "of this node")),
                                        atom("who"), Atom.UNDEFINED)));
        VisitsActor next = new VisitsActor();
        next.helper = "of that node";
        new FieldState(next, node).moveIn(null, state);
        assertThat(next.count()).isEqualTo(1);
        assertThat(next.last()).containsExactly("ann", "of this node");
        assertThat(next.helper).isEqualTo("of that node");
        assertThat(next.renamed).isNull();
    }

    @Test
    void whatAnotherBuildDoesNotKnowStaysAsItIs() {
        VisitsActor actor = new VisitsActor();
        actor.count = 3;

        new FieldState(actor, node)
                .moveIn(
                        null,
                        MapTerm.of(
                                Map.of(
                                        atom("who"), Binary.utf8("bob"),
                                        atom("gone"), IntegerTerm.of(1))));

        assertThat(actor.count()).isEqualTo(3);
        assertThat(actor.renamed).isEqualTo("bob");
    }

    @Test
    void aFieldOfAnotherTypeIsRefused() {
        FieldState state = new FieldState(new VisitsActor(), node);

        assertThatThrownBy(
                        () -> state.moveIn(null, MapTerm.of(Map.of(atom("count"), atom("many")))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> state.moveIn(null, atom("none")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fieldsThatMakeNoStateAreRefused() {
        for (Class<?> wrong : List.of(FinalField.class, TwiceNamed.class, SaidTwice.class)) {
            try (AnnotationConfigApplicationContext context =
                    new AnnotationConfigApplicationContext()) {
                context.register(wrong);
                context.refresh();
                assertThatThrownBy(() -> ActorDefinitions.of(context.getBeanFactory()))
                        .isInstanceOf(InvalidActorException.class)
                        .hasMessageContaining("state");
            }
        }
    }

    @Test
    void anActorMovesWithItsFields() throws Exception {
        try (ActorContexts contexts =
                new ActorContexts(Application.class)
                        .with("distributed-actors.remote-spawn.enabled=true")) {
            ConfigurableApplicationContext a = contexts.start("a");
            ConfigurableApplicationContext b = contexts.start("b", a);
            Pid pid =
                    a.getBean(RemoteSpawner.class)
                            .spawn(a.getBean(Node.class).name(), "visits", null);
            client(a, pid).visit("ann");
            org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !a.getBean(Node.class).nodes().isEmpty());

            Pid there =
                    a.getBean(Migrator.class)
                            .migrate(pid, b.getBean(Node.class).name())
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS);

            assertThat(client(b, there).count()).isEqualTo(1);
            assertThat(client(b, there).last()).containsExactly("ann", "of this node");
        }
    }

    private static Visits client(ConfigurableApplicationContext on, Pid pid) {
        return InterfaceClient.of(
                Visits.class, ServerRef.of(on.getBean(Node.class).processes(), pid));
    }
}
