package org.distributedactors.process;

import org.distributedactors.process.BoundedMailbox.Answer;
import org.jspecify.annotations.Nullable;

/// Decides at the door of a bounded mailbox, on the thread of the sender.
final class MailboxAdmission {

    static final ExitReason MAILBOX_FULL = ExitReason.of("mailbox_full");

    private final ProcessMailbox receiver;
    private final BoundedMailbox mailbox;

    MailboxAdmission(ProcessMailbox receiver, BoundedMailbox mailbox) {
        this.receiver = receiver;
        this.mailbox = mailbox;
    }

    /// @param sender whether there is somebody who can be told or made to wait
    /// @return whether a ticket has to be queued
    /// @throws MailboxFullException when the policy has the sender fail
    boolean admits(Object message, boolean sender) {
        Answer answer = mailbox.offer(message);
        return switch (answer.admission()) {
            case ADMITTED -> true;
            case REPLACED -> {
                drop(answer.dropped());
                yield false;
            }
            case FULL -> full(message, sender);
        };
    }

    private boolean full(Object message, boolean sender) {
        // A request is told by its alias.
        if (sender && !(Traced.messageOf(message) instanceof Request)) {
            switch (mailbox.bound().overflow()) {
                case FAIL -> throw refusal(message);
                case WAIT -> {
                    waitForRoom(message);
                    return true;
                }
                case DROP_NEWEST, DROP_OLDEST -> {}
            }
        }
        drop(message);
        return false;
    }

    private void waitForRoom(Object message) {
        if (!Thread.currentThread().isVirtual() || receiver.isRunningHere()) {
            throw refusal(message);
        }
        try {
            mailbox.put(message);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw refusal(message);
        }
    }

    private void drop(@Nullable Object message) {
        if (message != null) {
            receiver.dropped(Traced.messageOf(message), MAILBOX_FULL);
        }
    }

    private MailboxFullException refusal(Object message) {
        return new MailboxFullException(
                receiver.pid(),
                mailbox.bound().limit(),
                Traced.messageOf(message).getClass().getName());
    }
}
