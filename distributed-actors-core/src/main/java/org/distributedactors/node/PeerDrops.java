package org.distributedactors.node;

/// What was to be sent to another node and was not, by cause, as long as the node is remembered.
///
/// @param unconnected signals of all kinds that waited for a connection which did not come up
/// @param busy messages that were refused because too much waited for the node already
/// @param unwritable messages with a value that has no form on the wire
public record PeerDrops(long unconnected, long busy, long unwritable) {

    /// Nothing was dropped.
    public static final PeerDrops NONE = new PeerDrops(0, 0, 0);
}
