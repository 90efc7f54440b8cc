package org.distributedactors.behaviour;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The other end of an {@link InterfaceServer}: an object whose methods are messages to it, wherever it lives.
public final class InterfaceClient implements InvocationHandler {

    private final InterfaceProtocol protocol;
    private final ServerRef<Invocation> server;
    private final Duration timeout;

    private InterfaceClient(
            InterfaceProtocol protocol, ServerRef<Invocation> server, Duration timeout) {
        this.protocol = protocol;
        this.server = server;
        this.timeout = timeout;
    }

    /// A client whose calls wait five seconds at most.
    public static <T> T of(Class<T> type, ServerRef<Invocation> server) {
        return of(type, server, ServerRef.DEFAULT_TIMEOUT);
    }

    /// A client. What gives nothing is a cast; what gives a `CompletionStage` does not wait; the rest calls, and fails as
    /// {@link ServerRef#call} does. Default methods run in the caller.
    ///
    /// @param timeout how long each call waits
    public static <T> T of(Class<T> type, ServerRef<Invocation> server, Duration timeout) {
        InterfaceClient client = new InterfaceClient(InterfaceProtocol.of(type), server, timeout);
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, client));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        if (method.getDeclaringClass().equals(Object.class)) {
            return ofObject(proxy, method, args);
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, args);
        }
        List<@Nullable Object> values = args == null ? List.of() : Arrays.asList(args);
        Invocation invocation = new Invocation(InterfaceProtocol.wireName(method), values);
        if (InterfaceProtocol.isCast(method)) {
            server.cast(invocation);
            return null;
        }
        if (InterfaceProtocol.isAsync(method)) {
            return server.callAsync(invocation, InterfaceProtocol.replyType(method), timeout);
        }
        Object reply = server.call(invocation, InterfaceProtocol.replyType(method), timeout);
        return method.getReturnType().isPrimitive() && reply == null ? wrong(method) : reply;
    }

    private static Object wrong(Method method) {
        throw new IllegalStateException("the server replied nothing to " + method.getName());
    }

    private Object ofObject(Object proxy, Method method, @Nullable Object @Nullable [] args) {
        return switch (method.getName()) {
            case "equals" -> args != null && sameAs(args[0]);
            case "hashCode" -> server.hashCode();
            default -> protocol.type().getSimpleName() + "[" + server.term() + "]";
        };
    }

    private boolean sameAs(@Nullable Object other) {
        return other != null
                && Proxy.isProxyClass(other.getClass())
                && Proxy.getInvocationHandler(other) instanceof InterfaceClient that
                && that.protocol.equals(protocol)
                && that.server.equals(server);
    }
}
