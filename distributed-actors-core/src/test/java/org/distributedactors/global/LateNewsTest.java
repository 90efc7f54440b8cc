package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

/// Node `c` was lost a moment ago, and member `b` says that it joined.
class LateNewsTest {

    private static final Atom US = Atom.of("a@h");
    private static final Atom B = Atom.of("b@h");
    private static final Atom C = Atom.of("c@h");
    private static final Pid OWNER = new Pid(C, 9, 0, 1);
    private static final Term METHOD = ConflictMethod.RANDOM_EXIT_NAME.asFun();

    private final GlobalPids pids =
            new GlobalPids(new Pid(US, 1, 0, 1), new Pid(US, 2, 0, 1), new Pid(US, 3, 0, 1));
    private final GlobalState state =
            new GlobalState(pids, GlobalSettings.defaults(), _ -> true, new SplittableRandom(1));

    LateNewsTest() {
        join(B);
        join(C);
        assertThat(state.known()).containsExactly(B, C);
        state.nodeDown(C);
        state.receive(newNodes("counter"));
        assertThat(state.known()).containsExactly(B);
    }

    /// Everything it asks for is granted.
    private void join(Atom node) {
        List<GlobalEffect> effects = state.nodeUp(node);
        GlobalMessage.InitConnect ours = sent(GlobalMessage.InitConnect.class, node, effects);
        Pid locker = new Pid(node, 2, 0, 1);
        Term his = Atom.of("tag");
        state.receive(new GlobalMessage.InitConnect(8, his, node, locker));
        state.receive(new GlobalMessage.LockSet(locker, true, List.of(), ours.senderTag()));
        for (int call = 1; call < 60; call++) {
            state.receive(new GlobalMessage.Answer(call, Atom.TRUE));
        }
        state.receive(new GlobalMessage.Exchange(node, List.of(), ours.senderTag()));
        state.receive(
                new GlobalMessage.Resolved(
                        node, List.of(), List.of(), Atom.of("none"), ours.senderTag()));
        for (int call = 1; call < 90; call++) {
            state.receive(new GlobalMessage.Answer(call, Atom.TRUE));
        }
    }

    private static <M extends GlobalMessage> M sent(
            Class<M> kind, Atom to, List<GlobalEffect> effects) {
        return effects.stream()
                .filter(GlobalEffect.SendToServer.class::isInstance)
                .map(GlobalEffect.SendToServer.class::cast)
                .filter(send -> send.node().equals(to))
                .map(send -> GlobalCodec.read(send.message()))
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    private static GlobalMessage.NewNodes newNodes(String name) {
        NameOperation.Insert insert =
                new NameOperation.Insert(new GlobalName(Atom.of(name), OWNER, METHOD));
        return new GlobalMessage.NewNodes(
                B, List.of(insert), Atom.of("none"), List.of(new KnownNode(C, 8)), null);
    }

    @Test
    void theNodeIsTakenInWithItsNamesWhenItSaysSo() {
        state.nodeUp(C);
        state.receive(new GlobalMessage.InSync(C));
        assertThat(state.known()).containsExactly(B, C);
        assertThat(state.whereis(Atom.of("counter"))).isEqualTo(OWNER);
    }

    @Test
    void aNameThatWasFreedMeanwhileIsNotTakenIn() {
        Pid registrar = new Pid(B, 3, 0, 1);
        CallFrom b = new CallFrom(registrar, Atom.of("tag"));
        LockId lock = LockId.ofNames(registrar);
        state.receive(new GlobalMessage.Call(b, new GlobalRequest.SetLock(lock)));
        state.receive(new GlobalMessage.Call(b, new GlobalRequest.Unregister(Atom.of("counter"))));
        state.nodeUp(C);
        state.receive(new GlobalMessage.InSync(C));
        assertThat(state.whereis(Atom.of("counter"))).isNull();
    }

    @Test
    void noNameIsChangedUntilItIsClearWhoBelongsToThePartition() {
        Pid pid = new Pid(US, 20, 0, 1);
        List<GlobalEffect> effects =
                state.change(7, new NameChange.Register(new GlobalName(Atom.of("n"), pid, METHOD)));
        assertThat(calls(effects)).isEmpty();
        state.nodeUp(C);
        assertThat(calls(state.receive(new GlobalMessage.InSync(C))))
                .contains(new GlobalRequest.SetLock(LockId.ofNames(pids.registrar())));
    }

    private static List<GlobalRequest> calls(List<GlobalEffect> effects) {
        return effects.stream()
                .filter(GlobalEffect.SendToServer.class::isInstance)
                .map(effect -> GlobalCodec.read(((GlobalEffect.SendToServer) effect).message()))
                .filter(GlobalMessage.Call.class::isInstance)
                .map(message -> ((GlobalMessage.Call) message).request())
                .toList();
    }

    @Test
    void theOthersHearWhenTheNodeCannotBeReached() {
        List<GlobalEffect> effects = state.connectFailed(C);
        assertThat(sent(GlobalMessage.LostConnection.class, B, effects).lost()).isEqualTo(C);
    }

    @Test
    void namesOfTheNewsAreNotForgottenWhenTheNodeIsMetThroughOthersAfterAll() {
        state.nodeUp(C);
        state.receive(new GlobalMessage.InitConnect(8, Atom.of("tag"), C, new Pid(C, 2, 0, 1)));
        GlobalMessage.NewNodes again =
                new GlobalMessage.NewNodes(
                        B, List.of(), Atom.of("none"), List.of(new KnownNode(C, 8)), null);
        state.receive(again);
        assertThat(state.known()).containsExactly(B, C);
        assertThat(state.whereis(Atom.of("counter"))).isEqualTo(OWNER);
    }

    @Test
    void nobodyWaitsForANodeThatIsLeftWhileItIsBeingConnected() {
        Atom far = Atom.of("d@h");
        state.receive(
                new GlobalMessage.NewNodes(
                        B, List.of(), Atom.of("none"), List.of(new KnownNode(far, 8)), null));
        state.receive(new GlobalMessage.InitConnect(8, Atom.of("tag"), C, new Pid(C, 2, 0, 1)));
        Pid pid = new Pid(US, 20, 0, 1);
        state.change(7, new NameChange.Register(new GlobalName(Atom.of("n"), pid, METHOD)));
        assertThat(state.awaited()).contains(far);
        state.receive(new GlobalMessage.LostConnection(B, BigInteger.ONE, BigInteger.ONE, far));
        assertThat(state.awaited()).doesNotContain(far);
    }

    @Test
    void whoDoesNotPartWhenAskedToIsLeft() {
        state.nodeUp(C);
        state.receive(new GlobalMessage.InSync(C));
        List<GlobalEffect> effects =
                state.receive(
                        new GlobalMessage.LostConnection(B, BigInteger.ONE, BigInteger.ONE, C));
        assertThat(sent(GlobalMessage.RemoveConnection.class, C, effects)).isNotNull();
        GlobalTimer.StillConnected timer =
                effects.stream()
                        .filter(GlobalEffect.StartTimer.class::isInstance)
                        .map(effect -> ((GlobalEffect.StartTimer) effect).timer())
                        .filter(GlobalTimer.StillConnected.class::isInstance)
                        .map(GlobalTimer.StillConnected.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(state.timer(timer)).contains(new GlobalEffect.Disconnect(C));
    }
}
