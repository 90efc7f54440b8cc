package org.distributedactors.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.pg.StateFixture.A;
import static org.distributedactors.pg.StateFixture.G;
import static org.distributedactors.pg.StateFixture.H;
import static org.distributedactors.pg.StateFixture.PEER;
import static org.distributedactors.pg.StateFixture.SELF;
import static org.distributedactors.pg.StateFixture.pid;

import java.util.List;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

/// What a scope does about processes of its own node.
class OwnMembersTest {

    private static final Pid P = pid(A, 10);
    private static final Pid Q = pid(A, 11);

    private final StateFixture a = new StateFixture().withPeer();

    @Test
    void aJoinIsToldToEachPeerAndTheProcessIsWatched() {
        assertThat(a.state.join(G, List.of(P)))
                .containsExactly(
                        new PgEffect.Monitor(P),
                        new PgEffect.Send(PEER, new PgMessage.Join(SELF, G, List.of(P))));

        assertThat(a.members(G)).containsExactly(P);
        assertThat(a.state.table().localMembers(G)).containsExactly(P);
    }

    @Test
    void aProcessThatJoinsTwiceIsThereTwiceAndWatchedOnce() {
        a.state.join(G, List.of(P));

        assertThat(a.state.join(G, List.of(P))).doesNotContain(new PgEffect.Monitor(P));

        assertThat(a.members(G)).containsExactly(P, P);
    }

    @Test
    void aProcessLeavesAsOftenAsItJoined() {
        a.state.join(G, List.of(P, P));

        assertThat(a.state.leave(G, List.of(P))).doesNotContain(new PgEffect.Demonitor(P));
        assertThat(a.members(G)).containsExactly(P);

        assertThat(a.state.leave(G, List.of(P)))
                .containsExactly(
                        new PgEffect.Demonitor(P),
                        new PgEffect.Send(PEER, new PgMessage.Leave(SELF, List.of(P), List.of(G))));
        assertThat(a.state.table().groups()).isEmpty();
    }

    @Test
    void whoIsNoMemberCannotLeave() {
        a.state.join(G, List.of(P));

        assertThat(a.state.leave(G, List.of(Q))).isEmpty();
        assertThat(a.state.leave(H, List.of(P))).isEmpty();

        assertThat(a.members(G)).containsExactly(P);
    }

    @Test
    void onlyThoseThatWereMembersAreToldToLeave() {
        a.state.join(G, List.of(P));

        assertThat(a.state.leave(G, List.of(P, P, Q)))
                .contains(
                        new PgEffect.Send(PEER, new PgMessage.Leave(SELF, List.of(P), List.of(G))));
    }

    @Test
    void aProcessThatEndsLeavesAllOfItsGroupsInOneMessage() {
        a.state.join(G, List.of(P, P, Q));
        a.state.join(H, List.of(P));

        assertThat(a.state.down(P))
                .containsExactly(
                        new PgEffect.Send(
                                PEER, new PgMessage.Leave(SELF, List.of(P), List.of(G, G, H))));

        assertThat(a.members(G)).containsExactly(Q);
        assertThat(a.state.table().groups()).containsExactly(G);
    }

    @Test
    void noEmptyGroupIsListed() {
        a.state.join(G, List.of());
        a.state.join(H, List.of(P));
        a.state.leave(H, List.of(P));

        assertThat(a.state.table().groups()).isEmpty();
        assertThat(a.state.table().localGroups()).isEmpty();
    }
}
