package org.distributedactors.testing;

import java.util.ArrayList;
import java.util.List;

/// One direction between two machines. What travels on a blocked wire is kept, as TCP keeps repeating what was lost, and
/// arrives once the wire is free; who hears nothing for too long gives the connection up before that.
final class Wire {

    private final List<Runnable> held = new ArrayList<>();
    private boolean blocked;
    private long blocks;

    boolean isBlocked() {
        return blocked;
    }

    /// Tells one block from the next.
    long blocks() {
        return blocks;
    }

    void block() {
        if (!blocked) {
            blocked = true;
            blocks++;
        }
    }

    /// Keeps what arrives while the wire is blocked.
    void hold(Runnable arrival) {
        held.add(arrival);
    }

    /// Frees the wire.
    ///
    /// @return what was held, in order
    List<Runnable> unblock() {
        blocked = false;
        List<Runnable> arriving = List.copyOf(held);
        held.clear();
        return arriving;
    }
}
