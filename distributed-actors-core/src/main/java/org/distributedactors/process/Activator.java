package org.distributedactors.process;

import org.jspecify.annotations.Nullable;

/// Gives an idle process that has got a signal a thread for a while.
///
/// A process is activated once and not again until that activation has gone idle or has used up its batch, so the
/// runtime needs no lock. Whoever implements this only decides where the activation runs: the simulator puts it in
/// its queue, the kernel's services have a thread of their own.
@FunctionalInterface
public interface Activator {

    /// Runs `activation` soon, on another stack. Must not run it before returning.
    void activate(Runnable activation);

    /// The workers that this activator hands processes to, if it does nothing else: the processes then go there without
    /// a way through it.
    default @Nullable WorkerPool workers() {
        return null;
    }

    /// Whether {@link #runHere} may be tried by a thread that reads the network, for what a small message asks of an idle
    /// process that is marked as {@link NonBlocking}.
    default boolean runsForReaders() {
        return false;
    }

    /// Runs `activation` on this thread before returning, if that is possible at this moment.
    ///
    /// @return false when nothing was done
    default boolean runHere(Runnable activation) {
        return false;
    }

    /// A fresh virtual thread for each activation: handlers may block, and an idle process costs no thread.
    static Activator virtualThreads() {
        return Thread::startVirtualThread;
    }
}
