package org.distributedactors.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.distributedactors.boot.TestNode;
import org.distributedactors.boot.overview.TermText;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A process of one application watches one of another, seen over HTTP.
class ActorMonitorsEndpointTest {

    private TestNode orders;
    private TestNode billing;
    private Pid watched;

    @BeforeEach
    void start() {
        billing = TestNode.start("billing");
        orders =
                TestNode.start(
                        "orders",
                        "distributed-actors.discovery.seeds=" + billing.seed(),
                        "distributed-actors.discovery.interval=100ms");
        await().until(() -> orders.node().nodes().contains(billing.name()));
        watched = billing.node().spawn(self -> self.receive(message -> () -> message));
        Pid target = watched;
        orders.node()
                .spawn(self -> {
                    self.monitor(target);
                    self.receive(message -> () -> message);
                });
        await().until(() -> !ofTheTest("").get("monitors").isEmpty());
    }

    @AfterEach
    void stop() {
        orders.close();
        billing.close();
    }

    @Test
    void aMonitorThatIsSetIsActive() {
        assertThat(monitors("").get("active").asInt()).isPositive();
        assertThat(Json.normal(ofTheTest("")))
                .isEqualTo(
                        Json.of(
                                """
                                { "monitors": [ { "reference": "#Ref<0.12.34.56>", "watcher": "<0.41.0>",
                                                  "target": "billing@127.0.0.1/<0.77.0>", "kind": "PROCESS",
                                                  "state": "ACTIVE", "since": "2026-11-22T15:00:11.937Z" } ],
                                  "recent": [] }
                                """));
    }

    @Test
    void aMonitorThatFiredIsRememberedWithItsReason() {
        billing.node().exit(watched, ExitReason.of("gone"));
        await().until(() -> !ofTheTest("").get("recent").isEmpty());

        assertThat(monitors("").get("fired").asInt()).isPositive();
        assertThat(Json.normal(ofTheTest("")))
                .isEqualTo(
                        Json.of(
                                """
                                { "monitors": [],
                                  "recent": [ { "reference": "#Ref<0.12.34.56>",
                                                "target": "billing@127.0.0.1/<0.77.0>", "kind": "PROCESS",
                                                "state": "FIRED", "reason": "gone",
                                                "firedAt": "2026-11-22T15:00:11.937Z" } ] }
                                """));
    }

    @Test
    void theLossOfAConnectionFiresWithNoconnection() {
        orders.node().disconnect(billing.name());
        await().until(() -> !ofTheTest("").get("recent").isEmpty());

        assertThat(ofTheTest("").at("/recent/0/reason").asString()).isEqualTo("noconnection");
    }

    @Test
    void filtersPickByStateAndByNode() {
        assertThat(ofTheTest("?state=ACTIVE").get("monitors")).hasSize(1);
        assertThat(ofTheTest("?state=FIRED").get("monitors")).isEmpty();
        assertThat(ofTheTest("?node=billing@127.0.0.1").get("monitors")).hasSize(1);
        assertThat(ofTheTest("?node=stock@127.0.0.1").get("monitors")).isEmpty();
        assertThat(ofTheTest("?state=ACTIVE&node=billing@127.0.0.1").get("monitors")).hasSize(1);
    }

    /// The answer without what the node's own services watch.
    private JsonNode ofTheTest(String query) {
        ObjectNode answer = (ObjectNode) monitors(query);
        String target = "billing@127.0.0.1/" + TermText.of(watched);
        for (String list : List.of("monitors", "recent")) {
            ((ArrayNode) answer.get(list))
                    .removeIf(monitor -> !monitor.get("target").asString().equals(target));
        }
        answer.remove(List.of("active", "fired"));
        return answer;
    }

    private JsonNode monitors(String query) {
        return Json.get(orders.actuator(), "/actormonitors" + query);
    }
}
