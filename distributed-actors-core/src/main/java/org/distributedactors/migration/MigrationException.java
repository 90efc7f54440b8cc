package org.distributedactors.migration;

import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;

/// A process was not moved. It goes on where it was, unless {@link Reason#isGone} says something else.
public final class MigrationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Why not.
    public enum Reason {
        /// There is no such process on this node.
        NO_PROCESS("there is no such process here"),
        /// The process is of no declared type, or its type does not say how its state travels.
        NOT_MOVABLE("the process is not of a movable type"),
        /// It is on its way already.
        MOVING("the process is being moved already"),
        /// The other node is this node.
        SAME_NODE("the process is on that node already"),
        /// The other node cannot be reached, does not run this library, or was lost before the process had moved.
        NO_CONNECTION("the node cannot be reached or was lost"),
        /// The other node takes no processes of this type, or of this node, or none at all.
        NOT_GRANTED("the node does not grant it"),
        /// The other node does not know the type.
        UNKNOWN_TYPE("the node has no such movable type"),
        /// The other node has no room for another process now.
        FULL("the node is full"),
        /// The other node is about to stop.
        DRAINING("the node is stopping"),
        /// The other node runs an older build, which does not know this version of the state.
        NEWER_STATE("the state is of a newer version than the node knows"),
        /// The other node could not make the process from its state.
        BAD_STATE("the node could not take the state"),
        /// The state, or a message that waits, has no form on the wire or is too large.
        UNWRITABLE("the state or a queued message cannot be written"),
        /// The process ended before it had moved.
        ENDED("the process ended"),
        /// It took too long.
        TIMEOUT("it took too long"),
        /// What became of it is not known yet: the other node was lost at the one moment in which only that node knows.
        IN_DOUBT("the node was lost while it took over; resolved as soon as it is back");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /// Whether the process may not go on here.
        public boolean isGone() {
            return this == NO_PROCESS || this == ENDED || this == IN_DOUBT;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final Reason reason;

    /// @param detail what else there is to say; may be empty
    public MigrationException(Pid process, NodeName target, Reason reason, String detail) {
        super(
                "could not move %s to %s: %s%s"
                        .formatted(process, target, reason, detail.isEmpty() ? "" : ", " + detail));
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
