package org.distributedactors.behaviour;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.distributedactors.term.SnakeCase;
import org.jspecify.annotations.Nullable;

/// An interface taken as a protocol: each abstract method is a message, told from others by its name in lower snake
/// case and by how many arguments it has. As the protocol of a process it makes an {@link Invocation} of what comes from
/// other nodes.
///
/// A method that gives nothing is a cast, and is answered `ok` when it is called all the same; any other is a call, and
/// one that gives a `CompletionStage` is a call that does not wait.
public final class InterfaceProtocol {

    private static final ClassValue<InterfaceProtocol> PROTOCOLS =
            new ClassValue<>() {
                @Override
                protected InterfaceProtocol computeValue(Class<?> type) {
                    return new InterfaceProtocol(type);
                }
            };

    private final Class<?> type;
    private final Map<Key, Method> methods = new HashMap<>();

    private record Key(String name, int arity) {}

    private InterfaceProtocol(Class<?> type) {
        if (!type.isInterface()) {
            throw new IllegalArgumentException(type.getName() + " is no interface");
        }
        this.type = type;
        for (Method method : type.getMethods()) {
            if (Modifier.isAbstract(method.getModifiers())) {
                add(method);
            }
        }
    }

    private void add(Method method) {
        Key key = new Key(wireName(method), method.getParameterCount());
        Method known = methods.putIfAbsent(key, method);
        if (known != null && !known.getReturnType().equals(method.getReturnType())) {
            throw new IllegalArgumentException(
                    "two methods are " + key.name + "/" + key.arity + " in " + type.getName());
        }
        if (known != null
                && !Arrays.equals(known.getParameterTypes(), method.getParameterTypes())) {
            throw new IllegalArgumentException(
                    "two methods are " + key.name + "/" + key.arity + " in " + type.getName());
        }
        method.setAccessible(true);
    }

    /// @throws IllegalArgumentException when it is no interface, or two methods have the same name and number of arguments
    public static InterfaceProtocol of(Class<?> type) {
        return PROTOCOLS.get(type);
    }

    public Class<?> type() {
        return type;
    }

    /// The method of this name on the wire and this number of arguments.
    public Optional<Method> find(String wireName, int arity) {
        return Optional.ofNullable(methods.get(new Key(wireName, arity)));
    }

    public Collection<Method> methods() {
        return methods.values();
    }

    /// `placeBid` is `place_bid`, `getHTTPServer` is `get_http_server`.
    public static String wireName(Method method) {
        return SnakeCase.of(method.getName());
    }

    static boolean isCast(Method method) {
        return method.getReturnType().equals(void.class);
    }

    static boolean isAsync(Method method) {
        return method.getReturnType().equals(CompletionStage.class);
    }

    /// What the reply decodes to: the return type, or what the returned stage gives.
    static @Nullable Type replyType(Method method) {
        if (!isAsync(method)) {
            return method.getGenericReturnType();
        }
        return method.getGenericReturnType() instanceof ParameterizedType stage
                ? stage.getActualTypeArguments()[0]
                : null;
    }

    @Override
    public String toString() {
        return "InterfaceProtocol[" + type.getName() + "]";
    }
}
