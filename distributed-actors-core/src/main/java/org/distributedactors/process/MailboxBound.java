package org.distributedactors.process;

/// How many messages may wait in a mailbox, and what becomes of one more. Signals other than messages are neither counted
/// nor refused: exits, links, monitors and their `Down` always come.
///
/// @param limit the most messages that wait, without the one in hand; a plain process counts those it has left in its
///     mailbox too
/// @param overflow what becomes of one more
public record MailboxBound(int limit, Overflow overflow) {

    /// What becomes of a message that finds the mailbox full. Where nobody can be told or made to wait, as with a message of
    /// another node or of a timer, the policies that would do so drop the newest. A call never waits for room: it fails
    /// at once with `mailbox_full`. What is dropped is a dead letter of the reason
    /// {@link DeadLetter#MAILBOX_FULL}.
    public enum Overflow {
        /// The sender gets a {@link MailboxFullException}.
        FAIL,
        /// It vanishes.
        DROP_NEWEST,
        /// It takes the place of the message that has waited longest.
        DROP_OLDEST,
        /// The sender waits for room. Only a virtual thread does, and so a plain process and a process whose type blocks;
        /// what runs on one of the node's workers or another platform thread gets a {@link MailboxFullException}, and so
        /// does the receiver itself.
        WAIT
    }

    /// @throws IllegalArgumentException when nothing could ever be received
    public MailboxBound {
        if (limit < 1) {
            throw new IllegalArgumentException("a mailbox has room for one message at least");
        }
    }
}
