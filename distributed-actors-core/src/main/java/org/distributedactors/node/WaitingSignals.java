package org.distributedactors.node;

import java.util.ArrayDeque;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.dist.Payload;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.transport.SendBudget;
import org.jspecify.annotations.Nullable;

/// What waits, in order, for a connection that is being opened. Messages are in bytes already, so it is known how much it
/// is, and what has no form on the wire fails for its sender.
///
/// Guarded by the lock of its {@link Peer}; how much it is can be read by any thread.
final class WaitingSignals {

    /// What a signal takes beside its payload: about that much as a frame, and in memory.
    private static final int EACH = 100;

    private final SendBudget budget;
    private final ArrayDeque<Signal> signals = new ArrayDeque<>();
    private volatile long bytes;

    /// A signal, and what it takes.
    record Signal(ControlMessage control, @Nullable Payload payload, long bytes) {}

    WaitingSignals(SendBudget budget) {
        this.budget = budget;
    }

    /// @throws RuntimeException what the payload throws, or that it is too large; nothing was added then
    void add(ControlMessage control, @Nullable Payload payload) {
        Signal signal;
        if (payload == null) {
            signal = new Signal(control, null, EACH);
        } else {
            EncodedTerm encoded = EncodedTerm.written(payload::writeTo);
            budget.requireSize(EACH + encoded.size());
            // Where a reason stands depends on the peer.
            Payload ready = payload instanceof OperationChoice.Reason ? payload : encoded::writeTo;
            signal = new Signal(control, ready, EACH + encoded.size());
        }
        signals.add(signal);
        bytes += signal.bytes();
    }

    /// The next one, which waits no more; null when there is none.
    @Nullable Signal poll() {
        Signal next = signals.poll();
        if (next != null) {
            bytes -= next.bytes();
        }
        return next;
    }

    boolean isEmpty() {
        return signals.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    /// Forgets all that waits.
    ///
    /// @return how many there were
    int clear() {
        int dropped = signals.size();
        signals.clear();
        bytes = 0;
        return dropped;
    }
}
