package org.distributedactors.boot.autoconfigure;

import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/// What a node with a cookie is called.
///
/// Long and short names do not mix in a cluster: Erlang takes a host with a dot for a long name, and one without for a short
/// one, and nodes of one kind refuse those of the other.
///
/// @see <a href="https://www.erlang.org/doc/system/distributed.html#nodes">Distributed Erlang, Nodes</a>
final class NodeNaming {

    private NodeNaming() {}

    /// @throws NodeConfigurationException when the properties give no name that an Erlang node can have
    static NodeName nameOf(
            DistributedActorsProperties.Node node, @Nullable String applicationName) {
        String alive = StringUtils.hasText(node.name()) ? node.name() : applicationName;
        if (!StringUtils.hasText(alive)) {
            throw new NodeConfigurationException(
                    "A cookie is set, but this node has no name.",
                    "Set spring.application.name, or distributed-actors.node.name to the part of the node's name before the '@'.");
        }
        checkHost(node);
        try {
            return new NodeName(alive, node.host());
        } catch (IllegalArgumentException malformed) {
            throw new NodeConfigurationException(
                    "'%s@%s' is not a name that a node can have; its form is name@host."
                            .formatted(alive, node.host()),
                    "Set distributed-actors.node.name to letters, digits, '_' and '-' without a '@' (it is spring.application.name unless set), and distributed-actors.node.host to an address or a host name.");
        }
    }

    private static void checkHost(DistributedActorsProperties.Node node) {
        boolean isLong = node.host().contains(".") || node.host().contains(":");
        if (node.shortNames() && isLong) {
            throw new NodeConfigurationException(
                    "The host '%s' has a dot, but the node is to use short names."
                            .formatted(node.host()),
                    "Set distributed-actors.node.host to this machine's short host name, or distributed-actors.node.short-names to false.");
        }
        if (!node.shortNames() && !isLong) {
            throw new NodeConfigurationException(
                    "The host '%s' has no dot, but the node is to use long names."
                            .formatted(node.host()),
                    "Set distributed-actors.node.host to an address or a full host name, or distributed-actors.node.short-names to true on every node of the cluster.");
        }
    }
}
