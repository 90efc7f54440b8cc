package org.distributedactors.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.distributedactors.boot.TestNode;
import org.distributedactors.boot.overview.TermText;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Two applications in one JVM: the endpoint of one shows what runs on the other.
class ActorClusterEndpointTest {

    /// A node is cut off from one of two here; the two shall stay together.
    private static final String OVERLAP =
            "distributed-actors.registry.prevent-overlapping-partitions=false";

    private static TestNode orders;
    private static TestNode billing;
    private static Pid watched;

    @BeforeAll
    static void start() {
        billing = TestNode.start("billing", OVERLAP);
        orders =
                TestNode.start(
                        "orders",
                        OVERLAP,
                        "distributed-actors.discovery.seeds=" + billing.seed(),
                        "distributed-actors.discovery.interval=100ms");
        await().until(() -> orders.node().nodes().contains(billing.name()));
        watched = billing.node().spawn(self -> self.receive(message -> null));
        billing.node().register("ledger", watched);
        for (int i = 0; i < 3; i++) {
            billing.node().send(watched, "something that waits");
        }
        orders.node()
                .spawn(self -> {
                    self.link(watched);
                    self.monitor(watched);
                    self.receive(message -> () -> message);
                });
    }

    @AfterAll
    static void stop() {
        orders.close();
        billing.close();
    }

    private static JsonNode summaryOf(TestNode node) {
        for (JsonNode member : Json.get(orders.actuator(), "/actorcluster").get("nodes")) {
            if (member.get("name").asString().equals(node.name().toString())) {
                return member.path("summary");
            }
        }
        throw new AssertionError("not listed: " + node.name());
    }

    private static String theProcess() {
        return "billing@127.0.0.1/" + TermText.of(watched);
    }

    private static List<JsonNode> tiesOf(TestNode node, String kind) {
        return summaryOf(node)
                .path("ties")
                .valueStream()
                .filter(tie -> tie.get("kind").asString().equals(kind))
                .filter(tie ->
                        tie.get("to").asString().equals(theProcess())
                                || tie.get("from").asString().equals(theProcess()))
                .toList();
    }

    @Test
    void aNodeShowsWhatAnotherSaysOfItself() {
        await().until(() -> summaryOf(billing).path("queued").asInt() == 3);
        await().until(() -> summaryOf(billing).path("peers").size() == 1);
        ObjectNode answer = (ObjectNode) Json.get(orders.actuator(), "/actorcluster");
        ArrayNode nodes = (ArrayNode) answer.get("nodes");
        ObjectNode summary = (ObjectNode) nodes.get(1).get("summary");
        // What the node's own services have is none of this test's business.
        summary.set("types", only(summary, "types", "longest", "3"));
        summary.set("shown", only(summary, "shown", "name", "ledger"));
        summary.set("ties", only(summary, "ties", "kind", "none"));
        nodes.remove(0);

        assertThat(Json.normal(answer))
                .isEqualTo(
                        Json.of(
                                """
                                { "self": "orders@127.0.0.1",
                                  "nodes": [ { "name": "billing@127.0.0.1", "state": "CONNECTED", "since": "2026-11-22T15:00:11.937Z",
                                               "version": "1.0.0",
                                               "summary": { "at": "2026-11-22T15:00:11.937Z", "since": "2026-11-22T15:00:11.937Z",
                                                            "processes": 9, "queued": 3,
                                                            "types": [ { "type": "<lambda>", "processes": 1, "queued": 3, "longest": 3,
                                                                         "service": false } ],
                                                            "shown": [ { "pid": "<0.77.0>", "name": "ledger", "type": "<lambda>",
                                                                         "queued": 3, "service": false } ],
                                                            "ties": [],
                                                            "peers": [ { "name": "orders@127.0.0.1", "state": "CONNECTED",
                                                                         "since": "2026-11-22T15:00:11.937Z", "pendingBytes": 0,
                                                                         "unconnected": 0, "busy": 0, "unwritable": 0, "monitors": 0 } ],
                                                            "failures": [] } } ] }
                                """));
    }

    private static ArrayNode only(ObjectNode summary, String list, String key, String value) {
        ArrayNode some = (ArrayNode) summary.get(list);
        some.removeIf(row -> !row.path(key).asString().equals(value));
        some.forEach(row -> ((ObjectNode) row).replace("type", some.textNode("<lambda>")));
        return some;
    }

    @Test
    void linksAndMonitorsAcrossNodesAreSeenFromBothSides() {
        await().untilAsserted(() -> {
            assertThat(tiesOf(orders, "MONITOR")).hasSize(1);
            assertThat(tiesOf(billing, "LINK")).hasSize(1);
        });
    }

    /// Both, since `global` wants all nodes connected with all, and there is no port mapper to find others by.
    private static String bothSeeds() {
        return "distributed-actors.discovery.seeds=" + orders.seed() + "," + billing.seed();
    }

    @Test
    void aNodeThatWantsNotToBeSeenHasAStateAndNoSummary() {
        try (TestNode shy =
                TestNode.start("shy", "distributed-actors.overview.enabled=false", bothSeeds())) {
            await().until(() -> orders.node().capabilities().of(shy.name()).isPresent());

            assertThat(summaryOf(shy).isMissingNode()).isTrue();
        }
    }

    @Test
    void aNodeThatLeavesInOrderIsNoFailure() {
        try (TestNode shop = TestNode.start("shop", bothSeeds())) {
            await().until(() -> shop.node().nodes().size() == 2);
        }
        await().until(() -> orders.node().capabilities().isLeaving(NodeName.of("shop@127.0.0.1")));

        await().during(Duration.ofMillis(300))
                .untilAsserted(() ->
                        assertThat(summaryOf(orders).get("failures").valueStream())
                                .noneMatch(failure ->
                                        failure.get("what").asString().startsWith("shop")));
    }

    @Test
    void aLostNodeIsRememberedWithTheReason() {
        try (TestNode stock = TestNode.start("stock", OVERLAP, bothSeeds())) {
            await().until(() -> stock.node().nodes().size() == 2);
            stock.node().disconnect(orders.name());
            await().untilAsserted(ActorClusterEndpointTest::stockIsAFailure);
        }
    }

    private static void stockIsAFailure() {
        assertThat(summaryOf(orders).get("failures").valueStream())
                .anySatisfy(failure -> {
                    assertThat(failure.get("kind").asString()).isEqualTo("NODE_LOST");
                    assertThat(failure.get("what").asString()).isEqualTo("stock@127.0.0.1");
                    assertThat(failure.get("why").asString()).isEqualTo("closed by the peer");
                });
    }
}
