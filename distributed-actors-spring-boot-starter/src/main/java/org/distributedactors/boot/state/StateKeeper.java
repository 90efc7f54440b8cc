package org.distributedactors.boot.state;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.distributedactors.etf.ExternalTermFormat;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.process.Timer;
import org.distributedactors.process.Timers;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Saves the state of one actor. Used by its process alone; saves that nobody waits for are done by the executor. One of those
/// that fails is done again with the next change, or after a while, which doubles from one second to thirty.
public final class StateKeeper {

    private static final Logger log = LoggerFactory.getLogger(StateKeeper.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final StateStore store;
    private final StateKeeping keeping;
    private final Executor executor;
    private final Timers timers;
    private final Consumer<RuntimeException> superseded;
    private @Nullable String actor;
    private long owner = -1;
    private @Nullable Term saved;
    private @Nullable KeptState waiting;
    private CompletableFuture<Void> saving = CompletableFuture.completedFuture(null);
    private Duration pause = SHORTEST_PAUSE;
    private Timer again = Timer.OVER;
    private boolean over;

    /// A state and what it is a version of.
    public record Snapshot(int version, Term state) {}

    /// @param superseded is told, by the executor, that another copy has the state now
    public StateKeeper(
            StateStore store,
            StateKeeping keeping,
            Executor executor,
            Timers timers,
            Consumer<RuntimeException> superseded) {
        this.store = store;
        this.keeping = keeping;
        this.executor = executor;
        this.timers = timers;
        this.superseded = superseded;
    }

    /// Says whose state it is; nothing is asked of the store yet.
    public void of(String itsActor) {
        actor = itsActor;
    }

    private String actor() {
        if (actor == null) {
            throw new IllegalStateException("nobody's state");
        }
        return actor;
    }

    /// Becomes the owner of the state.
    ///
    /// @return what was saved last
    /// @throws IllegalStateException when the store has no answer
    public Optional<Snapshot> open() {
        StateStore.Opened opened = store.open(actor());
        owner = opened.owner();
        Optional<Snapshot> found =
                opened.state()
                        .map(kept ->
                                new Snapshot(
                                        kept.version(),
                                        ExternalTermFormat.decode(
                                                kept.bytes().toByteArray(),
                                                TermLimits.defaults())));
        found.ifPresent(snapshot -> saved = snapshot.state());
        return found;
    }

    /// A message was handled: saves the state if that has changed it, now or soon.
    ///
    /// @throws SupersededException when another copy has the state now
    /// @throws IllegalStateException when it is to be saved now and the store has no answer
    public void handled(Snapshot now) {
        if (owner < 0) {
            // It has come from another node, with a state that is newer than what was saved.
            owner = store.open(actor()).owner();
        }
        if (now.state().equals(saved)) {
            return;
        }
        KeptState state =
                new KeptState(now.version(), Binary.wrap(ExternalTermFormat.encode(now.state())));
        if (keeping == StateKeeping.BEFORE_REPLY) {
            store.save(actor(), owner, state);
        } else {
            saveSoon(state);
        }
        saved = now.state();
    }

    private synchronized void saveSoon(KeptState state) {
        waiting = state;
        begin();
    }

    private synchronized void begin() {
        if (waiting != null && saving.isDone()) {
            again.cancel();
            saving = CompletableFuture.runAsync(this::saveWaiting, executor);
        }
    }

    private void saveWaiting() {
        for (KeptState state = next(); state != null; state = next()) {
            try {
                store.save(actor(), owner, state);
                done();
            } catch (SupersededException later) {
                if (!isOver()) {
                    superseded.accept(later);
                }
            } catch (RuntimeException failure) {
                log.warn("The state of an actor could not be saved: {}", failure.getMessage());
                failed(state);
                return;
            }
        }
    }

    /// With nothing left to save the next one starts a new save.
    private synchronized @Nullable KeptState next() {
        KeptState next = waiting;
        waiting = null;
        if (next == null) {
            saving = CompletableFuture.completedFuture(null);
        }
        return next;
    }

    private synchronized void done() {
        pause = SHORTEST_PAUSE;
    }

    /// It waits again, unless a newer one does.
    private synchronized void failed(KeptState state) {
        if (waiting == null) {
            waiting = state;
        }
        saving = CompletableFuture.completedFuture(null);
        if (!over) {
            again = timers.after(pause, this::begin);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    /// @return the save that is under way
    private synchronized CompletableFuture<Void> end() {
        over = true;
        again.cancel();
        return saving;
    }

    /// The actor goes on on another node, which has its state; whoever has saved it there does not end it here.
    public void left() {
        end();
        begin();
    }

    /// The actor ends. What was to be saved soon is saved now.
    ///
    /// @param forget whether its state is of no use to anybody any more
    public void ended(boolean forget) {
        try {
            end().join();
            if (forget && owner >= 0) {
                store.forget(actor(), owner);
            } else {
                saveWaiting();
            }
        } catch (CompletionException | IllegalStateException failure) {
            log.warn(
                    "The state of an actor that ended could not be kept: {}", failure.getMessage());
        }
    }
}
