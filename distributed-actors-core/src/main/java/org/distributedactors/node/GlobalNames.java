package org.distributedactors.node;

import java.util.Optional;
import org.distributedactors.process.Destination;
import org.distributedactors.term.Term;

/// Finds who has a name of the whole cluster. `global` implements it; here it is needed for addresses `{global, Name}`
/// in messages.
@FunctionalInterface
public interface GlobalNames {

    /// @return where the owner is; empty when nobody has the name
    Optional<Destination> whereis(Term name);
}
