package org.distributedactors.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import org.distributedactors.boot.TestNode;
import org.junit.jupiter.api.Test;

/// A node without a cookie has the same endpoints; what it does not have is left out.
class LocalNodeEndpointsTest {

    @Test
    void nodesMonitorsAndHealthOfALocalNode() {
        try (TestNode local = TestNode.startLocal()) {
            assertThat(Json.normal(Json.get(local.actuator(), "/actornodes")))
                    .isEqualTo(
                            Json.of(
                                    """
                                    { "self": { "name": "nonode@nohost", "version": "1.0.0", "creation": 0, "hidden": false, "tls": false,
                                                "since": "2026-11-22T15:00:11.937Z" },
                                      "nodes": [] }
                                    """));
            assertThat(
                            Json.get(local.actuator(), "/health")
                                    .at("/components/actorNode/status")
                                    .asString())
                    .isEqualTo("UP");
        }
    }
}
