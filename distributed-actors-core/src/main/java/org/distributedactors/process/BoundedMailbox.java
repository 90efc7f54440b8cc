package org.distributedactors.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The messages of a process whose mailbox is bounded. The queue of signals holds {@link #TICKET} in the place of each, so
/// that messages keep their order among the other signals, and a message that was dropped leaves nothing behind: the newer
/// one uses its ticket. Usable from any thread.
final class BoundedMailbox {

    /// Stands for the message that has waited longest.
    static final Object TICKET = new Object();

    /// What became of a message.
    enum Admission {
        /// It waits, and a ticket has to be queued for it.
        ADMITTED,
        /// It waits in the place of another one, which is in {@link BoundedMailbox#offer}'s answer.
        REPLACED,
        FULL
    }

    /// @param dropped whom it has replaced
    record Answer(Admission admission, @Nullable Object dropped) {
        private static final Answer ADMITTED = new Answer(Admission.ADMITTED, null);
        private static final Answer FULL = new Answer(Admission.FULL, null);
    }

    private final MailboxBound bound;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Deque<Object> waiting = new ArrayDeque<>(2);
    private int held;
    private boolean closed;
    private @Nullable Object inHand;

    BoundedMailbox(MailboxBound bound) {
        this.bound = bound;
    }

    MailboxBound bound() {
        return bound;
    }

    /// How many messages wait, those too that a plain process has taken over and not received.
    int size() {
        lock.lock();
        try {
            return waiting.size() + held;
        } finally {
            lock.unlock();
        }
    }

    /// Admits a message if there is room, or makes some as the policy says. Does not wait.
    Answer offer(Object message) {
        lock.lock();
        try {
            if (closed || waiting.size() + held < bound.limit()) {
                waiting.addLast(message);
                return Answer.ADMITTED;
            }
            if (bound.overflow() == MailboxBound.Overflow.DROP_OLDEST && !waiting.isEmpty()) {
                Object oldest = waiting.removeFirst();
                waiting.addLast(message);
                return new Answer(Admission.REPLACED, oldest);
            }
            return Answer.FULL;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there is room; the message is admitted then.
    void put(Object message) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && waiting.size() + held >= bound.limit()) {
                room.await();
            }
            waiting.addLast(message);
        } finally {
            lock.unlock();
        }
    }

    /// Receiver: the message for a ticket.
    ///
    /// @param hold whether it still counts until it is {@link #release}d
    Object take(boolean hold) {
        lock.lock();
        try {
            Object message = waiting.removeFirst();
            inHand = Traced.messageOf(message);
            if (hold) {
                held++;
            } else {
                room.signal();
            }
            return message;
        } finally {
            lock.unlock();
        }
    }

    /// Receiver: a message that was held is received.
    void release() {
        lock.lock();
        try {
            held--;
            room.signal();
        } finally {
            lock.unlock();
        }
    }

    /// The message that was taken last, for whoever looks on.
    @Nullable Object inHand() {
        lock.lock();
        try {
            return inHand;
        } finally {
            lock.unlock();
        }
    }

    /// The process has ended: nobody waits any more, and what still comes is admitted and then refused by the queue.
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
