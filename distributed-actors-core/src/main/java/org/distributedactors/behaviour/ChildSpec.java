package org.distributedactors.behaviour;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Pid;

/// What a supervisor has to know of a child.
///
/// @param id unique among the children of one supervisor
/// @param start makes a fresh instance for each start; gets the supervisor's pid
/// @param restart when it is started again
/// @param shutdown how long it may take to end in order before it is killed; zero kills at once
/// @param options name and activator
public record ChildSpec(
        String id,
        Function<Pid, ProcessBehaviour> start,
        Restart restart,
        Duration shutdown,
        SpawnOptions options) {

    private static final Duration SHUTDOWN = Duration.ofSeconds(5);
    private static final Duration SUPERVISOR_SHUTDOWN = Duration.ofDays(365);

    /// A permanent server that has five seconds to end.
    public static ChildSpec server(String id, Supplier<? extends GenServer<?>> factory) {
        return new ChildSpec(
                id,
                parent -> new GenServerProcess<>(factory.get(), parent),
                Restart.PERMANENT,
                SHUTDOWN,
                SpawnOptions.DEFAULT);
    }

    /// A permanent process that has five seconds to end.
    public static ChildSpec process(String id, Supplier<? extends ProcessBehaviour> factory) {
        return new ChildSpec(
                id, parent -> factory.get(), Restart.PERMANENT, SHUTDOWN, SpawnOptions.DEFAULT);
    }

    /// A permanent supervisor, which has all the time that its own children need.
    public static ChildSpec supervisor(String id, SupervisorSpec spec) {
        return new ChildSpec(
                id,
                parent -> new SupervisorProcess(spec, parent),
                Restart.PERMANENT,
                SUPERVISOR_SHUTDOWN,
                SpawnOptions.DEFAULT);
    }

    public ChildSpec withRestart(Restart newRestart) {
        return new ChildSpec(id, start, newRestart, shutdown, options);
    }

    public ChildSpec withShutdown(Duration newShutdown) {
        return new ChildSpec(id, start, restart, newShutdown, options);
    }

    public ChildSpec withOptions(SpawnOptions newOptions) {
        return new ChildSpec(id, start, restart, shutdown, newOptions);
    }
}
