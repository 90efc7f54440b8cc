package org.distributedactors.boot.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.distributedactors.etf.ExternalTermFormat;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.process.Timer;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.junit.jupiter.api.Test;

/// When the state of an actor is saved.
class StateKeeperTest {

    private final FakeStore store = new FakeStore();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Planned> planned = new ArrayList<>();
    private final List<RuntimeException> superseded = new ArrayList<>();

    /// Remembers every save of its one actor.
    private static final class FakeStore implements StateStore {
        final List<Long> saved = new ArrayList<>();
        long owner;
        boolean broken;
        boolean forgotten;
        Runnable meanwhile = () -> {};

        @Override
        public Opened open(String actor) {
            owner++;
            return new Opened(
                    owner, saved.isEmpty() ? Optional.empty() : Optional.of(kept(saved.getLast())));
        }

        @Override
        public void save(String actor, long by, KeptState state) {
            meanwhile.run();
            meanwhile = () -> {};
            if (broken) {
                throw new IllegalStateException("no database");
            }
            if (by != owner) {
                throw new SupersededException(actor);
            }
            saved.add(
                    ((IntegerTerm)
                                    ExternalTermFormat.decode(
                                            state.bytes().toByteArray(), TermLimits.defaults()))
                            .longValue());
        }

        @Override
        public void forget(String actor, long by) {
            forgotten = by == owner;
        }
    }

    private static KeptState kept(long value) {
        return new KeptState(1, Binary.wrap(ExternalTermFormat.encode(IntegerTerm.of(value))));
    }

    /// Something that is to happen later, until it is called off.
    private record Planned(Duration delay, Runnable action, AtomicBoolean cancelled)
            implements Timer {

        @Override
        public Optional<Duration> cancel() {
            return cancelled.getAndSet(true) ? Optional.empty() : Optional.of(delay);
        }

        @Override
        public Optional<Duration> left() {
            return cancelled.get() ? Optional.empty() : Optional.of(delay);
        }
    }

    private Timer plan(Duration delay, Runnable action) {
        Planned later = new Planned(delay, action, new AtomicBoolean());
        planned.add(later);
        return later;
    }

    private StateKeeper keeper(StateKeeping keeping) {
        StateKeeper keeper =
                new StateKeeper(store, keeping, tasks::add, this::plan, superseded::add);
        keeper.of("a");
        return keeper;
    }

    private static StateKeeper.Snapshot state(long value) {
        return new StateKeeper.Snapshot(1, IntegerTerm.of(value));
    }

    @Test
    void beforeAReplyEachChangeIsSavedAndNothingElse() {
        StateKeeper keeper = keeper(StateKeeping.BEFORE_REPLY);
        assertThat(keeper.open()).isEmpty();

        keeper.handled(state(1));
        keeper.handled(state(1));
        keeper.handled(state(2));

        assertThat(store.saved).containsExactly(1L, 2L);
        assertThat(keeper(StateKeeping.BEFORE_REPLY).open()).contains(state(2));
        assertThatThrownBy(() -> keeper.handled(state(3))).isInstanceOf(SupersededException.class);
    }

    @Test
    void aSaveThatFailsIsTheActorsFailure() {
        StateKeeper keeper = keeper(StateKeeping.BEFORE_REPLY);
        keeper.open();
        store.broken = true;

        assertThatIllegalStateException().isThrownBy(() -> keeper.handled(state(1)));
    }

    @Test
    void soonMeansTheNewestWhenTheSaveBeforeIsDone() {
        StateKeeper keeper = keeper(StateKeeping.ASYNCHRONOUS);
        keeper.open();

        for (int i = 1; i <= 5; i++) {
            keeper.handled(state(i));
        }
        assertThat(tasks).hasSize(1);
        tasks.remove().run();
        keeper.handled(state(6));
        tasks.remove().run();

        assertThat(store.saved).containsExactly(5L, 6L);
    }

    @Test
    void aSaveThatFailsIsDoneAgainAlthoughNothingChangesAnyMore() {
        StateKeeper keeper = keeper(StateKeeping.ASYNCHRONOUS);
        keeper.open();
        store.broken = true;

        keeper.handled(state(1));
        tasks.remove().run();
        keeper.handled(state(1));
        for (int i = 0; i < 7; i++) {
            assertThat(tasks).isEmpty();
            assertThat(planned).hasSize(i + 1);
            planned.getLast().action().run();
            tasks.remove().run();
        }
        store.broken = false;
        planned.getLast().action().run();
        tasks.remove().run();

        assertThat(store.saved).containsExactly(1L);
        assertThat(planned.stream().map(Planned::delay).map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
        assertThat(tasks).isEmpty();
    }

    @Test
    void afterASaveThatFailedTheNextChangeIsSavedAtOnceAndInItsPlace() {
        StateKeeper keeper = keeper(StateKeeping.ASYNCHRONOUS);
        keeper.open();
        store.broken = true;
        keeper.handled(state(1));
        tasks.remove().run();
        store.broken = false;

        keeper.handled(state(2));
        tasks.remove().run();

        assertThat(store.saved).containsExactly(2L);
        assertThat(planned.getLast().left()).isEmpty();
        store.broken = true;
        keeper.handled(state(3));
        tasks.remove().run();
        assertThat(planned.getLast().delay()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aNewerStateIsNotReplacedByOneThatCouldNotBeSaved() {
        StateKeeper keeper = keeper(StateKeeping.ASYNCHRONOUS);
        keeper.open();
        store.broken = true;
        store.meanwhile = () -> keeper.handled(state(2));
        keeper.handled(state(1));
        tasks.remove().run();
        store.broken = false;

        planned.getLast().action().run();
        tasks.remove().run();

        assertThat(store.saved).containsExactly(2L);
    }

    @Test
    void oneThatEndsSavesOnceMoreWhatCouldNotBeSaved() {
        StateKeeper keeper = keeper(StateKeeping.ASYNCHRONOUS);
        keeper.open();
        store.broken = true;
        keeper.handled(state(1));
        tasks.remove().run();
        store.broken = false;

        keeper.ended(false);

        assertThat(store.saved).containsExactly(1L);
        assertThat(planned.getLast().left()).isEmpty();
    }

    @Test
    void oneThatHasGoneToAnotherNodeIsNotEndedByItsStateThere() {
        StateKeeper keeper = keeper(StateKeeping.ASYNCHRONOUS);
        keeper.open();
        keeper.handled(state(1));
        keeper.left();
        keeper(StateKeeping.ASYNCHRONOUS).handled(state(1));

        tasks.remove().run();

        assertThat(superseded).isEmpty();
    }

    @Test
    void whoIsSupersededLearnsIt() {
        StateKeeper keeper = keeper(StateKeeping.ASYNCHRONOUS);
        keeper.open();
        keeper(StateKeeping.ASYNCHRONOUS).open();

        keeper.handled(state(1));
        tasks.remove().run();

        assertThat(superseded).hasSize(1);
        assertThat(store.saved).isEmpty();
    }

    @Test
    void oneThatHasComeFromAnotherNodeOwnsTheStateFromItsFirstMessageOn() {
        store.saved.add(1L);
        StateKeeper keeper = keeper(StateKeeping.BEFORE_REPLY);
        assertThat(store.owner).isZero();

        keeper.handled(state(7));

        assertThat(store.owner).isEqualTo(1);
        assertThat(store.saved).containsExactly(1L, 7L);
    }

    @Test
    void theStateOfOneThatIsDoneIsForgotten() {
        StateKeeper keeper = keeper(StateKeeping.BEFORE_REPLY);
        keeper.open();
        keeper.handled(state(1));

        keeper.ended(false);
        assertThat(store.forgotten).isFalse();
        keeper.ended(true);
        assertThat(store.forgotten).isTrue();
    }
}
