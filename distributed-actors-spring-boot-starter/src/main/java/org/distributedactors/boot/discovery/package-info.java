/// Spring's ways to find the other nodes: a bean of {@link org.distributedactors.discovery.NodeDiscovery} for each mode of
/// `distributed-actors.discovery.mode`.
@NullMarked
package org.distributedactors.boot.discovery;

import org.jspecify.annotations.NullMarked;
