package org.distributedactors.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.pg.StateFixture.A;
import static org.distributedactors.pg.StateFixture.B;
import static org.distributedactors.pg.StateFixture.G;
import static org.distributedactors.pg.StateFixture.H;
import static org.distributedactors.pg.StateFixture.PEER;
import static org.distributedactors.pg.StateFixture.pid;

import java.util.List;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who watches a group or a scope hears of each change once.
class WatchTest {

    private static final Pid P = pid(A, 10);
    private static final Pid R = pid(B, 10);
    private static final Pid S = pid(B, 11);
    private static final Pid WATCHER = pid(A, 20);
    private static final Reference OF_GROUP = Reference.of(A, 7, 1);
    private static final Reference OF_SCOPE = Reference.of(A, 7, 2);

    private final StateFixture a = new StateFixture().withPeer();

    @BeforeEach
    void watch() {
        a.state.watch(OF_GROUP, WATCHER, G);
        a.state.watch(OF_SCOPE, WATCHER, null);
    }

    private static PgEffect.Notify told(Reference ref, boolean join, Term group, Pid... pids) {
        return new PgEffect.Notify(WATCHER, ref, join, group, List.of(pids));
    }

    @Test
    void aJoinHereIsToldToBothAndOneOfAnotherGroupToTheOneThatWatchesAll() {
        assertThat(a.state.join(G, List.of(P)))
                .contains(told(OF_SCOPE, true, G, P), told(OF_GROUP, true, G, P));
        assertThat(a.state.join(H, List.of(P)))
                .contains(told(OF_SCOPE, true, H, P))
                .doesNotContain(told(OF_GROUP, true, H, P));
    }

    @Test
    void aSyncTellsOnlyWhatIsNewOrGone() {
        a.state.receive(new PgMessage.Join(PEER, G, List.of(R)));

        List<PgEffect> effects =
                a.state.receive(
                        new PgMessage.Sync(
                                PEER,
                                List.of(
                                        new PgMessage.Entry(G, List.of(R, S)),
                                        new PgMessage.Entry(H, List.of(R)))));

        assertThat(effects)
                .containsExactlyInAnyOrder(
                        told(OF_SCOPE, true, G, S),
                        told(OF_GROUP, true, G, S),
                        told(OF_SCOPE, true, H, R));
    }

    @Test
    void theLossOfANodeIsALeaveOfAllItsMembers() {
        a.state.receive(new PgMessage.Join(PEER, G, List.of(R, S)));

        assertThat(a.state.down(PEER))
                .containsExactlyInAnyOrder(
                        told(OF_SCOPE, false, G, R, S), told(OF_GROUP, false, G, R, S));
    }

    @Test
    void whoStoppedWatchingIsToldNothing() {
        assertThat(a.state.unwatch(OF_GROUP)).isTrue();
        assertThat(a.state.unwatch(OF_SCOPE)).isTrue();

        assertThat(a.state.join(G, List.of(P))).noneMatch(PgEffect.Notify.class::isInstance);
        assertThat(a.state.unwatch(OF_GROUP)).isFalse();
    }
}
