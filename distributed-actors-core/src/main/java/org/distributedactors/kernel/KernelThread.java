package org.distributedactors.kernel;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.distributedactors.process.Activator;
import org.jspecify.annotations.Nullable;

/// Runs the kernel's services, one at a time: on a thread of their own, or, when that has nothing to do, on the thread
/// that has read a small message for a marked one. A change of names is a dozen such messages one after the other, and each
/// would otherwise wait for two threads to wake up, there and back.
///
/// The thread is no daemon, so that a program which is nothing but a node stays alive.
final class KernelThread implements Activator {

    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable ExecutorService thread;

    void start() {
        ExecutorService started =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("distributed-actors-kernel").factory());
        started.execute(() -> {}); // Starts the thread, and with it the life of the program.
        thread = started;
    }

    void stop() {
        ExecutorService last = thread;
        thread = null;
        if (last != null) {
            last.shutdownNow();
        }
    }

    @Override
    public void activate(Runnable activation) {
        ExecutorService now = thread;
        if (now == null) {
            return;
        }
        try {
            now.execute(() -> runInTurn(activation));
        } catch (RejectedExecutionException stopped) {
            // The node stops at this moment; nobody is left whom the activation could matter to.
        }
    }

    private void runInTurn(Runnable activation) {
        turn.lock();
        try {
            activation.run();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public boolean runsForReaders() {
        return true;
    }

    @Override
    public boolean runHere(Runnable activation) {
        // A reader does not go before the thread that waits for its turn.
        if (thread == null || turn.hasQueuedThreads() || !turn.tryLock()) {
            return false;
        }
        try {
            activation.run();
            return true;
        } finally {
            turn.unlock();
        }
    }
}
