package org.distributedactors.process;

import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// Who waits for one answer under a reference. The reference is alias and monitor at once: an answer, a DOWN and the
/// loss of the node each end the waiting, whichever is first, and what comes later finds nobody. Usable from any thread.
public final class Aliases {

    private final ConcurrentHashMap<Reference, Entry> waiting = new ConcurrentHashMap<>();

    private static final class Entry {
        final Awaiting awaiting;
        volatile @Nullable Atom node;

        /// The process of this node that has the request and did not answer at once.
        volatile @Nullable ProcessCell callee;

        Entry(Awaiting awaiting, @Nullable Atom node) {
            this.awaiting = awaiting;
            this.node = node;
        }
    }

    Aliases() {}

    /// Begins to wait. Open the alias before the question goes out.
    ///
    /// @param node the node whose loss ends the waiting, or null
    public void open(Reference alias, Awaiting awaiting, @Nullable Atom node) {
        waiting.put(alias, new Entry(awaiting, node));
    }

    /// Gives up waiting. After this nothing comes any more.
    ///
    /// @return false when an answer or a DOWN was faster
    public boolean close(Reference alias) {
        return take(alias) != null;
    }

    public boolean isOpen(Reference alias) {
        return waiting.containsKey(alias);
    }

    /// Hands over the answer.
    ///
    /// @return false when nobody waits any more
    public boolean answer(Reference alias, Object message) {
        Entry entry = take(alias);
        if (entry != null) {
            entry.awaiting.answered(message);
        }
        return entry != null;
    }

    public int size() {
        return waiting.size();
    }

    /// There will be no answer.
    ///
    /// @return false when nobody waits any more
    public boolean down(Reference alias, ExitReason reason) {
        Entry entry = take(alias);
        if (entry != null) {
            entry.awaiting.down(reason);
        }
        return entry != null;
    }

    /// The one who was asked goes on on another node, whose loss ends the waiting from now on.
    ///
    /// @param by the node that says so
    /// @return false when nobody waits any more, or not for that node
    boolean moved(Reference alias, Atom by, Atom node) {
        Entry entry = waiting.get(alias);
        if (entry == null || !Objects.equals(by, entry.node)) {
            return false;
        }
        entry.node = node;
        return true;
    }

    void connectionLost(Atom node) {
        waiting.forEach((alias, entry) -> {
            if (entry.node != null && entry.node.equals(node)) {
                down(alias, ExitReason.NOCONNECTION);
            }
        });
    }

    /// The process has taken the request and has not answered yet, so it has to tell its end. Either the one who ends
    /// the waiting sees the callee and takes it back, or this sees that the waiting is over.
    ///
    /// @return whether the callee has to remember
    boolean watch(Reference alias, ProcessCell callee) {
        Entry entry = waiting.get(alias);
        if (entry == null || entry.callee != null) {
            return false;
        }
        entry.callee = callee;
        return waiting.containsKey(alias);
    }

    private @Nullable Entry take(Reference alias) {
        Entry entry = waiting.remove(alias);
        ProcessCell callee = entry == null ? null : entry.callee;
        if (callee != null) {
            callee.enqueue(new Signal.Demonitor(alias));
        }
        return entry;
    }
}
