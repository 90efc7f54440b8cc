package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.global.StateFixture.CALLER;
import static org.distributedactors.global.StateFixture.HIM;
import static org.distributedactors.global.StateFixture.answers;

import java.util.List;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;

/// Every request is answered at once: each node of a cluster waits for each other for each change.
class RequestsTest {

    private static final Term TAG = Reference.of(HIM, 1, 1, 2, 3);
    private static final Pid OTHER = new Pid(HIM, 10, 0, 1);

    private final StateFixture node = new StateFixture();

    private Term answerTo(Term request) {
        return answerTo(CALLER, request);
    }

    private Term answerTo(Pid caller, Term request) {
        Term call = Tuple.of(Atom.of("$gen_call"), Tuple.of(caller, TAG), request);
        return node.receive(call).stream()
                .filter(GlobalEffect.Send.class::isInstance)
                .map(GlobalEffect.Send.class::cast)
                .map(GlobalEffect.Send::message)
                .map(answer -> ((Tuple) answer).get(1))
                .findFirst()
                .orElseThrow();
    }

    private static Term lock(String kind, Term requester) {
        return Tuple.of(Atom.of(kind), Tuple.of(Atom.of("global"), ListTerm.of(requester)));
    }

    private static Term register(String name, Pid pid) {
        Term method = ConflictMethod.RANDOM_EXIT_NAME.asFun();
        return Tuple.of(Atom.of("register"), Atom.of(name), pid, method);
    }

    @Test
    void aLockIsGrantedToEqualRequestersOnly() {
        assertThat(answerTo(lock("set_lock", Atom.of("r")))).isEqualTo(Atom.TRUE);
        assertThat(answerTo(OTHER, lock("set_lock", Atom.of("r")))).isEqualTo(Atom.TRUE);
        assertThat(answerTo(OTHER, lock("set_lock", Atom.of("s")))).isEqualTo(Atom.FALSE);
    }

    @Test
    void aLockIsFreeWhenItsLastHolderReleasedIt() {
        answerTo(lock("set_lock", Atom.of("r")));
        answerTo(OTHER, lock("set_lock", Atom.of("r")));
        assertThat(answerTo(lock("del_lock", Atom.of("r")))).isEqualTo(Atom.TRUE);
        assertThat(answerTo(lock("set_lock", Atom.of("s")))).isEqualTo(Atom.FALSE);
        assertThat(answerTo(OTHER, lock("del_lock", Atom.of("r")))).isEqualTo(Atom.TRUE);
        assertThat(answerTo(lock("set_lock", Atom.of("s")))).isEqualTo(Atom.TRUE);
    }

    @Test
    void theHolderOfALockIsMonitored() {
        Term call =
                Tuple.of(
                        Atom.of("$gen_call"),
                        Tuple.of(CALLER, TAG),
                        lock("set_lock", Atom.of("r")));
        assertThat(node.receive(call))
                .anySatisfy(effect ->
                        assertThat(effect)
                                .isInstanceOfSatisfying(
                                        GlobalEffect.Monitor.class,
                                        m -> assertThat(m.target()).isEqualTo(CALLER)));
    }

    @Test
    void aRegistrationUnderTheLockIsStored() {
        answerTo(lock("set_lock", CALLER));
        assertThat(answerTo(register("n", OTHER))).isEqualTo(Atom.of("yes"));
        assertThat(node.state.whereis(Atom.of("n"))).isEqualTo(OTHER);
        assertThat(answerTo(Tuple.of(Atom.of("unregister"), Atom.of("n")))).isEqualTo(Atom.OK);
        assertThat(node.state.whereis(Atom.of("n"))).isNull();
    }

    @Test
    void aRegistrationWhileAnotherHasTheLockIsNotStored() {
        answerTo(OTHER, lock("set_lock", OTHER));
        assertThat(answerTo(register("n", CALLER))).isEqualTo(Atom.of("yes"));
        assertThat(node.state.whereis(Atom.of("n"))).isNull();
    }

    @Test
    void aRegistrationWhoseLockWentWithItsHolderIsNotStored() {
        node.state.nodeUp(HIM);
        answerTo(lock("set_lock", CALLER));
        node.state.nodeDown(HIM);
        node.state.nodeUp(HIM);
        assertThat(answerTo(register("n", CALLER))).isEqualTo(Atom.of("yes"));
        assertThat(node.state.whereis(Atom.of("n"))).isNull();
    }

    @Test
    void aNameOfANodeWithoutNameServerIsStoredToo() {
        Term request =
                Tuple.of(
                        Atom.of("register_ext"),
                        Atom.of("n"),
                        OTHER,
                        ConflictMethod.RANDOM_EXIT_NAME.asFun(),
                        HIM);
        answerTo(lock("set_lock", Atom.of("r")));
        assertThat(answerTo(request)).isEqualTo(Atom.of("yes"));
        assertThat(node.state.whereis(Atom.of("n"))).isEqualTo(OTHER);
    }

    @Test
    void aChangeWithoutTheLockIsNotMade() {
        assertThat(answerTo(register("n", CALLER))).isEqualTo(Atom.of("yes"));
        assertThat(node.state.whereis(Atom.of("n"))).isNull();
    }

    @Test
    void questionsAreAnswered() {
        assertThat(answerTo(Atom.of("get_known"))).isEqualTo(ListTerm.EMPTY);
        assertThat(answerTo(Atom.of("get_synced"))).isEqualTo(ListTerm.EMPTY);
        assertThat(answerTo(Atom.of("get_names_ext"))).isEqualTo(ListTerm.EMPTY);
        assertThat(answerTo(Atom.of("get_protocol_version"))).isEqualTo(IntegerTerm.of(8));
        assertThat(answerTo(Tuple.of(Atom.of("sync"), ListTerm.EMPTY))).isEqualTo(Atom.OK);
    }

    @Test
    void whatIsNotUnderstoodIsAnsweredToo() {
        Term refused = Tuple.of(Atom.ERROR, Atom.of("unknown_call"));
        assertThat(answerTo(Atom.of("dance"))).isEqualTo(refused);
        assertThat(answerTo(Tuple.of(Atom.of("set_lock"), Atom.of("no tuple")))).isEqualTo(refused);
        assertThat(answerTo(IntegerTerm.of(1))).isEqualTo(refused);
    }

    @Test
    void aQuestionForANameWaitsWhileNamesAreLocked() {
        Term question = Tuple.of(Atom.of("whereis"), Atom.of("n"), Tuple.of(CALLER, TAG));
        assertThat(answers(node.receive(question))).containsExactly(Tuple.of(TAG, Atom.UNDEFINED));
        answerTo(OTHER, lock("set_lock", OTHER));
        assertThat(answers(node.receive(question))).isEmpty();
        Term free = Tuple.of(Atom.of("$gen_call"), Tuple.of(OTHER, TAG), lock("del_lock", OTHER));
        assertThat(answers(node.receive(free))).containsExactly(Tuple.of(TAG, Atom.UNDEFINED));
    }

    @Test
    void shutdownIsConfirmed() {
        Term prepare = Tuple.of(Atom.of("prepare_shutdown"), CALLER, TAG);
        assertThat(answers(node.receive(prepare))).isEqualTo(List.of(Tuple.of(TAG, Atom.OK)));
    }
}
