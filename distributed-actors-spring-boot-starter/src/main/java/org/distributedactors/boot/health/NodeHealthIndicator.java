package org.distributedactors.boot.health;

import org.distributedactors.node.Node;
import org.distributedactors.node.NodeStatus;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/// The node's health.
///
/// | Status         | When                                       |
/// |----------------|--------------------------------------------|
/// | UP             | the node is up and has enough others       |
/// | DOWN           | fewer others are connected than are wanted |
/// | OUT_OF_SERVICE | the node is not up yet, or leaves          |
public final class NodeHealthIndicator extends AbstractHealthIndicator {

    private final Node node;
    private final int minConnectedNodes;

    /// @param minConnectedNodes connected nodes below which health is down
    public NodeHealthIndicator(Node node, int minConnectedNodes) {
        super("The health of the actor node could not be found out");
        this.node = node;
        this.minConnectedNodes = minConnectedNodes;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        int connected = node.connectedNodes().size();
        health.withDetail("node", node.name().toString())
                .withDetail("connectedNodes", connected)
                .withDetail("minConnectedNodes", minConnectedNodes);
        node.status()
                .map(NodeStatus::portMapper)
                .ifPresent(epmd -> health.withDetail("epmd", epmd));
        if (!node.isUp()) {
            health.outOfService().withDetail("reason", "The node is not up");
        } else if (connected < minConnectedNodes) {
            health.down()
                    .withDetail(
                            "reason",
                            "Fewer nodes are connected than distributed-actors.health.min-connected-nodes");
        } else {
            health.up();
        }
    }
}
