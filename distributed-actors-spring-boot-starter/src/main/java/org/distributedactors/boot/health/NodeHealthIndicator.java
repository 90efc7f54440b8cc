package org.distributedactors.boot.health;

import java.util.Map;
import org.distributedactors.boot.actor.ActorStates;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeStatus;
import org.distributedactors.transport.Listening;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/// The node's health.
///
/// | Status         | When                                                                      |
/// |----------------|---------------------------------------------------------------------------|
/// | UP             | the node is up, others can get to it, enough are there, and its actors run |
/// | DOWN           | its listener, or its registration with the port mapper, is lost           |
/// | DOWN           | fewer others are connected than are wanted                                |
/// | DOWN           | an actor failed too often and stays down: `actorsDown` names it           |
/// | DOWN           | the actors' supervisor ended; this alone also breaks the liveness         |
/// | OUT_OF_SERVICE | the node is not up yet, or leaves                                         |
public final class NodeHealthIndicator extends AbstractHealthIndicator {

    private final Node node;
    private final int minConnectedNodes;
    private final ActorStates actors;

    /// @param minConnectedNodes connected nodes below which health is down
    /// @param actors what has become of the actors
    public NodeHealthIndicator(Node node, int minConnectedNodes, ActorStates actors) {
        super("The health of the actor node could not be found out");
        this.node = node;
        this.minConnectedNodes = minConnectedNodes;
        this.actors = actors;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        int connected = node.connectedNodes().size();
        health.withDetail("node", node.name().toString())
                .withDetail("connectedNodes", connected)
                .withDetail("minConnectedNodes", minConnectedNodes);
        NodeStatus status = node.status().orElse(null);
        if (status != null && status.portMapper() != null) {
            health.withDetail("epmd", status.portMapper());
        }
        Map<String, String> down = actors.down();
        if (!down.isEmpty()) {
            health.withDetail("actorsDown", down);
        }
        String unreachable = unreachable(status);
        if (status == null) {
            health.outOfService().withDetail("reason", "The node is not up");
        } else if (unreachable != null) {
            health.down().withDetail("reason", unreachable);
        } else if (connected < minConnectedNodes) {
            health.down()
                    .withDetail(
                            "reason",
                            "Fewer nodes are connected than distributed-actors.health.min-connected-nodes");
        } else if (actors.supervisorEnded().isPresent()) {
            health.down()
                    .withDetail(
                            "reason",
                            "The supervisor of all actors has ended: "
                                    + actors.supervisorEnded().get().kind());
        } else if (!down.isEmpty()) {
            health.down().withDetail("reason", "An actor failed too often and stays down");
        } else {
            health.up();
        }
    }

    private static @Nullable String unreachable(@Nullable NodeStatus status) {
        Listening.State state = status == null ? null : status.reachability();
        if (state == null) {
            return null;
        }
        return switch (state) {
            case REACHABLE -> null;
            case UNREGISTERED -> "The port mapper is lost, and no other was found yet";
            case CLOSED -> "The node does not listen any more";
        };
    }
}
