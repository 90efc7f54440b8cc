package org.distributedactors.boot.state;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.distributedactors.etf.ExternalTermFormat;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Saves the state of one actor. Used by its process alone; saves that nobody waits for are done by the executor.
public final class StateKeeper {

    private static final Logger log = LoggerFactory.getLogger(StateKeeper.class);

    private final StateStore store;
    private final StateKeeping keeping;
    private final Executor executor;
    private final Consumer<RuntimeException> superseded;
    private @Nullable String actor;
    private long owner = -1;
    private @Nullable Term saved;
    private @Nullable KeptState waiting;
    private CompletableFuture<Void> saving = CompletableFuture.completedFuture(null);

    /// A state and what it is a version of.
    public record Snapshot(int version, Term state) {}

    /// @param superseded is told, by the executor, that another copy has the state now
    public StateKeeper(
            StateStore store,
            StateKeeping keeping,
            Executor executor,
            Consumer<RuntimeException> superseded) {
        this.store = store;
        this.keeping = keeping;
        this.executor = executor;
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
        saved = now.state();
        KeptState state =
                new KeptState(now.version(), Binary.wrap(ExternalTermFormat.encode(now.state())));
        if (keeping == StateKeeping.BEFORE_REPLY) {
            store.save(actor(), owner, state);
        } else {
            saveSoon(state);
        }
    }

    private synchronized void saveSoon(KeptState state) {
        waiting = state;
        if (saving.isDone()) {
            saving = CompletableFuture.runAsync(this::saveWaiting, executor);
        }
    }

    private void saveWaiting() {
        for (KeptState state = next(); state != null; state = next()) {
            try {
                store.save(actor(), owner, state);
            } catch (SupersededException later) {
                superseded.accept(later);
            } catch (RuntimeException failure) {
                log.warn("The state of an actor could not be saved: {}", failure.getMessage());
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

    /// The actor ends. What was to be saved soon is saved now.
    ///
    /// @param forget whether its state is of no use to anybody any more
    public void ended(boolean forget) {
        try {
            CompletableFuture<Void> last;
            synchronized (this) {
                last = saving;
            }
            last.join();
            if (forget && owner >= 0) {
                store.forget(actor(), owner);
            }
        } catch (CompletionException | IllegalStateException failure) {
            log.warn(
                    "The state of an actor that ended could not be kept: {}", failure.getMessage());
        }
    }
}
