package org.distributedactors.boot.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.node.Node;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Where actors with a global name run when the cluster falls apart, by each choice, and where each choice is wrong.
class MinorityTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final NodeName A = NodeName.of("a@127.0.0.1");
    private static final NodeName B = NodeName.of("b@127.0.0.1");
    private static final NodeName C = NodeName.of("c@127.0.0.1");
    private static final NodeName D = NodeName.of("d@127.0.0.1");

    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

    interface Ledger {
        void book();
    }

    @Actor(global = "ledger")
    static class LedgerActor implements Ledger {
        @Override
        public void book() {}
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(DistributedActorsAutoConfiguration.class)
    @Import(LedgerActor.class)
    static class Application {}

    @AfterEach
    void close() {
        contexts.reversed().forEach(ConfigurableApplicationContext::close);
    }

    private ConfigurableApplicationContext node(String name, String minority, String... seeds) {
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .properties(
                                "spring.main.banner-mode=off",
                                "spring.main.register-shutdown-hook=false",
                                "distributed-actors.cookie=cookie-of-the-tests",
                                "distributed-actors.node.name=" + name,
                                "distributed-actors.epmd.mode=none",
                                "distributed-actors.transport.connect-timeout=1s",
                                "distributed-actors.registry.minority=" + minority,
                                "distributed-actors.discovery.interval=1s",
                                "distributed-actors.discovery.seeds=" + String.join(",", seeds))
                        .run();
        contexts.add(context);
        return context;
    }

    private static String seed(ConfigurableApplicationContext context) {
        Node node = context.getBean(Node.class);
        return node.name() + ":" + node.status().orElseThrow().listening().getPort();
    }

    private static Pid owner(ConfigurableApplicationContext context) {
        return context.getBean(GlobalRegistry.class).whereis("ledger").orElse(null);
    }

    private static boolean runs(ConfigurableApplicationContext context) {
        Pid owner = owner(context);
        Node node = context.getBean(Node.class);
        return owner != null && node.processes().isAlive(owner);
    }

    @Test
    void moreThanHalfOfTheSeedsIsTheMajorityThisNodeCountedIfItIsOne() {
        MajorityRule rule = new MajorityRule(Set.of(A, B, C));

        assertThat(rule.holds(A, List.of(B))).isTrue();
        assertThat(rule.holds(A, List.of(D))).isFalse();
        assertThat(rule.holds(D, List.of(A, B))).isTrue();
        assertThat(rule.holds(D, List.of(A))).isFalse();
    }

    /// Wrong: two owners, each on its side.
    @Test
    void whoKeepsGoingRunsTheActorOnBothSidesOfAPartition() {
        ConfigurableApplicationContext a = node("a", "keep", "b@127.0.0.1:1", "c@127.0.0.1:1");
        ConfigurableApplicationContext b = node("b", "keep", "a@127.0.0.1:1", "c@127.0.0.1:1");

        await().atMost(LIMIT).until(() -> runs(a) && runs(b));
    }

    @Test
    void theSideWithMostSeedsRunsItAndOneThatLostThemStops() {
        ConfigurableApplicationContext a =
                node("a", "stop-global", "a@127.0.0.1:1", "b@127.0.0.1:1", "c@127.0.0.1:1");
        await().during(Duration.ofSeconds(1)).atMost(LIMIT).until(() -> !runs(a));

        ConfigurableApplicationContext b =
                node("b", "STOP_GLOBAL", seed(a), "b@127.0.0.1:1", "c@127.0.0.1:1");
        await().atMost(LIMIT).until(() -> runs(a) ^ runs(b));

        b.close();
        await().atMost(LIMIT).until(() -> !runs(a));

        ConfigurableApplicationContext again =
                node("b", "stop-global", seed(a), "b@127.0.0.1:1", "c@127.0.0.1:1");
        await().atMost(LIMIT).until(() -> runs(a) ^ runs(again));
    }

    /// Wrong: b and c are no partition, they have crashed. Nobody else runs the actor, and a does not either.
    @Test
    void aCrashOfMostSeedsStopsTheOneThatIsLeft() {
        MajorityRule rule = new MajorityRule(Set.of(A, B, C));

        assertThat(rule.holds(A, List.of())).isFalse();
    }

    /// Wrong: the parts are whole and could work, and none of them may.
    @Test
    void withHalfOfTheSeedsOrInThreePartsNobodyMayRun() {
        MajorityRule four = new MajorityRule(Set.of(A, B, C, D));
        MajorityRule three = new MajorityRule(Set.of(A, B, C));

        assertThat(four.holds(A, List.of(B)) || four.holds(C, List.of(D))).isFalse();
        assertThat(Arrays.asList(A, B, C).stream().anyMatch(alone -> three.holds(alone, List.of())))
                .isFalse();
    }

    /// Wrong: until the loss is noticed, which takes up to the tick time, the side without most seeds believes to have them.
    @Test
    void aLossThatIsNotNoticedYetStopsNothing() {
        MajorityRule rule = new MajorityRule(Set.of(A, B, C));
        List<NodeName> connectedStill = List.of(B, C);

        assertThat(rule.holds(A, connectedStill)).isTrue();
        assertThat(rule.holds(B, List.of(C))).isTrue();
    }
}
