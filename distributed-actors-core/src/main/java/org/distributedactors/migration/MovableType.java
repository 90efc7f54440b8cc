package org.distributedactors.migration;

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.term.NodeName;

/// A kind of process that may move between nodes.
///
/// @param name what it is called on all nodes
/// @param implementation the class by whose instances a process of this type is recognised: the one that implements
///     {@link org.distributedactors.behaviour.Movable}
/// @param accepted from which other nodes processes of this type may come here; asked for each of them
/// @param factory makes the behaviour of one process that comes here: a fresh instance, whose `init` is not called. Must not
///     block
public record MovableType(
        String name,
        Class<?> implementation,
        Predicate<NodeName> accepted,
        Supplier<? extends ProcessBehaviour> factory) {

    /// @param accepted whether processes of this type may come here, from any node
    public MovableType(
            String name,
            Class<?> implementation,
            boolean accepted,
            Supplier<? extends ProcessBehaviour> factory) {
        this(name, implementation, peer -> accepted, factory);
    }
}
