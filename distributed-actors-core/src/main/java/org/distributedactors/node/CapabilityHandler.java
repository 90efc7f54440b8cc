package org.distributedactors.node;

import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;

/// Answers what other nodes ask of a capability; see {@link Capabilities#offer(String, CapabilityHandler)}.
///
/// Runs on the kernel's thread, one request at a time: it must not block, and should answer within a millisecond. An
/// exception becomes the answer `{error, Reason}` and nothing else.
@FunctionalInterface
public interface CapabilityHandler {

    /// @param peer the node that asks, as its connection has proved it; this node itself when asked here
    /// @param request what is asked: of any form, to be checked like all that comes from outside
    /// @return the answer, of a size that a peer may be made to take
    Term answer(NodeName peer, Term request);
}
