package org.distributedactors.migration;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.distributedactors.term.NodeName;

/// The kinds of processes that may move from and to this node, by their declared names. A name that comes over the network
/// is looked up here and nowhere else. Any thread may use it.
public final class MovableTypes {

    private final ConcurrentHashMap<String, MovableType> byName = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Class<?>, MovableType> byClass = new ConcurrentHashMap<>();

    /// Declares a type.
    ///
    /// @throws IllegalStateException when the name or the class is declared already
    public synchronized void declare(MovableType type) {
        if (byName.containsKey(type.name())) {
            throw new IllegalStateException("two movable types are called '" + type.name() + "'");
        }
        if (byClass.containsKey(type.implementation())) {
            throw new IllegalStateException(type.implementation().getName() + " is declared twice");
        }
        byName.put(type.name(), type);
        byClass.put(type.implementation(), type);
    }

    /// Takes a declaration back. Processes of the type go on and do not move any more.
    public synchronized void forget(String name) {
        MovableType type = byName.remove(name);
        if (type != null) {
            byClass.remove(type.implementation());
        }
    }

    public Optional<MovableType> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The type whose processes run instances of this class.
    public Optional<MovableType> ofClass(Class<?> implementation) {
        return Optional.ofNullable(byClass.get(implementation));
    }

    /// The names of those that may come here from this node, sorted.
    public Set<String> takenFrom(NodeName peer) {
        Set<String> names = new TreeSet<>();
        byName.values().stream()
                .filter(type -> type.accepted().test(peer))
                .forEach(type -> names.add(type.name()));
        return names;
    }

    /// The declared names, sorted.
    public Set<String> names() {
        return new TreeSet<>(byName.keySet());
    }
}
