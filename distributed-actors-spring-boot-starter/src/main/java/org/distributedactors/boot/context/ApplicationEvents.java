package org.distributedactors.boot.context;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/// Publishes the events of one life of the node, in order, on one virtual thread. Listeners may take their time there without
/// holding up the node. What is published before {@link #open} waits, so that nothing comes before the first event. Any thread
/// may call.
final class ApplicationEvents {

    private static final Logger log = LoggerFactory.getLogger(ApplicationEvents.class);
    private static final int CLOSE_SECONDS = 5;

    private final ApplicationEventPublisher publisher;
    private final CompletableFuture<Optional<Object>> first = new CompletableFuture<>();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofVirtual().name("actor-node-events").factory());

    ApplicationEvents(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
        thread.execute(() -> first.join().ifPresent(this::publishNow));
    }

    /// Publishes the first event, and then all that came meanwhile.
    void open(Object event) {
        first.complete(Optional.of(event));
    }

    /// Publishes an event after all earlier ones.
    void publish(Object event) {
        thread.execute(() -> publishNow(event));
    }

    /// A listener that fails takes nothing from the next event.
    private void publishNow(Object event) {
        try {
            publisher.publishEvent(event);
        } catch (RuntimeException failure) {
            log.atWarn()
                    .addKeyValue("type", event.getClass().getSimpleName())
                    .setCause(failure)
                    .log("A listener failed for {}", event.getClass().getSimpleName());
        }
    }

    /// Waits until what was published is delivered; a listener that takes too long is interrupted.
    void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /// Forgets what waits: the node did not come up.
    void discard() {
        thread.shutdownNow();
        first.complete(Optional.empty());
    }
}
