package org.distributedactors.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.pg.StateFixture.A;
import static org.distributedactors.pg.StateFixture.B;
import static org.distributedactors.pg.StateFixture.C;
import static org.distributedactors.pg.StateFixture.G;
import static org.distributedactors.pg.StateFixture.H;
import static org.distributedactors.pg.StateFixture.PEER;
import static org.distributedactors.pg.StateFixture.SELF;
import static org.distributedactors.pg.StateFixture.pid;

import java.util.List;
import java.util.Map;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

/// What a scope does about those of other nodes.
class PeersTest {

    private static final Pid P = pid(A, 10);
    private static final Pid R = pid(B, 10);
    private static final Pid S = pid(B, 11);

    private final StateFixture a = new StateFixture();

    private static PgMessage.Sync sync(Map<?, List<Pid>> groups) {
        return new PgMessage.Sync(
                PEER,
                groups.entrySet().stream()
                        .map(group ->
                                new PgMessage.Entry(
                                        (org.distributedactors.term.Term) group.getKey(),
                                        group.getValue()))
                        .toList());
    }

    @Test
    void aVisibleNodeThatComesUpIsDiscoveredAndAHiddenOneAsksByItself() {
        assertThat(a.state.nodeUp(C, true)).containsExactly(new PgEffect.Discover(C));
        assertThat(a.state.nodeUp(C, false)).isEmpty();
    }

    @Test
    void whoDiscoversIsWatchedDiscoveredInTurnAndToldOfOurMembers() {
        a.state.join(G, List.of(P));

        assertThat(a.state.receive(new PgMessage.Discover(PEER, 0)))
                .containsExactly(
                        new PgEffect.Monitor(PEER),
                        new PgEffect.Send(PEER, new PgMessage.Discover(SELF, 0)),
                        new PgEffect.Send(
                                PEER,
                                new PgMessage.Sync(
                                        SELF, List.of(new PgMessage.Entry(G, List.of(P))))));
    }

    @Test
    void whoIsKnownIsNotDiscoveredAgainSoThatThereIsNoLoop() {
        a.withPeer();

        assertThat(a.state.receive(new PgMessage.Discover(PEER, 1)))
                .containsExactly(new PgEffect.Send(PEER, new PgMessage.Sync(SELF, List.of())));
    }

    @Test
    void theSecondVersionIsAnsweredInTheFormOfTheFirst() {
        assertThat(a.state.receive(new PgMessage.Discover(PEER, 1)))
                .contains(new PgEffect.Send(PEER, new PgMessage.Discover(SELF, 0)));
    }

    @Test
    void aSyncReplacesAllThatWasKnown() {
        a.state.receive(sync(Map.of(G, List.of(R, R, S), H, List.of(R))));
        a.state.join(G, List.of(P));

        a.state.receive(sync(Map.of(G, List.of(R))));

        assertThat(a.members(G)).containsExactlyInAnyOrder(P, R);
        assertThat(a.state.table().groups()).containsExactly(G);
    }

    @Test
    void aSyncThatNamesAGroupTwiceOrWithNobodyListsItOnceOrNotAtAll() {
        a.state.receive(
                new PgMessage.Sync(
                        PEER,
                        List.of(
                                new PgMessage.Entry(G, List.of(R)),
                                new PgMessage.Entry(G, List.of(S)),
                                new PgMessage.Entry(H, List.of()))));

        assertThat(a.members(G)).containsExactlyInAnyOrder(R, S);
        assertThat(a.state.table().groups()).containsExactly(G);
    }

    @Test
    void joinsLeavesAndUpdatesChangeTheMembersOfTheirSender() {
        a.withPeer();
        a.state.receive(new PgMessage.Join(PEER, G, List.of(R, S)));
        a.state.receive(new PgMessage.Leave(PEER, List.of(R), List.of(G, H)));
        assertThat(a.members(G)).containsExactly(S);

        a.state.receive(
                new PgMessage.Update(
                        PEER,
                        List.of(
                                new PgMessage.Change(G, List.of(R), List.of(S)),
                                new PgMessage.Change(H, List.of(S), List.of()))));

        assertThat(a.members(G)).containsExactly(R);
        assertThat(a.members(H)).containsExactly(S);
        assertThat(a.state.table().localGroups()).isEmpty();
    }

    @Test
    void aLeaveOfOnesOwnSparesTheMembersOfOthers() {
        a.withPeer();
        a.state.join(G, List.of(P));

        a.state.receive(new PgMessage.Leave(PEER, List.of(P), List.of(G)));

        assertThat(a.members(G)).containsExactly(P);
    }

    @Test
    void whenThePeerIsDownItsMembersAreForgottenAndThoseOfOthersStay() {
        a.state.join(G, List.of(P));
        a.state.receive(sync(Map.of(G, List.of(R, R), H, List.of(S))));

        a.state.down(PEER);

        assertThat(a.members(G)).containsExactly(P);
        assertThat(a.state.table().groups()).containsExactly(G);
    }

    @Test
    void whenItsNodeIsDownItsMembersAreForgottenToo() {
        a.state.receive(sync(Map.of(G, List.of(R))));

        assertThat(a.state.nodeDown(B)).containsExactly(new PgEffect.Demonitor(PEER));

        assertThat(a.state.table().groups()).isEmpty();
    }

    @Test
    void aLateLeaveOfANodeThatIsDownIsIgnored() {
        a.state.receive(sync(Map.of(G, List.of(R))));
        a.state.nodeDown(B);

        a.state.receive(new PgMessage.Leave(PEER, List.of(R), List.of(G)));
        a.state.receive(new PgMessage.Join(PEER, G, List.of(R)));

        assertThat(a.state.table().groups()).isEmpty();
        assertThat(a.counters.ofUnknownPeers()).isEqualTo(2);
    }

    @Test
    void aScopeThatStartedAgainTakesThePlaceOfTheOneBefore() {
        a.state.receive(sync(Map.of(G, List.of(R))));
        Pid again = pid(B, 2);

        assertThat(a.state.receive(new PgMessage.Discover(again, 0)))
                .contains(new PgEffect.Demonitor(PEER), new PgEffect.Monitor(again));
        assertThat(a.state.table().groups()).isEmpty();

        a.state.receive(new PgMessage.Join(again, G, List.of(S)));
        a.state.down(PEER);
        assertThat(a.members(G)).containsExactly(S);
    }
}
