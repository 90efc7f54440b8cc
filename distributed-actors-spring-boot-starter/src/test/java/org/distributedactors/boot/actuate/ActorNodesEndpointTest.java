package org.distributedactors.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.distributedactors.boot.TestNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Two applications in one JVM, seen over HTTP.
class ActorNodesEndpointTest {

    private static TestNode orders;
    private static TestNode billing;

    @BeforeAll
    static void start() {
        billing = TestNode.start("billing");
        orders =
                TestNode.start(
                        "orders",
                        "distributed-actors.discovery.seeds=" + billing.seed(),
                        "distributed-actors.discovery.interval=100ms",
                        "management.endpoint.actornodes.access=unrestricted");
        awaitConnected();
    }

    @AfterAll
    static void stop() {
        orders.close();
        billing.close();
    }

    private static void awaitConnected() {
        await().until(() -> orders.node().nodes().contains(billing.name()));
        await().until(() -> billing.node().nodes().contains(orders.name()));
        await().until(() -> orders.node().capabilities().of(billing.name()).isPresent());
    }

    @Test
    void showsThisNodeAndTheOther() {
        assertThat(Json.normal(Json.get(orders.actuator(), "/actornodes")))
                .isEqualTo(
                        Json.of(
                                """
                                { "self": { "name": "orders@127.0.0.1", "version": "1.0.0", "creation": 1, "hidden": false,
                                            "listening": "127.0.0.1:1", "epmd": "NONE", "tls": false,
                                            "since": "2026-11-22T15:00:11.937Z" },
                                  "nodes": [ { "name": "billing@127.0.0.1", "version": "1.0.0", "state": "CONNECTED", "hidden": false,
                                               "direction": "OUT", "address": "127.0.0.1:1", "tls": false,
                                               "since": "2026-11-22T15:00:11.937Z",
                                               "lastReceived": "2026-11-22T15:00:11.937Z",
                                               "messages": { "in": 1, "out": 1 }, "bytes": { "in": 1, "out": 1 },
                                               "pendingBytes": 0,
                                               "drops": { "unconnected": 0, "busy": 0, "unwritable": 0 } } ] }
                                """));
    }

    @Test
    void theOtherSideShowsTheSameConnectionFromItsEnd() {
        assertThat(Json.get(billing.actuator(), "/actornodes").at("/nodes/0/direction").asString())
                .isEqualTo("IN");
    }

    @Test
    void aFilterPicksNodesByTheirState() {
        assertThat(Json.get(orders.actuator(), "/actornodes?state=CONNECTED").get("nodes"))
                .hasSize(1);
        assertThat(Json.get(orders.actuator(), "/actornodes?state=CLOSING").get("nodes")).isEmpty();
    }

    @Test
    void aStateThatIsNoneIsABadRequest() {
        orders.actuator()
                .get()
                .uri("/actornodes?state=ASLEEP")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void oneNodeIsShownByItsName() {
        assertThat(
                        Json.get(orders.actuator(), "/actornodes/billing@127.0.0.1")
                                .get("state")
                                .asString())
                .isEqualTo("CONNECTED");
    }

    @Test
    void aNodeThatIsNotKnownIsNotFound() {
        orders.actuator()
                .get()
                .uri("/actornodes/nobody@127.0.0.1")
                .exchange()
                .expectStatus()
                .isNotFound();
        orders.actuator().get().uri("/actornodes/nobody").exchange().expectStatus().isNotFound();
    }

    @Test
    void withoutAccessNothingCanBeChanged() {
        billing.actuator()
                .post()
                .uri("/actornodes/orders@127.0.0.1")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
        billing.actuator()
                .delete()
                .uri("/actornodes/orders@127.0.0.1")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
    }

    @Test
    void withAccessANodeIsDisconnectedAndComesBack() {
        orders.actuator()
                .delete()
                .uri("/actornodes/billing@127.0.0.1")
                .exchange()
                .expectStatus()
                .isNoContent();

        awaitConnected();
        orders.actuator()
                .post()
                .uri("/actornodes/billing@127.0.0.1")
                .exchange()
                .expectStatus()
                .isNoContent();
    }

    @Test
    void aNodeThatCannotBeReachedIsUnavailableAndThenShownAsDown() {
        orders.actuator()
                .post()
                .uri("/actornodes/nobody-there@127.0.0.1")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);

        ArrayNode down =
                (ArrayNode) Json.get(orders.actuator(), "/actornodes?state=DOWN").get("nodes");
        // The first where this machine has no port mapper, the second where it has one.
        assertThat(((ObjectNode) down.get(0)).remove("detail").asString())
                .matches("The port mapper .*|no node of this name is registered");
        assertThat(Json.normal(down))
                .isEqualTo(
                        Json.of(
                                """
                                [ { "name": "nobody-there@127.0.0.1", "state": "DOWN",
                                    "since": "2026-11-22T15:00:11.937Z", "reason": "CONNECT_FAILED",
                                    "drops": { "unconnected": 0, "busy": 0, "unwritable": 0 } } ]
                                """));
    }

    @Test
    void aNameOfAnotherFormIsABadRequest() {
        orders.actuator().post().uri("/actornodes/nobody").exchange().expectStatus().isBadRequest();
    }

    @Test
    void aNodeThatIsNotConnectedCannotBeDisconnected() {
        orders.actuator()
                .delete()
                .uri("/actornodes/nobody@127.0.0.1")
                .exchange()
                .expectStatus()
                .isNotFound();
    }
}
