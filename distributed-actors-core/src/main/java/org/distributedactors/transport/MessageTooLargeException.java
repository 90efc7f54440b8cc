package org.distributedactors.transport;

/// A message that is larger than any node of this kind would take from a peer. Nothing of it was sent.
public final class MessageTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param size of the message, in bytes on the wire
    /// @param most the largest that is sent
    public MessageTooLargeException(long size, long most) {
        super("a message of " + size + " bytes is larger than the limit of " + most);
    }
}
