package org.distributedactors.boot.actor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.behaviour.Supervisor;
import org.distributedactors.behaviour.SupervisorMessage;
import org.distributedactors.boot.context.KernelLifecycle;
import org.distributedactors.node.Node;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Starts the actors that have a name when the node is up, and ends them in order before it goes down.
public final class ActorLifecycle implements SmartLifecycle {

    /// Right after the node's own lifecycle starts, right before it stops.
    static final int PHASE = KernelLifecycle.PHASE + 1;

    /// The local name of the supervisor of all named actors.
    static final String SUPERVISOR = "distributed_actors_sup";

    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(ActorLifecycle.class);

    private final Node node;
    private final ActorRegistrar registrar;
    private final ActorChildren children;
    private final Duration shutdownTimeout;
    private volatile @Nullable ServerRef<SupervisorMessage> supervisor;

    /// @param shutdownTimeout how long one actor may take to end
    ActorLifecycle(
            Node node, ActorRegistrar registrar, ActorChildren children, Duration shutdownTimeout) {
        this.node = node;
        this.registrar = registrar;
        this.children = children;
        this.shutdownTimeout = shutdownTimeout;
    }

    @Override
    public void start() {
        ActorChildren.Boot boot = children.boot(registrar.atBoot());
        SpawnOptions options = SpawnOptions.named(SUPERVISOR);
        supervisor = Supervisor.start(node.processes(), options, boot.spec()).ref();
        try {
            boot.await(START_LIMIT);
        } catch (RuntimeException failure) {
            stop();
            throw failure;
        }
    }

    @Override
    public void stop() {
        ServerRef<SupervisorMessage> running = supervisor;
        supervisor = null;
        if (running != null && node.isUp()) {
            end(running);
        }
    }

    /// Waits for the supervisor, which waits for each actor.
    private void end(ServerRef<SupervisorMessage> running) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Pid pid = running.whereis().orElseThrow();
        node.spawn(self -> {
            self.monitor(pid);
            running.stop(ExitReason.SHUTDOWN);
            self.receive(message -> message instanceof Down ? () -> true : null);
            ended.complete(null);
        });
        Duration limit = shutdownTimeout.multipliedBy(registrar.atBoot().size() + 1L);
        try {
            ended.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            log.warn("Some actors did not end within {}; they end with the node", limit);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return supervisor != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
