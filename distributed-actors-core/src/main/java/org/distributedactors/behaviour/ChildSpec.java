package org.distributedactors.behaviour;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Pid;

/// What a supervisor has to know of a child.
///
/// @param id unique among the children of one supervisor, unless that is {@link Strategy#DYNAMIC}
/// @param start makes a fresh instance for each start; gets the supervisor's pid
/// @param restart when it is started again
/// @param shutdown how it is ended
/// @param significant whether its end can end its supervisor, see {@link AutoShutdown}; never that of a permanent child
/// @param options name and activator
public record ChildSpec(
        String id,
        Function<Pid, ProcessBehaviour> start,
        Restart restart,
        Shutdown shutdown,
        boolean significant,
        SpawnOptions options) {

    /// @throws IllegalArgumentException when a permanent child is significant: it never ends for good
    public ChildSpec {
        if (significant && restart == Restart.PERMANENT) {
            throw new IllegalArgumentException(
                    "child " + id + " is permanent and cannot be significant");
        }
    }

    /// A permanent child that has five seconds to end.
    public static ChildSpec of(String id, Function<Pid, ProcessBehaviour> start) {
        return new ChildSpec(
                id, start, Restart.PERMANENT, Shutdown.WORKER, false, SpawnOptions.DEFAULT);
    }

    /// A permanent server that has five seconds to end.
    public static ChildSpec server(String id, Supplier<? extends GenServer<?>> factory) {
        return of(id, parent -> new GenServerProcess<>(factory.get(), parent));
    }

    /// A permanent process that has five seconds to end.
    public static ChildSpec process(String id, Supplier<? extends ProcessBehaviour> factory) {
        return of(id, parent -> factory.get());
    }

    /// A permanent supervisor, which has all the time that its own children need.
    public static ChildSpec supervisor(String id, SupervisorSpec spec) {
        return of(id, parent -> new SupervisorProcess(spec, parent))
                .withShutdown(Shutdown.INFINITY);
    }

    public ChildSpec withRestart(Restart newRestart) {
        return new ChildSpec(id, start, newRestart, shutdown, significant, options);
    }

    public ChildSpec withShutdown(Shutdown newShutdown) {
        return new ChildSpec(id, start, restart, newShutdown, significant, options);
    }

    /// The same with a time to end in; zero kills at once.
    public ChildSpec withShutdown(Duration timeout) {
        return withShutdown(Shutdown.within(timeout));
    }

    /// Whether its end, when it is not started again, can end its supervisor.
    public ChildSpec withSignificant(boolean value) {
        return new ChildSpec(id, start, restart, shutdown, value, options);
    }

    public ChildSpec withOptions(SpawnOptions newOptions) {
        return new ChildSpec(id, start, restart, shutdown, significant, newOptions);
    }
}
