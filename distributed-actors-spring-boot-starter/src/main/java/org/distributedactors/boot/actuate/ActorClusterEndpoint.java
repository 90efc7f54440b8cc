package org.distributedactors.boot.actuate;

import org.distributedactors.boot.overview.ClusterOverview;
import org.distributedactors.node.Node;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/// Shows all nodes of the cluster by what each says of itself: processes by type, queues, links and monitors, connections,
/// recent failures, and how far it is while it leaves or gives processes to others. A node that does not run this
/// library, or does not want to be seen, has a state and no summary.
@Endpoint(id = "actorcluster", defaultAccess = Access.READ_ONLY)
public final class ActorClusterEndpoint {

    private final Node node;
    private final ClusterOverview overview;

    public ActorClusterEndpoint(Node node, ClusterOverview overview) {
        this.node = node;
        this.overview = overview;
    }

    /// May take half a second, while other nodes answer.
    @ReadOperation
    public ClusterDescriptor cluster() {
        return new ClusterDescriptor(
                node.name().toString(),
                overview.members().stream().map(ClusterDescriptor.Member::of).toList());
    }
}
