package org.distributedactors.epmd;

import org.distributedactors.term.Binary;

/// What a client says to the port mapper. Each connection carries one request.
public sealed interface EpmdRequest {

    /// ALIVE2_REQ, `x`: I am this node. It stays registered as long as the connection is open.
    record Alive2(EpmdNode node) implements EpmdRequest {}

    /// PORT_PLEASE2_REQ, `z`: where does the node of this name listen?
    record PortPlease2(Binary name) implements EpmdRequest {}

    /// NAMES_REQ, `n`: which nodes are there?
    record Names() implements EpmdRequest {}

    /// DUMP_REQ, `d`: which nodes are there, with details?
    record Dump() implements EpmdRequest {}

    /// KILL_REQ, `k`: stop being the port mapper.
    record Kill() implements EpmdRequest {}

    /// STOP_REQ, `s`: forget the node of this name.
    record Stop(Binary name) implements EpmdRequest {}
}
