package org.distributedactors.process;

import org.distributedactors.term.Pid;

/// A message was not sent, because the receiver's mailbox is bounded and full.
public final class MailboxFullException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Pid receiver;

    MailboxFullException(Pid receiver, int limit, String messageType) {
        super(
                messageType
                        + " was not sent: "
                        + limit
                        + " messages wait in the mailbox of "
                        + receiver);
        this.receiver = receiver;
    }

    /// Whose mailbox is full.
    public Pid receiver() {
        return receiver;
    }
}
