package org.distributedactors.process;

import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mailbox of one process: its queue with the door in front of it, and what is known of how much waits in it. The
/// process is its own mailbox, so that an idle one is one object less. What a plain process has taken over and not received yet is its
/// {@link Mailbox}.
///
/// | On the way               | Thread       | What happens                                                       |
/// |--------------------------|--------------|--------------------------------------------------------------------|
/// | {@link #post} and others | the sender's | admits it, or does with it what the {@link MailboxBound} says      |
/// | {@link #take}            | the process  | it waits no longer, and is decoded                                 |
/// | {@link #contentOf}       | the process  | at its end: what is refused                                        |
@SuppressWarnings("serial") // never leaves the JVM
abstract class ProcessMailbox extends TableEntry {

    private static final Logger log = LoggerFactory.getLogger(ProcessMailbox.class);

    final ProcessRuntime runtime;
    private volatile @Nullable Backlog backlog;

    /// Null while any number of messages may wait. Set before anybody knows the process.
    private @Nullable BoundedMailbox bounded;

    ProcessMailbox(ProcessRuntime runtime) {
        this.runtime = runtime;
    }

    public abstract Pid pid();

    abstract String type();

    /// What messages of other nodes decode to.
    abstract @Nullable Object protocol();

    /// How many messages may wait, when the spawn does not say.
    @Nullable MailboxBound ownBound() {
        return null;
    }

    /// Whether messages that it has taken over still count as waiting, until they are received.
    boolean holdsMessages() {
        return false;
    }

    /// A request will have no answer, and its caller is to know it.
    ///
    /// @param monitor under which the caller watches this process
    abstract void refuse(Reference monitor, ExitReason reason);

    /// Has it look at the signals that are no messages before the next message.
    void expediteSoon() {}

    final void bound(@Nullable MailboxBound wanted) {
        MailboxBound bound = wanted == null ? ownBound() : wanted;
        bounded = bound == null ? null : new BoundedMailbox(bound);
    }

    final @Nullable BoundedMailbox bounded() {
        return bounded;
    }

    // ---- at the door

    /// Queues a message of somebody who can be told that there is no room, or made to wait for it.
    final void post(Object content) {
        if (bounded == null) {
            enqueue(letter(content));
        } else if (new MailboxAdmission(this, bounded).admits(content, true)) {
            enqueue(ticket());
        }
    }

    /// The same for a message that nobody stands behind.
    final void postForNobody(Object content) {
        if (bounded == null) {
            enqueue(letter(content));
        } else if (new MailboxAdmission(this, bounded).admits(content, false)) {
            enqueue(ticket());
        }
    }

    /// The same for a sender that waits for the answer.
    final void postByCaller(Object content) {
        if (bounded == null) {
            enqueueByCaller(letter(content));
        } else if (new MailboxAdmission(this, bounded).admits(content, true)) {
            enqueueByCaller(ticket());
        }
    }

    private Signal.Message letter(Object content) {
        return runtime.tracing() != null && content instanceof Traced(var message, var token)
                ? new Signal.TracedMessage(message, token)
                : new Signal.Message(content);
    }

    private Signal.Message ticket() {
        return runtime.tracing() == null
                ? new Signal.Message(BoundedMailbox.TICKET)
                : new Signal.TracedMessage(BoundedMailbox.TICKET, null);
    }

    /// As `enqueue`, by a sender that waits for the answer.
    private void enqueueByCaller(Signal signal) {
        if (offer(signal)) {
            wakeByCaller();
        }
    }

    /// As `wake`, by a sender that waits for the answer.
    void wakeByCaller() {
        wake();
    }

    /// Counts it and, when somebody waits for an answer, sees to it that he is told. One of another node is told by the
    /// process, which knows who watches it, and at most once for each monitor that he has set.
    final void dropped(Object message, ExitReason reason) {
        runtime.router().deadLetter(DeadLetter.MAILBOX_FULL, pid(), message, reason);
        Reference monitor = message instanceof RemoteMessage bytes ? bytes.awaitedUnder() : null;
        if (monitor != null && runtime.remoteNodes().unwatch(monitor, this)) {
            enqueue(new Signal.Refusal(monitor, reason));
            expediteSoon();
        }
    }

    // ---- taken by the process

    /// The message as the process understands it, no longer waiting; null when it did not understand it, which has been
    /// told then.
    final @Nullable Object take(Signal.Message signal) {
        BoundedMailbox mailbox = bounded;
        Object message =
                mailbox == null || !isTicket(signal)
                        ? signal.content()
                        : opened(signal, mailbox.take(holdsMessages()));
        if (!(message instanceof RemoteMessage bytes)) {
            return message;
        }
        Object decoded = decode(bytes);
        if (decoded != null) {
            signal.decoded(decoded);
        } else if (mailbox != null && holdsMessages()) {
            mailbox.release();
        }
        return decoded;
    }

    /// The message that a ticket stood for, whose token the ticket keeps.
    private static Object opened(Signal.Message ticket, Object taken) {
        if (ticket instanceof Signal.TracedMessage kept
                && taken instanceof Traced(var message, var token)) {
            kept.token = token;
            return message;
        }
        return taken;
    }

    /// What goes along with the message in hand.
    static @Nullable TraceToken tokenOf(@Nullable Signal inHand) {
        return inHand instanceof Signal.TracedMessage message ? message.token : null;
    }

    private @Nullable Object decode(RemoteMessage bytes) {
        try {
            return bytes.decode(protocol());
        } catch (RuntimeException e) {
            runtime.deadLetter(DeadLetter.UNDECODABLE, pid(), bytes.getClass().getName());
            log.debug(
                    "message dropped: not of the receiver's protocol, receiver={} bytes={}",
                    type(),
                    bytes.size(),
                    e);
            if (e instanceof UnreadableRequestException request) {
                refuse(request.monitor(), request.reason());
            }
            return null;
        }
    }

    /// What the message in the queue stands for; it is taken.
    final Object contentOf(Signal.Message message) {
        return bounded == null || !isTicket(message)
                ? message.content()
                : Traced.messageOf(bounded.take(false));
    }

    /// One that was taken before, and kept, stands for nothing but itself.
    private static boolean isTicket(Signal.Message message) {
        return BoundedMailbox.TICKET.equals(message.content());
    }

    final void closeMailbox() {
        if (bounded != null) {
            bounded.close();
        }
    }

    // ---- how much waits

    /// How many messages wait, about.
    int waiting() {
        return bounded == null ? roughLength() : bounded.size();
    }

    /// The same, and no more than about this many.
    int waiting(int atMost) {
        return bounded == null ? roughLength(atMost) : Math.min(atMost, bounded.size());
    }

    /// Two threads may make two of them at the same time, and one is lost; it counts only samples.
    final Backlog backlog() {
        Backlog known = backlog;
        if (known == null) {
            known = new Backlog();
            backlog = known;
        }
        return known;
    }

    /// @param idle whether nothing waits now
    final void countHandled(int count, boolean idle) {
        runtime.counters().countMessages(count);
        Backlog known = backlog;
        if (known != null) {
            if (idle) {
                known.nothingWaits();
            } else {
                known.handled(count);
            }
        }
    }

    final boolean isRunningHere() {
        return equals(runtime.currentCell());
    }
}
