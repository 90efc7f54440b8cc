package org.distributedactors.transport;

/// The network could not be opened. The message says what was tried and what to do; {@link #kind()} is for programs.
public final class TransportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public TransportException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public TransportException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// What stood in the way.
    public enum Kind {
        /// Something else listens on the port.
        PORT_IN_USE,
        /// The address is none of this host.
        ADDRESS_UNUSABLE,
        /// A node of this name is registered with the port mapper.
        NAME_TAKEN,
        /// The port mapper does not answer.
        PORT_MAPPER_UNREACHABLE
    }
}
