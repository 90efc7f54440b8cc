package org.distributedactors.boot.actuate;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeStatus;
import org.distributedactors.node.PeerCapabilities;
import org.distributedactors.node.PeerDrops;
import org.distributedactors.node.PeerStatus;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Link.Direction;
import org.distributedactors.transport.LinkStatistics;
import org.distributedactors.transport.Listening.PortMapper;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/// What the endpoint `actornodes` answers. What is null is left out of the JSON.
///
/// @param self this node
/// @param nodes the others, by name
public record NodesDescriptor(Self self, List<Peer> nodes) implements OperationResponseBody {

    /// This node.
    ///
    /// @param listening where it listens, `host:port`; null for a local node
    /// @param epmd what makes its port known; null for a local node
    /// @param tls whether it talks TLS with others
    /// @param since when it came up; null while it is not up
    /// @param version the version of this library
    public record Self(
            String name,
            String version,
            @Nullable Long creation,
            boolean hidden,
            @Nullable String listening,
            @Nullable PortMapper epmd,
            boolean tls,
            @Nullable Instant since) {

        static Self of(Node node) {
            return node.status()
                    .map(status -> of(node, status))
                    .orElseGet(() ->
                            new Self(
                                    node.name().toString(),
                                    version(node),
                                    null,
                                    false,
                                    null,
                                    null,
                                    false,
                                    null));
        }

        private static String version(Node node) {
            return node.capabilities().own().version();
        }

        private static Self of(Node node, NodeStatus status) {
            return new Self(
                    status.name().toString(),
                    version(node),
                    Integer.toUnsignedLong(status.creation()),
                    status.hidden(),
                    text(status.listening()),
                    status.portMapper(),
                    status.tls(),
                    status.since());
        }

        private static @Nullable String text(@Nullable InetSocketAddress address) {
            return address == null
                    ? null
                    : address.getAddress().getHostAddress() + ":" + address.getPort();
        }
    }

    /// Another node. Only a connected one has more than a name, a state and a time.
    ///
    /// @param version the version of this library there; null for a node that does not run it, or has not said so yet
    /// @param pendingBytes bytes that wait to be sent to it
    /// @param drops what was to be sent to it and was not, by cause
    /// @param reason why the last connection ended; null while there is one
    /// @param detail the same in one clause for people
    public record Peer(
            String name,
            @Nullable String version,
            PeerStatus.State state,
            @Nullable Boolean hidden,
            @Nullable Direction direction,
            @Nullable String address,
            @Nullable Boolean tls,
            Instant since,
            @Nullable Instant lastReceived,
            @Nullable Traffic messages,
            @Nullable Traffic bytes,
            @Nullable Long pendingBytes,
            PeerDrops drops,
            @Nullable CloseReason reason,
            @Nullable String detail)
            implements OperationResponseBody {

        static Peer of(PeerStatus status) {
            PeerStatus.Connection connection = status.connection();
            return connection == null ? without(status) : with(status, connection);
        }

        private static Peer without(PeerStatus status) {
            return new Peer(
                    status.name().toString(),
                    null,
                    status.state(),
                    null,
                    null,
                    null,
                    null,
                    status.since(),
                    null,
                    null,
                    null,
                    null,
                    status.drops(),
                    status.reason(),
                    status.detail());
        }

        private static Peer with(PeerStatus status, PeerStatus.Connection connection) {
            LinkStatistics statistics = connection.statistics();
            PeerCapabilities said = status.capabilities();
            return new Peer(
                    status.name().toString(),
                    said == null ? null : said.version(),
                    status.state(),
                    connection.hidden(),
                    connection.direction(),
                    connection.address(),
                    connection.encrypted(),
                    status.since(),
                    statistics.lastReceived(),
                    new Traffic(statistics.messagesIn(), statistics.messagesOut()),
                    new Traffic(statistics.bytesIn(), statistics.bytesOut()),
                    statistics.pendingBytes(),
                    status.drops(),
                    status.reason(),
                    status.detail());
        }
    }

    /// A count for each direction.
    public record Traffic(long in, long out) {}
}
