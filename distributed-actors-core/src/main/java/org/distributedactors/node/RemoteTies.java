package org.distributedactors.node;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;

/// What the processes of a peer hold here over one connection: the links they made and the monitors they set. Each costs
/// this node memory until it is given back, so their number is limited. Any thread may call.
final class RemoteTies {

    /// The most links and monitors of one peer.
    static final int LIMIT = 100_000;

    private final Set<Object> held = ConcurrentHashMap.newKeySet();

    private record LinkedPair(Pid theirs, Pid ours) {}

    /// The peer wants a link.
    ///
    /// @throws QuotaExceededException when it has too many
    void link(Pid theirs, Pid ours) {
        hold(new LinkedPair(theirs, ours));
    }

    void unlink(Pid theirs, Pid ours) {
        held.remove(new LinkedPair(theirs, ours));
    }

    /// The peer wants a monitor.
    ///
    /// @throws QuotaExceededException when it has too many
    void monitor(Reference reference) {
        hold(reference);
    }

    void demonitor(Reference reference) {
        held.remove(reference);
    }

    private void hold(Object tie) {
        if (held.size() >= LIMIT && !held.contains(tie)) {
            throw new QuotaExceededException(
                    "more than " + LIMIT + " links and monitors of this peer");
        }
        held.add(tie);
    }

    /// What leaves for the peer may be the end of what it holds.
    void sent(ControlMessage control) {
        if (control instanceof ControlMessage.PayloadMonitorPExit down) {
            demonitor(down.reference());
        } else if (control instanceof ControlMessage.PayloadExit exit) {
            unlink(exit.to(), exit.from());
        }
    }

    /// A peer asked for more than one may have.
    static final class QuotaExceededException extends InvalidSignalException {

        private static final long serialVersionUID = 1L;

        QuotaExceededException(String message) {
            super(message);
        }
    }
}
