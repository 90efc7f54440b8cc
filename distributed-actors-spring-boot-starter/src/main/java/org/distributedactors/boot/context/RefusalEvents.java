package org.distributedactors.boot.context;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.distributedactors.node.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes events of refused requests, few enough for an application to take. Called by any thread.
final class RefusalEvents implements Consumer<Refusal> {

    /// The shortest time between two events.
    private static final long GAP_NANOS = 100_000_000;

    private static final Logger log = LoggerFactory.getLogger(RefusalEvents.class);

    private final Consumer<Object> publisher;
    private final LongSupplier nanos;
    private final AtomicLong next;
    private final AtomicLong untold = new AtomicLong();

    RefusalEvents(Consumer<Object> publisher, LongSupplier nanos) {
        this.publisher = publisher;
        this.nanos = nanos;
        this.next = new AtomicLong(nanos.getAsLong());
    }

    @Override
    public void accept(Refusal refusal) {
        long now = nanos.getAsLong();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + GAP_NANOS)) {
            log.atDebug()
                    .addKeyValue("peer", refusal.peer())
                    .addKeyValue("reason", refusal.error())
                    .log("{} was refused: {}", refusal.peer(), refusal.kind());
            publisher.accept(
                    new RequestRefusedEvent(
                            refusal.peer(),
                            refusal.kind(),
                            refusal.what(),
                            refusal.error().name(),
                            untold.getAndSet(0)));
        } else {
            untold.incrementAndGet();
        }
    }
}
