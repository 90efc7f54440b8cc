package org.distributedactors.boot.actor;

import java.util.ArrayList;
import java.util.List;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Movable;
import org.distributedactors.behaviour.ServerCallbacks;
import org.distributedactors.boot.exclusive.LeaseAware;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/// How the messages of an actor look: methods of an interface, or values of a message type.
sealed interface ActorShape {

    /// The methods of this interface are the messages.
    record Contract(Class<?> contract) implements ActorShape {}

    /// A {@link GenServer} of this message type.
    record Server(Class<?> messages) implements ActorShape {}

    /// Reads the shape off the class of an actor.
    ///
    /// @throws InvalidActorException when the class has none, or more than one
    static ActorShape of(String beanName, Class<?> type) {
        return GenServer.class.isAssignableFrom(type)
                ? server(beanName, type)
                : contract(beanName, type);
    }

    private static ActorShape server(String beanName, Class<?> type) {
        Class<?> messages = ResolvableType.forClass(GenServer.class, type).resolveGeneric();
        if (messages == null) {
            throw new InvalidActorException(
                    "The actor '%s' (%s) does not say which messages it takes."
                            .formatted(beanName, type.getName()),
                    "Name the type, as in: class %s implements GenServer<OrderMessage>."
                            .formatted(type.getSimpleName()));
        }
        return new Server(messages);
    }

    private static ActorShape contract(String beanName, Class<?> type) {
        List<Class<?>> contracts = contracts(type);
        if (contracts.size() != 1) {
            throw new InvalidActorException(
                    contracts.isEmpty()
                            ? "The actor '%s' (%s) implements no interface, so it understands no message."
                                    .formatted(beanName, type.getName())
                            : "The actor '%s' (%s) implements %s; only one interface can hold its messages."
                                    .formatted(beanName, type.getName(), names(contracts)),
                    contracts.isEmpty()
                            ? "Implement an interface whose methods are its messages, or GenServer"
                                    + " of a message type."
                            : "Declare an interface that extends them and implement that one.");
        }
        return new Contract(contracts.getFirst());
    }

    /// The interfaces that say what the actor does, without those that platform and container know it by, and without
    /// those that another one extends.
    private static List<Class<?>> contracts(Class<?> type) {
        List<Class<?>> all = new ArrayList<>(List.of(ClassUtils.getAllInterfacesForClass(type)));
        all.removeIf(ActorShape::isTechnical);
        return all.stream()
                .filter(one ->
                        all.stream()
                                .noneMatch(other -> other != one && one.isAssignableFrom(other)))
                .toList();
    }

    private static boolean isTechnical(Class<?> contract) {
        if (contract.equals(ServerCallbacks.class)
                || contract.equals(Movable.class)
                || contract.equals(LeaseAware.class)) {
            return true;
        }
        String name = contract.getName();
        return name.startsWith("java.")
                || name.startsWith("jakarta.")
                || name.startsWith("org.springframework.")
                || name.startsWith("org.aopalliance.")
                || contract.getMethods().length == 0;
    }

    private static List<String> names(List<Class<?>> types) {
        return types.stream().map(Class::getName).toList();
    }
}
