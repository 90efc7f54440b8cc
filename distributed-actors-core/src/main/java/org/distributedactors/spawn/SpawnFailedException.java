package org.distributedactors.spawn;

import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;

/// No process was started. {@link #reason()} is Erlang's word for why.
///
/// | Reason | Means |
/// |---|---|
/// | `noconnection` | the node cannot be reached, or was lost before it answered |
/// | `notsup` | the node does not let others start this type, or anything |
/// | `undef` | the node has no type of this name |
/// | `badarg` | the argument has the wrong form |
/// | `timeout` | the node did not answer in time |
public final class SpawnFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Atom reason;

    public SpawnFailedException(NodeName node, String type, Atom reason) {
        super("could not start '" + type + "' on " + node + ": " + explain(reason));
        this.reason = reason;
    }

    private static String explain(Atom reason) {
        String name = reason.name();
        return switch (name) {
            case "noconnection" -> "noconnection, the node cannot be reached";
            case "notsup" ->
                    "notsup, the node does not grant it (remote spawning off, or the type not spawnable)";
            case "undef" -> "undef, the node has no such actor type";
            case "badarg" -> "badarg, the argument has the wrong form";
            default -> name;
        };
    }

    public Atom reason() {
        return reason;
    }
}
