package org.distributedactors.behaviour;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Optional;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// What a class gives for the type parameters of {@link GenServer} and {@link Call}.
final class TypeArguments {

    private static final ClassValue<Optional<Type>> MESSAGE =
            new ClassValue<>() {
                @Override
                protected Optional<Type> computeValue(Class<?> type) {
                    return usable(find(type, GenServer.class, 0));
                }
            };

    private static final ClassValue<Optional<Type>> REPLY =
            new ClassValue<>() {
                @Override
                protected Optional<Type> computeValue(Class<?> type) {
                    return usable(find(type, Call.class, 1));
                }
            };

    private static final ClassValue<Optional<Type>> STATE =
            new ClassValue<>() {
                @Override
                protected Optional<Type> computeValue(Class<?> type) {
                    return usable(find(type, Movable.class, 0));
                }
            };

    private TypeArguments() {}

    /// The protocol of a server; null when it takes any term, or does not say.
    static @Nullable Type messageType(Class<?> server) {
        return MESSAGE.get(server).orElse(null);
    }

    /// The state of what is movable; null when it is any term, or it does not say.
    static @Nullable Type stateType(Class<?> movable) {
        return STATE.get(movable).orElse(null);
    }

    /// The reply of a request; null when it is any term, or the request does not say.
    static @Nullable Type replyType(Class<?> request) {
        return REPLY.get(request).orElse(null);
    }

    private static Optional<Type> usable(@Nullable Type type) {
        if (type == null
                || type instanceof TypeVariable<?>
                || type.equals(Term.class)
                || type.equals(Object.class)) {
            return Optional.empty();
        }
        return Optional.of(type);
    }

    private static @Nullable Type find(Class<?> type, Class<?> generic, int index) {
        for (Type parent : type.getGenericInterfaces()) {
            Type found = inParent(parent, generic, index);
            if (found != null) {
                return found;
            }
        }
        Type parent = type.getGenericSuperclass();
        return parent == null ? null : inParent(parent, generic, index);
    }

    private static @Nullable Type inParent(Type parent, Class<?> generic, int index) {
        if (parent instanceof Class<?> raw) {
            return raw.equals(generic) ? null : find(raw, generic, index);
        }
        if (!(parent instanceof ParameterizedType with)
                || !(with.getRawType() instanceof Class<?> raw)) {
            return null;
        }
        if (raw.equals(generic)) {
            return with.getActualTypeArguments()[index];
        }
        Type found = find(raw, generic, index);
        return found instanceof TypeVariable<?> variable ? substitute(variable, raw, with) : found;
    }

    private static Type substitute(TypeVariable<?> variable, Class<?> raw, ParameterizedType with) {
        TypeVariable<?>[] parameters = raw.getTypeParameters();
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].equals(variable)) {
                return with.getActualTypeArguments()[i];
            }
        }
        return variable;
    }
}
