package org.distributedactors.discovery;

import java.util.Collection;

/// Where other nodes may be. It is asked again and again, and gives the full list each time.
@FunctionalInterface
public interface NodeDiscovery {

    /// The nodes there may be now; this node itself may be among them. May block.
    Collection<Seed> nodes();
}
