package org.distributedactors.process;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// A process without a thread that does what a test tells it and shows what it gets.
public final class Puppet implements ProcessBehaviour {

    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    private final ProcessRuntime runtime;
    private final Pid pid;

    private record Order(Function<Self, Object> what, CompletableFuture<Object> done) {}

    private Puppet(ProcessRuntime runtime, SpawnOptions options) {
        this.runtime = runtime;
        this.pid = runtime.spawn(options, this).pid();
    }

    public static Puppet spawn(ProcessRuntime runtime) {
        return new Puppet(runtime, SpawnOptions.DEFAULT);
    }

    public static Puppet spawn(ProcessRuntime runtime, SpawnOptions options) {
        return new Puppet(runtime, options);
    }

    public Pid pid() {
        return pid;
    }

    /// Does it inside the process and waits for the result.
    @SuppressWarnings("unchecked")
    public <T> T tell(Function<Self, T> what) throws Exception {
        CompletableFuture<Object> done = new CompletableFuture<>();
        runtime.send(pid, new Order((Function<Self, Object>) (Function<?, ?>) what, done));
        return (T) done.get(10, TimeUnit.SECONDS);
    }

    /// All signals that were sent before have been handled after this.
    public void settle() throws Exception {
        tell(self -> "settled");
    }

    public void link(Pid other) throws Exception {
        tell(self -> {
            self.link(other);
            return "linked";
        });
    }

    public void unlink(Pid other) throws Exception {
        tell(self -> {
            self.unlink(other);
            return "unlinked";
        });
    }

    public void trapExit() throws Exception {
        tell(self -> self.trapExit(true));
    }

    /// Ends the process in the order of its signals.
    public void end(ExitReason reason) {
        runtime.send(pid, reason);
    }

    public @Nullable Object next() throws InterruptedException {
        return seen.poll(10, TimeUnit.SECONDS);
    }

    public boolean hasSeenNothing() {
        return seen.isEmpty();
    }

    @Override
    public @Nullable ExitReason start(Self self) {
        return null;
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) {
        switch (message) {
            case Order(Function<Self, Object> what, CompletableFuture<Object> done) ->
                    done.complete(what.apply(self));
            case ExitReason reason -> {
                return reason;
            }
            default -> seen.add(message);
        }
        return null;
    }
}
