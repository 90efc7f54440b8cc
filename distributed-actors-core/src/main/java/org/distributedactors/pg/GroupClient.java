package org.distributedactors.pg;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.distributedactors.behaviour.InterfaceProtocol;
import org.distributedactors.behaviour.Invocation;
import org.jspecify.annotations.Nullable;

/// An object whose methods are messages to all members of a group. The other end is the same interface as for one server:
/// each member gets a cast.
public final class GroupClient implements InvocationHandler {

    private final InterfaceProtocol protocol;
    private final GroupRef<Invocation> group;

    private GroupClient(InterfaceProtocol protocol, GroupRef<Invocation> group) {
        this.protocol = protocol;
        this.group = group;
    }

    /// A client that broadcasts. Default methods run in the caller.
    ///
    /// @throws IllegalArgumentException when it is no interface, or a method has a result: many would answer, and one could
    ///     be given
    public static <T> T of(Class<T> type, GroupRef<Invocation> group) {
        InterfaceProtocol protocol = InterfaceProtocol.of(type);
        for (Method method : protocol.methods()) {
            if (!method.getReturnType().equals(void.class)) {
                throw new IllegalArgumentException(
                        "%s.%s has a result, so it cannot be sent to a whole group"
                                .formatted(type.getName(), method.getName()));
            }
        }
        GroupClient client = new GroupClient(protocol, group);
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, client));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        if (method.getDeclaringClass().equals(Object.class)) {
            return ofObject(method, args);
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, args);
        }
        List<@Nullable Object> values = args == null ? List.of() : Arrays.asList(args);
        group.broadcast(new Invocation(InterfaceProtocol.wireName(method), values));
        return null;
    }

    private Object ofObject(Method method, @Nullable Object @Nullable [] args) {
        return switch (method.getName()) {
            case "equals" -> args != null && sameAs(args[0]);
            case "hashCode" -> group.hashCode();
            default -> protocol.type().getSimpleName() + "[" + group + "]";
        };
    }

    private boolean sameAs(@Nullable Object other) {
        return other != null
                && Proxy.isProxyClass(other.getClass())
                && Proxy.getInvocationHandler(other) instanceof GroupClient that
                && that.protocol.equals(protocol)
                && that.group.equals(group);
    }
}
