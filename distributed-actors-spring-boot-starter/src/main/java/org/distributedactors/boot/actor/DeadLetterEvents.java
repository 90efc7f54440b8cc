package org.distributedactors.boot.actor;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.distributedactors.boot.context.DeadLettersEvent;
import org.distributedactors.process.DeadLetter;
import org.distributedactors.process.DeadLetterListener;
import org.distributedactors.term.Term;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes events of dead letters, few enough for an application to take. Called by any thread.
final class DeadLetterEvents implements DeadLetterListener {

    /// The shortest time between two events.
    private static final long GAP_NANOS = 100_000_000;

    private static final Logger log = LoggerFactory.getLogger(DeadLetterEvents.class);

    private final Consumer<Object> publisher;
    private final LongSupplier nanos;
    private final AtomicLong next;
    private final AtomicLong untold = new AtomicLong();

    DeadLetterEvents(Consumer<Object> publisher, LongSupplier nanos) {
        this.publisher = publisher;
        this.nanos = nanos;
        this.next = new AtomicLong(nanos.getAsLong());
    }

    @Override
    public void deadLetter(DeadLetter why, Term receiver, String messageType) {
        log.debug("dead letter: reason={} receiver={} type={}", why, receiver, messageType);
        long now = nanos.getAsLong();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + GAP_NANOS)) {
            publisher.accept(new DeadLettersEvent(why, receiver, messageType, untold.getAndSet(0)));
        } else {
            untold.incrementAndGet();
        }
    }
}
