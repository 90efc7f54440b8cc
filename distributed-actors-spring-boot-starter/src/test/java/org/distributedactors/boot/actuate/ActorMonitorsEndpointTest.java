package org.distributedactors.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.distributedactors.boot.TestNode;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

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
        await().until(() -> monitors("").get("active").asInt() == 1);
    }

    @AfterEach
    void stop() {
        orders.close();
        billing.close();
    }

    @Test
    void aMonitorThatIsSetIsActive() {
        assertThat(Json.normal(monitors("")))
                .isEqualTo(
                        Json.of(
                                """
                                { "active": 1, "fired": 0,
                                  "monitors": [ { "reference": "#Ref<0.12.34.56>", "watcher": "<0.41.0>",
                                                  "target": "billing@127.0.0.1/<0.77.0>", "kind": "PROCESS",
                                                  "state": "ACTIVE", "since": "2026-11-22T15:00:11.937Z" } ],
                                  "recent": [] }
                                """));
    }

    @Test
    void aMonitorThatFiredIsRememberedWithItsReason() {
        billing.node().exit(watched, ExitReason.of("gone"));
        await().until(() -> monitors("").get("fired").asInt() == 1);

        assertThat(Json.normal(monitors("")))
                .isEqualTo(
                        Json.of(
                                """
                                { "active": 0, "fired": 1, "monitors": [],
                                  "recent": [ { "reference": "#Ref<0.12.34.56>",
                                                "target": "billing@127.0.0.1/<0.77.0>", "kind": "PROCESS",
                                                "state": "FIRED", "reason": "gone",
                                                "firedAt": "2026-11-22T15:00:11.937Z" } ] }
                                """));
    }

    @Test
    void theLossOfAConnectionFiresWithNoconnection() {
        orders.node().disconnect(billing.name());
        await().until(() -> monitors("").get("fired").asInt() == 1);

        assertThat(monitors("").at("/recent/0/reason").asString()).isEqualTo("noconnection");
    }

    @Test
    void filtersPickByStateAndByNode() {
        assertThat(monitors("?state=ACTIVE").get("monitors")).hasSize(1);
        assertThat(monitors("?state=FIRED").get("monitors")).isEmpty();
        assertThat(monitors("?node=billing@127.0.0.1").get("monitors")).hasSize(1);
        assertThat(monitors("?node=stock@127.0.0.1").get("monitors")).isEmpty();
        assertThat(monitors("?state=ACTIVE&node=billing@127.0.0.1").get("monitors")).hasSize(1);
    }

    private JsonNode monitors(String query) {
        return Json.get(orders.actuator(), "/actormonitors" + query);
    }
}
