package org.distributedactors.boot.actor;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Supplier;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Handled;
import org.distributedactors.behaviour.InterfaceServer;
import org.distributedactors.boot.exclusive.Lease;
import org.distributedactors.boot.exclusive.LeaseAware;
import org.distributedactors.boot.state.StateKeeper;
import org.distributedactors.boot.state.SupersededException;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.MailboxBound;
import org.distributedactors.process.MovableBehaviour;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessExit;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// A process that is an instance of an actor bean. The container makes the instance when the process starts and
/// destroys it when the process has ended in any way but `kill`, which asks nobody.
final class ActorProcess implements ProcessBehaviour {

    /// Why a copy ends that is not the last one.
    static final Atom SUPERSEDED = Atom.of("superseded");

    private final ActorDefinition definition;
    private final ActorBeans beans;
    private final InstanceListener listener;
    private final Supplier<@Nullable Pid> parent;
    private final @Nullable Object argument;
    private String id = "";
    private @Nullable StateKeeper keeper;
    private boolean comes;
    private volatile @Nullable Object instance;
    private volatile @Nullable ProcessBehaviour server;
    private volatile @Nullable Pid own;
    private ActorInstances.@Nullable Instance listed;
    private @Nullable Lease lease;

    /// @param listener is told how the instance fares
    /// @param parent gives the one whose exit ends the process also when it traps exits
    /// @param argument for the bean's `init`
    ActorProcess(
            ActorDefinition definition,
            ActorBeans beans,
            InstanceListener listener,
            Supplier<@Nullable Pid> parent,
            @Nullable Object argument) {
        this.definition = definition;
        this.beans = beans;
        this.listener = listener;
        this.parent = parent;
        this.argument = argument;
    }

    /// Says what it is called among all actors, and who keeps its state.
    ActorProcess called(String itsId, @Nullable StateKeeper itsKeeper) {
        id = itsId;
        keeper = itsKeeper;
        if (itsKeeper != null) {
            itsKeeper.of(itsId);
        }
        return this;
    }

    /// Its state comes from another node, in place of a start.
    ActorProcess coming() {
        comes = true;
        return this;
    }

    String id() {
        return id;
    }

    /// Once it has started.
    Pid own() {
        return requireNonNull(own);
    }

    /// Lets the instance know the lease it runs under.
    ActorProcess under(Lease itsLease) {
        lease = itsLease;
        return this;
    }

    @Override
    public @Nullable ExitReason start(Self self) {
        return guarded(self, () -> startServer(self));
    }

    private @Nullable ExitReason startServer(Self self) throws Exception {
        own = self.pid();
        listed = beans.started(self, definition);
        ProcessBehaviour behaviour = create();
        Optional<StateKeeper.Snapshot> kept = keeper == null ? Optional.empty() : keeper.open();
        ExitReason reason = null;
        if (kept.isPresent()) {
            goOn(self, behaviour, kept.get());
        } else {
            if (definition.initializer().isPresent()) {
                definition.initializer().get().call(requireNonNull(instance), argument);
            }
            reason = behaviour.start(self);
        }
        if (reason == null) {
            beans.joinGroups(definition, self.pid());
        }
        listener.started();
        return reason;
    }

    private ProcessBehaviour create() {
        Object bean = beans.create(definition);
        instance = bean;
        if (lease != null && bean instanceof LeaseAware aware) {
            aware.setLease(lease);
        }
        GenServer<?> made = server(bean);
        Handled listener = keeper == null ? null : this::keep;
        ProcessBehaviour behaviour;
        if (FieldState.isToldBy(bean.getClass())) {
            behaviour = GenServer.behaviour(made, listener, new FieldState(bean, beans.node()));
        } else if (listener == null) {
            behaviour = GenServer.behaviour(made);
        } else {
            behaviour = GenServer.behaviour(made, listener);
        }
        ProcessBehaviour decorated = beans.decorated(definition, behaviour);
        server = decorated;
        return decorated;
    }

    /// Goes on with what an instance before has left.
    private void goOn(Self self, ProcessBehaviour behaviour, StateKeeper.Snapshot kept)
            throws Exception {
        MovableBehaviour movable = movable(behaviour);
        if (kept.version() > movable.stateVersion()) {
            throw new IllegalStateException(
                    "the kept state has version %d, and %d is known"
                            .formatted(kept.version(), movable.stateVersion()));
        }
        movable.moveIn(
                self,
                new MovableBehaviour.MovedState(
                        kept.version(), id, new ActorMove.Inner(kept.state(), beans.node())),
                Optional.empty());
    }

    private void keep() throws Exception {
        StateKeeper itsKeeper = keeper;
        if (itsKeeper != null) {
            MovableBehaviour movable = movableServer();
            itsKeeper.handled(
                    new StateKeeper.Snapshot(
                            movable.stateVersion(), beans.node().toTerm(movable.moveOut())));
        }
    }

    // ---- on its way to another node

    @Override
    public @Nullable MovableBehaviour movable() {
        boolean there = server != null || comes;
        return there
                ? definition
                        .movable()
                        .map(type -> new ActorMove(this, beans.node(), type))
                        .orElse(null)
                : null;
    }

    MovableBehaviour movableServer() {
        ProcessBehaviour behaviour = server;
        return movable(behaviour == null ? create() : behaviour);
    }

    private static MovableBehaviour movable(ProcessBehaviour behaviour) {
        MovableBehaviour movable = behaviour.movable();
        if (movable == null) {
            throw new IllegalStateException("the actor does not say what its state is");
        }
        return movable;
    }

    void arrives(Self self, String itsId) {
        own = self.pid();
        called(itsId, keeper);
    }

    void arrived(Self self) {
        listed = beans.started(self, definition);
        listener.started();
    }

    /// The process is elsewhere now, or did not come.
    void left() {
        if (keeper != null) {
            keeper.left();
        }
        if (own != null) {
            beans.ended(own);
        }
        if (instance != null) {
            beans.destroy(definition, instance);
        }
    }

    private GenServer<?> server(Object bean) {
        return switch (definition.shape()) {
            case ActorShape.Contract(Class<?> contract) -> typed(contract, bean);
            case ActorShape.Server ignored -> (GenServer<?>) bean;
        };
    }

    private static <T> GenServer<?> typed(Class<T> contract, Object bean) {
        return InterfaceServer.of(contract, contract.cast(bean));
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) {
        if (message instanceof Exit(Pid from, ExitReason reason) && from.equals(parent.get())) {
            return reason;
        }
        if (listed != null) {
            listed.handled();
        }
        ProcessBehaviour behaviour = server;
        return behaviour == null ? null : guarded(self, () -> behaviour.receive(self, message));
    }

    private @Nullable ExitReason guarded(Self self, Step step) {
        try {
            return step.run();
        } catch (ProcessExit exit) {
            throw exit;
        } catch (SupersededException later) {
            // Not a failure, after which somebody would start it again and supersede the other.
            return ExitReason.shutdown(SUPERSEDED);
        } catch (Throwable failure) {
            self.runtime().counters().countCrashed();
            return listener.failed(self, definition, failure);
        }
    }

    @FunctionalInterface
    private interface Step {

        @Nullable ExitReason run() throws Exception;
    }

    @Override
    public void terminate(Self self, ExitReason reason) throws Exception {
        try {
            if (listed != null) {
                listed.stopping();
            }
            ProcessBehaviour behaviour = server;
            if (behaviour != null) {
                behaviour.terminate(self, reason);
            }
        } finally {
            if (keeper != null) {
                keeper.ended(reason.isNormal());
            }
            beans.ended(self.pid());
            if (instance != null) {
                beans.destroy(definition, instance);
            }
        }
    }

    @Override
    public @Nullable MailboxBound mailbox() {
        return definition.mailbox().orElse(null);
    }

    @Override
    public @Nullable Object protocol() {
        ProcessBehaviour behaviour = server;
        return behaviour == null ? null : behaviour.protocol();
    }

    @Override
    public String type() {
        return definition.type();
    }

    @Override
    public String typeOf(Object message) {
        ProcessBehaviour behaviour = server;
        return behaviour == null ? message.getClass().getName() : behaviour.typeOf(message);
    }
}
