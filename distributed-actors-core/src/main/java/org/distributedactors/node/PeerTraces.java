package org.distributedactors.node;

import java.util.Map;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.TraceHeaders;
import org.distributedactors.process.TraceToken;
import org.jspecify.annotations.Nullable;

/// Which trace tokens go to which peer, and which are taken. Only nodes that have said that they offer
/// {@link #CAPABILITY} get one, and only theirs are looked at: one of an Erlang node belongs to its sequential tracing. Any
/// thread may call.
final class PeerTraces {

    static final String CAPABILITY = "trace_context";

    private final Capabilities capabilities;
    private final NodeCounters counters;

    PeerTraces(Capabilities capabilities, NodeCounters counters) {
        this.capabilities = capabilities;
        this.counters = counters;
    }

    /// The message with its token, or without it when the peer takes none or it has no form on the wire.
    ControlMessage outgoing(Peer peer, ControlMessage control, TraceToken token) {
        Map<String, String> headers = token.headers();
        return control instanceof ControlMessage.Traceable message
                        && TraceHeaders.areValid(headers)
                        && takes(peer)
                ? new ControlMessage.Traced(message, headers)
                : control;
    }

    /// The token of a peer; null when it is to be ignored.
    @Nullable TraceToken incoming(Peer peer, Map<String, String> headers) {
        if (!takes(peer)) {
            return null;
        }
        if (headers.isEmpty()) {
            counters.badTraceToken();
            return null;
        }
        return new TraceToken(headers, null);
    }

    private boolean takes(Peer peer) {
        return peer.isUp() && capabilities.offeredBy(peer.name(), CAPABILITY);
    }
}
