package org.distributedactors.behaviour;

import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;

/// Starts processes, and starts them again when they fail, after OTP's `supervisor`; {@link Strategy} says whom.
///
/// - Children start in order, each when the one before is ready; if one cannot start, those before are stopped and the
///   supervisor ends.
/// - A child whose name is taken does not start; that is logged, visible in `WhichChildren`, and no failure.
/// - Each start makes a fresh instance. Who starts again too often takes the supervisor with it: it stops all children
///   and ends with `shutdown`, and its own supervisor decides.
/// - When the supervisor is told to end, its children end in reverse order: each gets `shutdown`, and `kill` when its time
///   is over.
public final class Supervisor {

    private Supervisor() {}

    /// Starts the supervisor and waits until all children are ready.
    public static StartResult<SupervisorMessage> start(
            ProcessRuntime runtime, SpawnOptions options, SupervisorSpec spec) {
        SupervisorProcess process = new SupervisorProcess(spec, null);
        return Starting.await(runtime, process, () -> runtime.spawn(options, process));
    }

    /// The same, linked to `self`.
    public static StartResult<SupervisorMessage> startLink(
            Self self, SpawnOptions options, SupervisorSpec spec) {
        SupervisorProcess process = new SupervisorProcess(spec, self.pid());
        return Starting.await(self.runtime(), process, () -> self.spawnLink(options, process));
    }
}
