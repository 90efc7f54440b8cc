package org.distributedactors.boot.actor;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.distributedactors.global.GlobalEvent;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.process.Ticker;

/// Waits until names of the cluster have an owner, here or elsewhere.
final class OwnedNames {

    private final GlobalRegistry names;
    private final Ticker ticker;
    private final AtomicReference<CompletableFuture<Void>> change =
            new AtomicReference<>(new CompletableFuture<>());

    OwnedNames(GlobalRegistry names, Ticker ticker) {
        this.names = names;
        this.ticker = ticker;
        names.onEvent(event -> {
            if (event instanceof GlobalEvent.NameRegistered) {
                change.getAndSet(new CompletableFuture<>()).complete(null);
            }
        });
    }

    /// @return those that have none when the time is over
    List<String> await(Collection<String> wanted, Duration limit) {
        long end = ticker.nanos() + limit.toNanos();
        while (true) {
            CompletableFuture<Void> next = change.get();
            List<String> open =
                    wanted.stream().filter(name -> names.whereis(name).isEmpty()).toList();
            long left = end - ticker.nanos();
            if (open.isEmpty() || left <= 0 || !hasCome(next, left)) {
                return open;
            }
        }
    }

    private static boolean hasCome(CompletableFuture<Void> next, long nanos) {
        try {
            next.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | ExecutionException late) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
