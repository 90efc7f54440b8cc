package org.distributedactors.boot.actor;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.behaviour.Supervisor;
import org.distributedactors.behaviour.SupervisorMessage;
import org.distributedactors.boot.context.KernelLifecycle;
import org.distributedactors.boot.context.ShutdownTime;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.node.Node;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.SpawnOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/// Starts the actors that have a name when the node is up, and ends all in order before it goes down: first those that were
/// spawned, then those with a name.
public final class ActorLifecycle implements SmartLifecycle {

    /// Right after the node's own lifecycle starts, right before it stops.
    static final int PHASE = KernelLifecycle.PHASE + 1;

    /// The local name of the supervisor of all named actors.
    static final String SUPERVISOR = "distributed_actors_sup";

    private static final Duration LEAVE_BEHIND = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(ActorLifecycle.class);

    private final Node node;
    private final ActorRegistrar registrar;
    private final ActorChildren children;
    private final MovedActors moved;
    private final Kernel kernel;
    private final ActorStates states;
    private final ShutdownTime time;
    private final Duration startTimeout;
    private final OwnedNames owned;
    private final ApplicationEventPublisher publisher;
    private volatile @Nullable ServerRef<SupervisorMessage> supervisor;

    /// @param startTimeout the longest that the start waits
    /// @param time how much of it is left for them to end
    /// @param publisher is told when no actor can run any more
    ActorLifecycle(
            ActorRegistrar registrar,
            ActorChildren children,
            MovedActors moved,
            Kernel kernel,
            ActorStates states,
            Duration startTimeout,
            ShutdownTime time,
            ApplicationEventPublisher publisher) {
        this.node = kernel.node();
        this.registrar = registrar;
        this.children = children;
        this.moved = moved;
        this.kernel = kernel;
        this.states = states;
        this.startTimeout = startTimeout;
        this.owned = new OwnedNames(kernel.globalRegistry(), node.environment().ticker());
        this.time = time;
        this.publisher = publisher;
    }

    @Override
    public void start() {
        states.clear();
        ActorChildren.Boot boot = children.boot(registrar.atBoot());
        SpawnOptions options = SpawnOptions.named(SUPERVISOR);
        ServerRef<SupervisorMessage> started =
                Supervisor.start(node.processes(), options, boot.spec()).ref();
        supervisor = started;
        watch(started);
        if (startTimeout.isPositive()) {
            await(boot);
        }
    }

    private void await(ActorChildren.Boot boot) {
        try {
            boot.await(startTimeout);
        } catch (RuntimeException failure) {
            stop();
            throw failure;
        }
        awaitOwners(boot.global());
    }

    /// An application that says it is ready can be asked for what it brings: by now somebody has each name. It goes on when
    /// nobody has, since others of the cluster may be what it waits for.
    private void awaitOwners(List<String> names) {
        List<String> open = owned.await(names, startTimeout);
        if (!open.isEmpty()) {
            log.warn("Global names without an owner after {}: {}", startTimeout, open);
        }
    }

    /// Nobody is above this supervisor, so its end is told to whoever can start the application again.
    private void watch(ServerRef<SupervisorMessage> started) {
        CompletableFuture<Void> watching = new CompletableFuture<>();
        node.spawn(self -> {
            self.monitor(started);
            watching.complete(null);
            ExitReason reason =
                    self.receive(message -> message instanceof Down down ? down::reason : null);
            if (Objects.equals(started, supervisor)) {
                states.ended(reason);
                log.error("The supervisor of all actors has ended, none of them runs: {}", reason);
                AvailabilityChangeEvent.publish(publisher, this, LivenessState.BROKEN);
            }
        });
        watching.join();
    }

    @Override
    public void stop() {
        ServerRef<SupervisorMessage> running = supervisor;
        supervisor = null;
        if (running != null && node.isUp()) {
            time.begin();
            leaveBehind();
            endSpawned();
            end(running, time.left());
            moved.clear();
        }
    }

    /// What is not over when most of the time has passed is killed.
    private void endSpawned() {
        waitFor(kernel.remoteSpawner().leave(), time.left());
        int count = kernel.remoteSpawner().actors().count();
        if (count == 0) {
            return;
        }
        Duration left = time.left();
        Duration inOrder = left.multipliedBy(3).dividedBy(4);
        Integer killed = waitFor(kernel.remoteSpawner().stopAll(inOrder), left);
        log.info(
                "{} spawned actors ended{}",
                count,
                killed == null || killed == 0 ? "" : ", of which " + killed + " were killed");
    }

    /// Those that have moved away go on where they are: whoever knows them by this node is told so, and no end of a supervisor
    /// here reaches them.
    private void leaveBehind() {
        kernel.migrator().accept(false);
        Duration left = time.left();
        waitFor(
                kernel.migrator().leaveBehind(),
                left.compareTo(LEAVE_BEHIND) < 0 ? left : LEAVE_BEHIND);
    }

    private static <T> @Nullable T waitFor(CompletionStage<T> stage, Duration limit) {
        try {
            return stage.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /// Waits for the supervisor, which waits for each actor.
    private void end(ServerRef<SupervisorMessage> running, Duration limit) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        node.spawn(self -> {
            self.monitor(running);
            running.stop(ExitReason.SHUTDOWN);
            self.receive(message -> message instanceof Down ? () -> true : null);
            ended.complete(null);
        });
        try {
            ended.get(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            log.warn("Some actors did not end within {}; they end with the node", time.limit());
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
