package org.distributedactors.process;

/// Why a message reached nobody.
public enum DeadLetter {
    /// There is no such process, or no more.
    NO_PROCESS,
    /// Nobody has the name.
    NO_NAME,
    /// The alias is not active any more: an answer that came too late.
    NO_ALIAS,
    /// The process ended before it came to this message.
    UNREAD,
    /// The mailbox is bounded and was full.
    MAILBOX_FULL,
    /// The bytes are not of the receiver's protocol.
    UNDECODABLE,
    /// The message has no form on the wire.
    UNENCODABLE,
    /// Too much waits to be sent to its node, and the sender does not wait.
    BUSY
}
