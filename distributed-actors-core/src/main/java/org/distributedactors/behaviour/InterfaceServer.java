package org.distributedactors.behaviour;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.NonBlocking;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// A server whose protocol is an interface and whose state is an object that implements it.
///
/// An exception that a method throws ends the server, as in Erlang: the caller sees it as the reason of its failed call,
/// and a supervisor starts a fresh instance. A method for which a failure is an ordinary answer returns it as a value.
///
/// @param <T> the interface
public final class InterfaceServer<T> implements GenServer<Invocation> {

    private static final ServerCallbacks NONE = new ServerCallbacks() {};

    private final InterfaceProtocol protocol;
    private final T implementation;
    private final ServerCallbacks callbacks;

    private InterfaceServer(InterfaceProtocol protocol, T implementation) {
        this.protocol = protocol;
        this.implementation = implementation;
        this.callbacks = implementation instanceof ServerCallbacks own ? own : NONE;
    }

    /// @param implementation one instance for this one process; if it implements {@link ServerCallbacks}, those are called
    public static <T> InterfaceServer<T> of(Class<T> type, T implementation) {
        return new InterfaceServer<>(InterfaceProtocol.of(type), implementation);
    }

    T implementation() {
        return implementation;
    }

    InterfaceProtocol protocol() {
        return protocol;
    }

    String type() {
        return implementation.getClass().getName();
    }

    boolean isNonBlocking() {
        return implementation.getClass().isAnnotationPresent(NonBlocking.class);
    }

    @Override
    public Next init(Self self) throws Exception {
        return callbacks.init(self);
    }

    @Override
    public Next handle(Invocation invocation) throws Exception {
        Method method =
                protocol.find(invocation.method(), invocation.args().size())
                        .orElseThrow(() -> unknown(invocation));
        Object result = invoke(method, invocation);
        if (result instanceof CompletionStage<?> stage) {
            return new Next.ReplyWhen(stage);
        }
        return reply(InterfaceProtocol.isCast(method) ? Atom.OK : result);
    }

    private IllegalArgumentException unknown(Invocation invocation) {
        return new IllegalArgumentException(
                protocol.type().getName()
                        + " has no "
                        + invocation.method()
                        + "/"
                        + invocation.args().size());
    }

    private @Nullable Object invoke(Method method, Invocation invocation) throws Exception {
        try {
            return method.invoke(implementation, invocation.args().toArray());
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case Exception thrown -> throw thrown;
                case Error thrown -> throw thrown;
                case null, default -> throw e;
            }
        }
    }

    @Override
    public Next handleInfo(Object info) throws Exception {
        return callbacks.handleInfo(info);
    }

    @Override
    public void terminate(ExitReason reason) throws Exception {
        callbacks.terminate(reason);
    }
}
