package org.distributedactors.pg;

import java.util.concurrent.atomic.LongAdder;

/// What a scope refused since the node's object was made. Any thread may read; the figures only grow.
public final class PgCounters {

    private final LongAdder malformed = new LongAdder();
    private final LongAdder foreign = new LongAdder();
    private final LongAdder overQuota = new LongAdder();
    private final LongAdder unknownPeer = new LongAdder();
    private final LongAdder discovers = new LongAdder();

    PgCounters() {}

    void malformedMessage() {
        malformed.increment();
    }

    void foreignMembers(long members) {
        foreign.add(members);
    }

    void joinsOverQuota(long joins) {
        overQuota.add(joins);
    }

    void unknownPeer() {
        unknownPeer.increment();
    }

    void discoverOverLimit() {
        discovers.increment();
    }

    /// Messages that were none of the protocol: wrong size, wrong kind, unknown.
    public long malformedMessages() {
        return malformed.sum();
    }

    /// Members that a node announced although they are processes of another node or of an earlier incarnation.
    public long foreignMembers() {
        return foreign.sum();
    }

    /// Joins beyond what one node may have.
    public long joinsOverQuota() {
        return overQuota.sum();
    }

    /// Joins and leaves of a node that was not known, which a lost connection may leave behind.
    public long ofUnknownPeers() {
        return unknownPeer.sum();
    }

    /// Requests for all our members that were not answered, since the same node had asked too often.
    public long discoversOverLimit() {
        return discovers.sum();
    }

    /// All of these together.
    public long refusals() {
        return malformedMessages()
                + foreignMembers()
                + joinsOverQuota()
                + ofUnknownPeers()
                + discoversOverLimit();
    }
}
