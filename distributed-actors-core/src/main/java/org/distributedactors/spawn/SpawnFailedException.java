package org.distributedactors.spawn;

import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;

/// No process was started. {@link #reason()} is Erlang's word for why.
///
/// | Reason | Means |
/// |---|---|
/// | `noconnection` | the node cannot be reached, or was lost before it answered |
/// | `notsup` | the node does not let this one start this type, or anything; or no node does |
/// | `undef` | the node has no type of this name |
/// | `badarg` | the argument has the wrong form |
/// | `system_limit` | as many actors run there as may |
/// | `leaving` | the node shuts down |
/// | `timeout` | the node did not answer in time |
public final class SpawnFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Atom reason;

    public SpawnFailedException(NodeName node, String type, Atom reason) {
        this("could not start '" + type + "' on " + node + ": " + explain(reason), reason);
    }

    private SpawnFailedException(String message, Atom reason) {
        super(message);
        this.reason = reason;
    }

    static SpawnFailedException nowhere(String type) {
        return new SpawnFailedException(
                "could not start '"
                        + type
                        + "': notsup, no node that is connected starts it for this one",
                Atom.of("notsup"));
    }

    private static String explain(Atom reason) {
        String name = reason.name();
        return switch (name) {
            case "noconnection" -> "noconnection, the node cannot be reached";
            case "notsup" ->
                    "notsup, the node does not grant it (remote spawning off, or the type not"
                            + " spawnable)";
            case "undef" -> "undef, the node has no such actor type";
            case "badarg" -> "badarg, the argument has the wrong form";
            case "system_limit" -> "system_limit, as many actors run there as may";
            case "leaving" -> "leaving, the node shuts down";
            default -> name;
        };
    }

    public Atom reason() {
        return reason;
    }
}
