package org.distributedactors.global;

import java.util.concurrent.atomic.AtomicBoolean;
import org.distributedactors.term.Term;

/// A lock that this node holds in the cluster, until it is closed. Any thread may use it; closing it again does nothing.
///
/// **In a partition** it is a lock of this side: a node that is lost keeps nothing of it, and the other side may take it
/// meanwhile. It is not fenced: who must not write twice needs a check where it writes.
public final class GlobalLock implements AutoCloseable {

    private final Term resource;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    GlobalLock(Term resource, Runnable release) {
        this.resource = resource;
        this.release = release;
    }

    /// What is locked.
    public Term resource() {
        return resource;
    }

    /// Gives the lock back on all nodes, without waiting until they have heard of it.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
