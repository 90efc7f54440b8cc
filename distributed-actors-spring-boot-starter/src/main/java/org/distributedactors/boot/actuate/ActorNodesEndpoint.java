package org.distributedactors.boot.actuate;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.distributedactors.node.Node;
import org.distributedactors.node.PeerStatus;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/// Shows this node and the others; connects and disconnects where the user gave that access.
///
/// | Request         | Answer                                                                            |
/// |-----------------|-----------------------------------------------------------------------------------|
/// | GET             | this node and its peers, `?state=` picks those in one state                       |
/// | GET `name`      | one peer; 404 when it is not known                                                |
/// | POST `name`     | connects and waits: 204, or 503 with what is known of the peer when it fails      |
/// | DELETE `name`   | disconnects: 204, or 404 when there is no connection                              |
@Endpoint(id = "actornodes", defaultAccess = Access.READ_ONLY)
public final class ActorNodesEndpoint {

    private final Node node;

    public ActorNodesEndpoint(Node node) {
        this.node = node;
    }

    @ReadOperation
    public NodesDescriptor nodes(PeerStatus.@Nullable State state) {
        return new NodesDescriptor(
                NodesDescriptor.Self.of(node),
                peers().filter(peer -> state == null || peer.state() == state)
                        .sorted(Comparator.comparing(peer -> peer.name().toString()))
                        .map(NodesDescriptor.Peer::of)
                        .toList());
    }

    @ReadOperation
    public NodesDescriptor.@Nullable Peer node(@Selector String name) {
        return find(name).orElse(null);
    }

    @WriteOperation
    public WebEndpointResponse<NodesDescriptor.Peer> connect(@Selector String name) {
        if (node.connect(parse(name))) {
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
        }
        int failed = WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE;
        return find(name)
                .map(peer -> new WebEndpointResponse<>(peer, failed))
                .orElseGet(() -> new WebEndpointResponse<>(failed));
    }

    @DeleteOperation
    public WebEndpointResponse<Void> disconnect(@Selector String name) {
        boolean stood = node.isUp() && node.disconnect(parse(name));
        return new WebEndpointResponse<>(
                stood
                        ? WebEndpointResponse.STATUS_NO_CONTENT
                        : WebEndpointResponse.STATUS_NOT_FOUND);
    }

    private Optional<NodesDescriptor.Peer> find(String name) {
        return peers().filter(peer -> peer.name().toString().equals(name))
                .findFirst()
                .map(NodesDescriptor.Peer::of);
    }

    private Stream<PeerStatus> peers() {
        return node.peers().stream();
    }

    private static NodeName parse(String name) {
        try {
            return NodeName.of(name);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidEndpointRequestException(
                    String.valueOf(malformed.getMessage()), "A node's name has the form name@host");
        }
    }
}
