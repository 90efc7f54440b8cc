package org.distributedactors.process;

import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// A message whose sender waits for an answer under an alias of this node. When the receiver ends without having
/// answered, the runtime tells the sender; so a call inside a node is one signal and needs no monitor beside it.
public interface Request {

    /// The alias, or null when the sender is elsewhere and watches by itself.
    @Nullable Reference alias();

    /// Whether the answer, or something in its place, is there already; cheaper than to ask for the alias.
    default boolean isSettled() {
        return false;
    }
}
