package org.distributedactors.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.pg.StateFixture.A;
import static org.distributedactors.pg.StateFixture.B;
import static org.distributedactors.pg.StateFixture.C;
import static org.distributedactors.pg.StateFixture.G;
import static org.distributedactors.pg.StateFixture.H;
import static org.distributedactors.pg.StateFixture.PEER;
import static org.distributedactors.pg.StateFixture.pid;

import java.util.List;
import java.util.stream.IntStream;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.Test;

/// What a node of the cluster cannot do to the groups of another.
class PgLimitsTest {

    private static final int QUOTA = 100_000;
    private static final int MILLION = 1_000_000;

    private final StateFixture a = new StateFixture(QUOTA).withPeer();

    private static List<Pid> processes(int count) {
        return IntStream.range(0, count).mapToObj(i -> pid(B, 100 + i)).toList();
    }

    @Test
    void aMillionJoinsInOneMessageEndAtTheQuota() {
        a.state.receive(new PgMessage.Join(PEER, G, processes(MILLION)));

        assertThat(a.members(G)).hasSize(QUOTA);
        assertThat(a.counters.joinsOverQuota()).isEqualTo(MILLION - QUOTA);
    }

    @Test
    void aMillionGroupsInOneSyncEndAtTheQuota() {
        Pid member = pid(B, 100);
        List<PgMessage.Entry> groups =
                IntStream.range(0, MILLION)
                        .mapToObj(i -> new PgMessage.Entry(IntegerTerm.of(i), List.of(member)))
                        .toList();

        a.state.receive(new PgMessage.Sync(PEER, groups));

        assertThat(a.state.table().size()).isEqualTo(QUOTA);
        assertThat(a.counters.joinsOverQuota()).isEqualTo(MILLION - QUOTA);
    }

    @Test
    void joinsOneByOneToOneGroupEndAtTheQuotaAndARoomThatIsGivenBackCounts() {
        StateFixture small = new StateFixture(3).withPeer();
        processes(5).forEach(pid -> small.state.receive(new PgMessage.Join(PEER, G, List.of(pid))));
        assertThat(small.members(G)).hasSize(3);

        small.state.receive(new PgMessage.Leave(PEER, processes(5), List.of(G)));
        small.state.receive(new PgMessage.Join(PEER, H, processes(2)));

        assertThat(small.members(H)).hasSize(2);
        assertThat(small.counters.joinsOverQuota()).isEqualTo(2);
    }

    @Test
    void aSyncInALoopKeepsWhatItSaysAndNoMore() {
        List<PgMessage.Entry> groups = List.of(new PgMessage.Entry(G, processes(10)));
        for (int i = 0; i < 1000; i++) {
            a.state.receive(new PgMessage.Sync(PEER, groups));
        }

        assertThat(a.members(G)).hasSize(10);
        assertThat(a.counters.refusals()).isZero();
    }

    @Test
    void aDiscoverInALoopDoesNotMakeUsSendAllMembersForEver() {
        long answers = 0;
        for (int i = 0; i < 1000; i++) {
            answers += a.state.receive(new PgMessage.Discover(PEER, 0)).size();
        }

        assertThat(answers).isLessThan(20);
        assertThat(a.counters.discoversOverLimit()).isEqualTo(1000 - answers);
    }

    @Test
    void membersOfAnotherNodeAreRefusedAndTheSendersOwnAreTaken() {
        Pid own = pid(B, 100);
        Pid ours = pid(A, 100);
        Pid thirds = pid(C, 100);
        Pid ofAnEarlierLife = new Pid(B, 101, 0, 6);

        a.state.receive(new PgMessage.Join(PEER, G, List.of(ours, own, thirds, ofAnEarlierLife)));

        assertThat(a.members(G)).containsExactly(own);
        assertThat(a.counters.foreignMembers()).isEqualTo(3);
    }

    @Test
    void theNameOfANodeThatIsNotConnectedIsNoPeerAndNothingIsSentToIt() {
        assertThat(a.state.receive(new PgMessage.Discover(pid(C, 1), 0))).isEmpty();
        assertThat(a.state.receive(new PgMessage.Sync(pid(C, 1), List.of()))).isEmpty();
        assertThat(a.counters.ofUnknownPeers()).isEqualTo(2);
    }

    @Test
    void ourOwnNameIsNoPeer() {
        Pid ours = pid(A, 100);
        a.state.join(G, List.of(ours));

        a.state.receive(new PgMessage.Sync(pid(A, 1), List.of()));
        a.state.receive(new PgMessage.Leave(pid(A, 1), List.of(ours), List.of(G)));

        assertThat(a.members(G)).containsExactly(ours);
        assertThat(a.counters.ofUnknownPeers()).isEqualTo(2);
    }

    @Test
    void aProcessThatIsReplacedAgainAndAgainLeavesNothingBehind() {
        for (int i = 2; i < 1000; i++) {
            a.state.receive(
                    new PgMessage.Sync(
                            pid(B, i), List.of(new PgMessage.Entry(G, List.of(pid(B, 100))))));
        }

        assertThat(a.members(G)).containsExactly(pid(B, 100));
    }
}
