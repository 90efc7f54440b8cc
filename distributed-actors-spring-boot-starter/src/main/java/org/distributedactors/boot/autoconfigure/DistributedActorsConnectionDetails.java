package org.distributedactors.boot.autoconfigure;

import java.net.InetSocketAddress;
import java.util.List;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/// What it takes to become a member of a cluster. A bean of this type wins over the properties.
public interface DistributedActorsConnectionDetails extends ConnectionDetails {

    /// The secret of the cluster; null for a node that stays local.
    @Nullable String cookie();

    /// Nodes to connect to.
    List<Seed> seeds();

    /// A node to connect to.
    ///
    /// @param node its name
    /// @param address where it listens; null asks the port mapper of its host
    record Seed(NodeName node, @Nullable InetSocketAddress address) {}
}
