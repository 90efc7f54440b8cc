package org.distributedactors.process;

import java.util.Optional;
import org.distributedactors.term.Term;

/// Anything that can be resolved to a destination each time it is used: a pid, a name, a name of the whole cluster.
public interface Address {

    /// Where a signal sent now would go; empty when nobody is there.
    Optional<Destination> resolve();

    /// How it is written, for messages and for a {@link Down} whose target could not be resolved.
    Term term();
}
