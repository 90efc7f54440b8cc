package org.distributedactors.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import org.distributedactors.boot.TestNode;
import org.distributedactors.boot.overview.TermText;
import org.distributedactors.global.GlobalEvent;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.pg.ProcessGroups;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Names and groups of a node, seen over HTTP.
class ActorNamesEndpointTest {

    private TestNode orders;
    private Pid process;

    @BeforeEach
    void start() {
        orders = TestNode.start("orders");
        process = orders.node().spawn(self -> self.receive(message -> () -> message));
    }

    @AfterEach
    void stop() {
        orders.close();
    }

    private JsonNode names() {
        return Json.get(orders.actuator(), "/actornames");
    }

    @Test
    void namesAndGroupsAreListed() {
        orders.node().register("bookkeeper", process);
        orders.bean(GlobalRegistry.class).register("ledger", process);
        ProcessGroups groups = orders.bean(ProcessGroups.class);
        groups.scope().join("listeners", process, process);
        groups.scope("other").join(Atom.of("g"), process);
        await().until(() -> !names().at("/global/0/since").isMissingNode());

        ObjectNode answer = (ObjectNode) names();
        // The node's own services have local names too, which are none of this test's business.
        ArrayNode local = (ArrayNode) answer.get("local");
        local.removeIf(name -> !name.get("name").asString().equals("bookkeeper"));

        assertThat(Json.normal(answer))
                .isEqualTo(
                        Json.of(
                                """
                                { "global": [ { "name": "ledger", "pid": "<0.77.0>", "node": "orders@127.0.0.1",
                                                "since": "2026-11-22T15:00:11.937Z" } ],
                                  "local": [ { "name": "bookkeeper", "pid": "<0.77.0>" } ],
                                  "groups": [ { "scope": "pg", "group": "listeners", "members": 2, "localMembers": 2 },
                                              { "scope": "other", "group": "g", "members": 1, "localMembers": 1 } ] }
                                """));
    }

    @Test
    void aNodeThatIsNotUpHasNone() {
        ActorNamesEndpoint endpoint = orders.bean(ActorNamesEndpoint.class);
        orders.close();

        assertThat(endpoint.names().local()).isEmpty();
        assertThat(endpoint.names().groups()).isEmpty();
    }

    @Test
    void whatAPeerCallsItsNamesIsShownShort() {
        assertThat(TermText.any(Atom.of("g"))).isEqualTo("g");
        assertThat(TermText.any(Binary.utf8("x".repeat(1000)))).hasSize(201).endsWith("…");
    }

    @Test
    void theTimeOfANameIsThatOfItsOwner() {
        GlobalNameTimes times = new GlobalNameTimes(() -> Instant.EPOCH);
        Pid other = new Pid(Atom.of("b@h"), 1, 0, 1);
        times.hear(new GlobalEvent.NameRegistered(Atom.of("n"), process, null));

        assertThat(times.since(Atom.of("n"), process)).isEqualTo(Instant.EPOCH);
        assertThat(times.since(Atom.of("n"), other)).isNull();
        times.hear(new GlobalEvent.NameUnregistered(Atom.of("n"), other));
        assertThat(times.since(Atom.of("n"), process)).isNotNull();
        times.hear(new GlobalEvent.NameUnregistered(Atom.of("n"), process));
        assertThat(times.since(Atom.of("n"), process)).isNull();
    }
}
