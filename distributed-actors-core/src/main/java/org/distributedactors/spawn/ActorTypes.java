package org.distributedactors.spawn;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The kinds of actors this node can start, by their declared names. Any thread may use it.
public final class ActorTypes {

    private final ConcurrentHashMap<String, ActorType> types = new ConcurrentHashMap<>();
    private final List<Consumer<ActorType>> listeners = new CopyOnWriteArrayList<>();

    /// Declares a type.
    ///
    /// @throws IllegalStateException when the name is declared already
    public void declare(ActorType type) {
        if (types.putIfAbsent(type.name(), type) != null) {
            throw new IllegalStateException("two actor types are called '" + type.name() + "'");
        }
        listeners.forEach(listener -> listener.accept(type));
    }

    void onDeclare(Consumer<ActorType> listener) {
        listeners.add(listener);
    }

    /// Takes a declaration back. Processes of the type go on.
    public void forget(String name) {
        types.remove(name);
    }

    public Optional<ActorType> find(String name) {
        return Optional.ofNullable(types.get(name));
    }

    Collection<ActorType> all() {
        return types.values();
    }

    /// The declared names, sorted.
    public Set<String> names() {
        return new TreeSet<>(types.keySet());
    }
}
