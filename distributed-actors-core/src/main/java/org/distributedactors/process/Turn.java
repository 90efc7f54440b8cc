package org.distributedactors.process;

import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/// One activation of a process in the queues of a {@link WorkerPool}.
@SuppressWarnings("serial") // a task of a pool, which never leaves the JVM
final class Turn extends ForkJoinTask<Void> {

    private final BehaviourCell cell;
    private final ActivationProfile profile;

    Turn(BehaviourCell cell, ActivationProfile profile) {
        this.cell = cell;
        this.profile = profile;
    }

    @Override
    protected boolean exec() {
        Thread thread = Thread.currentThread();
        if (profile.isBlocking() || !(thread instanceof Worker worker)) {
            Thread.startVirtualThread(cell);
            return true;
        }
        try {
            worker.run(cell, profile);
        } catch (Throwable thrown) {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        }
        return true;
    }

    @Override
    public @Nullable Void getRawResult() {
        return null;
    }

    @Override
    protected void setRawResult(@Nullable Void value) {}
}
