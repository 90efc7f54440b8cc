package org.distributedactors.boot.autoconfigure;

import java.util.List;
import org.distributedactors.discovery.Seed;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/// What it takes to become a member of a cluster. A bean of this type wins over the properties.
public interface DistributedActorsConnectionDetails extends ConnectionDetails {

    /// The secret of the cluster; null for a node that stays local.
    @Nullable String cookie();

    /// Nodes to connect to.
    List<Seed> seeds();

    /// What connections between nodes are encrypted with; null for plain connections.
    default @Nullable SslBundle sslBundle() {
        return null;
    }
}
