package org.distributedactors.boot.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.distributedactors.etf.ExternalTermFormat;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.junit.jupiter.api.Test;

/// When the state of an actor is saved.
class StateKeeperTest {

    private final FakeStore store = new FakeStore();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<RuntimeException> superseded = new ArrayList<>();

    /// Remembers every save of its one actor.
    private static final class FakeStore implements StateStore {
        final List<Long> saved = new ArrayList<>();
        long owner;
        boolean broken;
        boolean forgotten;

        @Override
        public Opened open(String actor) {
            owner++;
            return new Opened(
                    owner, saved.isEmpty() ? Optional.empty() : Optional.of(kept(saved.getLast())));
        }

        @Override
        public void save(String actor, long by, KeptState state) {
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

    private StateKeeper keeper(StateKeeping keeping) {
        StateKeeper keeper = new StateKeeper(store, keeping, tasks::add, superseded::add);
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
