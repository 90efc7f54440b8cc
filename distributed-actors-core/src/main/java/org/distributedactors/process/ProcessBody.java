package org.distributedactors.process;

/// What a plain process does, from its start to its end. It has a virtual thread of its own.
@FunctionalInterface
public interface ProcessBody {

    /// Returning ends the process with `normal`, an exception with `{Reason, Stack}`.
    void run(PlainSelf self) throws Exception;
}
