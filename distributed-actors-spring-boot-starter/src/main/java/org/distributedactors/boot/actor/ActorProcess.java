package org.distributedactors.boot.actor;

import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.InterfaceServer;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessExit;
import org.distributedactors.process.Self;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// A process that is an instance of an actor bean. The container makes the instance when the process starts and
/// destroys it when the process has ended in any way but `kill`, which asks nobody.
final class ActorProcess implements ProcessBehaviour {

    private final ActorDefinition definition;
    private final ActorBeans beans;
    private final InstanceListener listener;
    private final @Nullable Pid parent;
    private final @Nullable Object argument;
    private @Nullable Object instance;
    private @Nullable ProcessBehaviour server;

    /// @param listener is told how the instance fares
    /// @param parent whose exit ends the process also when it traps exits
    /// @param argument for the bean's `init`
    ActorProcess(
            ActorDefinition definition,
            ActorBeans beans,
            InstanceListener listener,
            @Nullable Pid parent,
            @Nullable Object argument) {
        this.definition = definition;
        this.beans = beans;
        this.listener = listener;
        this.parent = parent;
        this.argument = argument;
    }

    @Override
    public @Nullable ExitReason start(Self self) {
        return guarded(self, () -> startServer(self));
    }

    private @Nullable ExitReason startServer(Self self) throws Exception {
        Object bean = beans.create(definition);
        instance = bean;
        ProcessBehaviour behaviour = GenServer.behaviour(server(bean));
        server = behaviour;
        if (definition.initializer().isPresent()) {
            definition.initializer().get().call(bean, argument);
        }
        ExitReason reason = behaviour.start(self);
        listener.started();
        return reason;
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
        if (message instanceof Exit(Pid from, ExitReason reason) && from.equals(parent)) {
            return reason;
        }
        ProcessBehaviour behaviour = server;
        return behaviour == null ? null : guarded(self, () -> behaviour.receive(self, message));
    }

    private @Nullable ExitReason guarded(Self self, Step step) {
        try {
            return step.run();
        } catch (ProcessExit exit) {
            throw exit;
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
            if (server != null) {
                server.terminate(self, reason);
            }
        } finally {
            if (instance != null) {
                beans.destroy(definition, instance);
            }
        }
    }

    @Override
    public @Nullable Object protocol() {
        return server == null ? null : server.protocol();
    }

    @Override
    public String type() {
        return definition.type();
    }

    @Override
    public String typeOf(Object message) {
        return server == null ? message.getClass().getName() : server.typeOf(message);
    }
}
