package org.distributedactors.rpc;

import java.util.List;
import org.distributedactors.term.Term;

/// A function that other nodes may call. It runs in a process of its own and may block.
@FunctionalInterface
public interface ExposedFunction {

    /// @return the value for the caller
    /// @throws Exception which the caller sees as an error with its reason
    Term apply(List<Term> arguments) throws Exception;
}
