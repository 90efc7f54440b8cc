package org.distributedactors.boot.context;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/// Publishes the events of one life of the node, in order, on one virtual thread. Listeners may take their time there without
/// holding up the node. Any thread may call.
final class ApplicationEvents {

    private static final Logger log = LoggerFactory.getLogger(ApplicationEvents.class);

    private final ApplicationEventPublisher publisher;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofVirtual().name("actor-node-events").factory());

    ApplicationEvents(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
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

    /// Waits until what was published is delivered, but not longer than this.
    void close(Duration atMost) {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
