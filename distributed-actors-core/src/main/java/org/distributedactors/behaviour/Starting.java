package org.distributedactors.behaviour;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.SpawnResult;

/// Waits for a process to be ready.
final class Starting {

    private Starting() {}

    static <M> StartResult<M> await(
            ProcessRuntime runtime, Readiness process, Supplier<SpawnResult> spawn) {
        CountDownLatch ready = new CountDownLatch(1);
        AtomicReference<ExitReason> failure = new AtomicReference<>();
        process.onReady(reason -> {
            failure.set(reason);
            ready.countDown();
        });
        SpawnResult result = spawn.get();
        ServerRef<M> ref = ServerRef.of(runtime, result.pid());
        if (result instanceof SpawnResult.AlreadyStarted) {
            return new StartResult.AlreadyStarted<>(ref);
        }
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            runtime.exit(result.pid(), ExitReason.KILL);
            return new StartResult.Failed<>(ExitReason.of("interrupted"));
        }
        ExitReason reason = failure.get();
        return reason == null ? new StartResult.Started<>(ref) : new StartResult.Failed<>(reason);
    }
}
