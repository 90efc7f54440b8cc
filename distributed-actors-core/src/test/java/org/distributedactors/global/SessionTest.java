package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.global.StateFixture.HIM;
import static org.distributedactors.global.StateFixture.HIS_LOCKER;
import static org.distributedactors.global.StateFixture.US;
import static org.distributedactors.global.StateFixture.only;
import static org.distributedactors.global.StateFixture.sentToHim;

import java.util.List;
import org.distributedactors.global.GlobalMessage.CancelConnect;
import org.distributedactors.global.GlobalMessage.Exchange;
import org.distributedactors.global.GlobalMessage.InSync;
import org.distributedactors.global.GlobalMessage.InitConnect;
import org.distributedactors.global.GlobalMessage.InitConnectAck;
import org.distributedactors.global.GlobalMessage.LockSet;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static final Term HIS_TAG = IntegerTerm.of(-77);

    private final StateFixture node = new StateFixture();

    private static InitConnect hisOffer(Term tag) {
        return new InitConnect(8, tag, HIM, HIS_LOCKER);
    }

    private Term up() {
        return only(InitConnect.class, node.state.nodeUp(HIM)).senderTag();
    }

    @Test
    void aConnectedNodeIsOfferedASessionAtOnce() {
        InitConnect offer = only(InitConnect.class, node.state.nodeUp(HIM));
        assertThat(offer.node()).isEqualTo(US);
        assertThat(offer.version()).isEqualTo(8);
        assertThat(offer.locker()).isEqualTo(node.pids.locker());
    }

    @Test
    void hisOfferIsAcknowledgedWithBothTags() {
        Term ourTag = up();
        List<GlobalEffect> effects = node.state.receive(hisOffer(HIS_TAG));
        assertThat(only(InitConnectAck.class, effects))
                .isEqualTo(new InitConnectAck(US, HIS_TAG, ourTag));
    }

    @Test
    void theLockIsWantedAtOnceWithoutWaiting() {
        up();
        List<GlobalEffect> effects = node.state.receive(hisOffer(HIS_TAG));
        GlobalMessage.Call call = only(GlobalMessage.Call.class, effects);
        LockId id = LockId.ofJoin(node.pids.locker(), HIS_LOCKER);
        assertThat(call.request()).isEqualTo(new GlobalRequest.SetLock(id));
        assertThat(call.from().pid()).isEqualTo(node.pids.locker());
    }

    @Test
    void anOfferThatComesBeforeTheNodeIsUpIsKept() {
        assertThat(node.state.receive(hisOffer(HIS_TAG))).isEmpty();
        only(InitConnectAck.class, node.state.nodeUp(HIM));
    }

    @Test
    void aSecondOfferCancelsBothAttemptsAndBeginsAnew() {
        Term ourTag = up();
        node.state.receive(hisOffer(HIS_TAG));
        List<GlobalEffect> effects = node.state.receive(hisOffer(IntegerTerm.of(78)));
        assertThat(sentToHim(effects))
                .contains(new CancelConnect(US, IntegerTerm.of(78)))
                .contains(new CancelConnect(US, HIS_TAG));
        assertThat(only(InitConnect.class, effects).senderTag()).isNotEqualTo(ourTag);
    }

    @Test
    void anAcknowledgementOfOtherTagsBeginsAnew() {
        up();
        node.state.receive(hisOffer(HIS_TAG));
        List<GlobalEffect> effects =
                node.state.receive(new InitConnectAck(HIM, IntegerTerm.of(0), HIS_TAG));
        assertThat(sentToHim(effects)).contains(new CancelConnect(US, HIS_TAG));
        only(InitConnect.class, effects);
    }

    @Test
    void aCancelledAttemptBeginsAnew() {
        Term ourTag = up();
        node.state.receive(hisOffer(HIS_TAG));
        only(InitConnect.class, node.state.receive(new CancelConnect(HIM, ourTag)));
    }

    @Test
    void messagesOfAnAttemptThatIsOverAreIgnored() {
        up();
        node.state.receive(hisOffer(HIS_TAG));
        Term stale = IntegerTerm.of(123_456_789);
        assertThat(node.state.receive(new CancelConnect(HIM, stale))).isEmpty();
        assertThat(node.state.receive(new LockSet(HIS_LOCKER, true, List.of(), stale))).isEmpty();
        assertThat(node.state.receive(new Exchange(HIM, List.of(), stale))).isEmpty();
    }

    @Test
    void inSyncDropsTheSession() {
        Term ourTag = up();
        node.state.receive(hisOffer(HIS_TAG));
        node.state.receive(new InSync(HIM));
        assertThat(node.state.receive(new CancelConnect(HIM, ourTag))).isEmpty();
    }

    @Test
    void aLockerThatWeHaveNoSessionWithIsRefusedDirectly() {
        List<GlobalEffect> effects =
                node.state.receive(new LockSet(HIS_LOCKER, true, List.of(), null));
        assertThat(effects)
                .singleElement()
                .isInstanceOfSatisfying(
                        GlobalEffect.Send.class,
                        send -> {
                            assertThat(send.to()).isEqualTo(HIS_LOCKER);
                            assertThat(GlobalCodec.read(send.message()))
                                    .isEqualTo(
                                            new LockSet(
                                                    node.pids.locker(), false, List.of(), null));
                        });
    }

    @Test
    void releasesThatSpeakAnOlderVersionAreLeftAlone() {
        up();
        assertThat(node.state.receive(new InitConnect(7, HIS_TAG, HIM, HIS_LOCKER))).isEmpty();
    }

    @Test
    void withoutConnectAllNoSessionIsOpened() {
        GlobalSettings defaults = GlobalSettings.defaults();
        StateFixture apart =
                new StateFixture(
                        new GlobalSettings(
                                false,
                                true,
                                defaults.names(),
                                defaults.locks(),
                                defaults.requests()));
        assertThat(apart.state.nodeUp(HIM)).isEmpty();
    }
}
