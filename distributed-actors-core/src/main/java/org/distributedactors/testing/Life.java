package org.distributedactors.testing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.LinkAcceptor;
import org.jspecify.annotations.Nullable;

/// One life of a simulated machine: from the start of its node to a stop or a crash.
final class Life {

    private final NodeName name;
    private final int creation;
    private final Set<ConnectionEnd> ends = new LinkedHashSet<>();
    private @Nullable LinkAcceptor acceptor;
    private long frozenUntil;
    private boolean ended;

    Life(NodeName name, int creation) {
        this.name = name;
        this.creation = creation;
    }

    NodeName name() {
        return name;
    }

    int creation() {
        return creation;
    }

    /// What the node does with connections of others; null before it takes any.
    @Nullable LinkAcceptor acceptor() {
        return ended ? null : acceptor;
    }

    void accept(@Nullable LinkAcceptor newAcceptor) {
        acceptor = newAcceptor;
    }

    void add(ConnectionEnd end) {
        ends.add(end);
    }

    void remove(ConnectionEnd end) {
        ends.remove(end);
    }

    List<ConnectionEnd> ends() {
        return new ArrayList<>(ends);
    }

    boolean hasEnded() {
        return ended;
    }

    void end() {
        ended = true;
        ends.clear();
    }

    long frozenUntil() {
        return frozenUntil;
    }

    void freeze(long until) {
        frozenUntil = until;
    }
}
