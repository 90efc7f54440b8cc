package org.distributedactors.benchmarks;

import java.time.InstantSource;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.RuntimeConfig;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.SystemTimers;
import org.distributedactors.process.Ticker;
import org.distributedactors.process.WorkerPool;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;

/// A process runtime as a node has it, and what our workloads share.
final class Ours {
    private static final int PROCESS_LIMIT = 1 << 24;

    private Ours() {}

    static ProcessRuntime runtime() {
        WorkerPool pool =
                new WorkerPool(Runtime.getRuntime().availableProcessors(), Ticker.system());
        return new ProcessRuntime(
                new RuntimeConfig(
                        Atom.of("bench@127.0.0.1"),
                        1,
                        pool,
                        Ticker.system(),
                        InstantSource.system(),
                        new SystemTimers("bench-timers"),
                        PROCESS_LIMIT,
                        100));
    }

    static WorkerPool workers(ProcessRuntime runtime) {
        return runtime.activator().workers();
    }

    /// A behaviour of one function, which has nothing to do at its start.
    interface Receiving extends ProcessBehaviour {
        @Override
        default ExitReason start(Self self) {
            return null;
        }
    }

    static Pid spawn(ProcessRuntime runtime, Receiving behaviour) {
        return runtime.spawn(SpawnOptions.DEFAULT, behaviour).pid();
    }

    static Pid spawn(ProcessRuntime runtime, Receiving behaviour, Object first) {
        Pid pid = spawn(runtime, behaviour);
        runtime.send(pid, first);
        return pid;
    }
}
