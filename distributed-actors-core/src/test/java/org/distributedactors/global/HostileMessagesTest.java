package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.global.StateFixture.CALLER;
import static org.distributedactors.global.StateFixture.HIM;
import static org.distributedactors.global.StateFixture.US;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;

/// Messages of `global` that no name server sends: each is refused with one exception or answered, and changes nothing.
class HostileMessagesTest {

    private static final Term METHOD = ConflictMethod.RANDOM_EXIT_NAME.asFun();
    private static final Term TAG = IntegerTerm.of(1);
    private static final Term NAME = Atom.of("n");

    private final StateFixture node = new StateFixture();

    private static Tuple call(Term request) {
        return Tuple.of(Atom.of("$gen_call"), Tuple.of(CALLER, TAG), request);
    }

    private static Tuple cast(Term... elements) {
        return Tuple.of(Atom.of("$gen_cast"), Tuple.of(elements));
    }

    private static List<Tuple> messages() {
        Term locker =
                Tuple.of(Atom.of("locker"), Atom.of("no_longer_a_pid"), MapTerm.EMPTY, CALLER);
        return List.of(
                cast(Atom.of("init_connect"), Tuple.of(IntegerTerm.of(8), TAG), HIM, locker),
                cast(Atom.of("lock_set"), CALLER, Atom.TRUE, ListTerm.EMPTY, TAG),
                cast(Atom.of("exchange"), HIM, ListTerm.EMPTY, ListTerm.EMPTY, TAG),
                cast(
                        Atom.of("resolved"),
                        HIM,
                        ListTerm.EMPTY,
                        ListTerm.EMPTY,
                        Atom.of("unused"),
                        ListTerm.EMPTY,
                        TAG),
                cast(
                        Atom.of("new_nodes"),
                        HIM,
                        ListTerm.EMPTY,
                        ListTerm.EMPTY,
                        ListTerm.EMPTY,
                        ListTerm.EMPTY),
                cast(Atom.of("in_sync"), HIM, Atom.TRUE),
                Tuple.of(Atom.of("init_connect_ack"), HIM, TAG, TAG),
                Tuple.of(Atom.of("cancel_connect"), HIM, TAG),
                Tuple.of(Atom.of("lost_connection"), HIM, TAG, TAG, HIM),
                Tuple.of(Atom.of("remove_connection"), HIM),
                Tuple.of(Atom.of("whereis"), NAME, Tuple.of(CALLER, TAG)),
                Tuple.of(Atom.of("prepare_shutdown"), CALLER, TAG),
                call(Tuple.of(Atom.of("set_lock"), Tuple.of(NAME, CALLER))),
                call(Tuple.of(Atom.of("del_lock"), Tuple.of(NAME, CALLER))),
                call(Tuple.of(Atom.of("register"), NAME, CALLER, METHOD)),
                call(Tuple.of(Atom.of("unregister"), NAME)));
    }

    @Test
    void tuplesWithAnElementTooFewAreNotUnderstood() {
        for (Tuple message : messages()) {
            for (Tuple shorter : shorter(message)) {
                isHarmless(shorter);
            }
        }
    }

    @Test
    void elementsOfAnotherKindAreNotUnderstood() {
        for (Tuple message : messages()) {
            for (Term other : List.of(NAME, IntegerTerm.of(-1), ListTerm.EMPTY, Tuple.of())) {
                for (int i = 0; i < message.arity(); i++) {
                    isHarmless(with(message, i, other));
                    if (message.get(i) instanceof Tuple inner) {
                        for (int j = 1; j < inner.arity(); j++) {
                            isHarmless(with(message, i, with(inner, j, other)));
                        }
                    }
                }
            }
        }
    }

    private static List<Tuple> shorter(Tuple message) {
        List<Tuple> all = new ArrayList<>();
        all.add(without(message, message.arity() - 1));
        for (int i = 0; i < message.arity(); i++) {
            if (message.get(i) instanceof Tuple inner && inner.arity() > 1) {
                all.add(with(message, i, without(inner, inner.arity() - 1)));
            }
        }
        return all;
    }

    private static Tuple without(Tuple tuple, int index) {
        List<Term> elements = new ArrayList<>(tuple.elements());
        elements.remove(index);
        return Tuple.of(elements.toArray(Term[]::new));
    }

    private static Tuple with(Tuple tuple, int index, Term element) {
        List<Term> elements = new ArrayList<>(tuple.elements());
        elements.set(index, element);
        return Tuple.of(elements.toArray(Term[]::new));
    }

    /// Whatever else may change, no name of somebody is taken and no node becomes a member.
    private void isHarmless(Tuple message) {
        try {
            node.receive(message);
        } catch (MalformedGlobalMessageException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        assertThat(node.state.known()).as(message.toString()).isEmpty();
    }

    @Test
    void aNameForAProcessOfANodeThatCannotBeReachedIsFreedAgain() {
        Pid ghost = new Pid(Atom.of("gone@h"), 7, 0, 1);
        Tuple lock = Tuple.of(GlobalAtoms.GLOBAL, Atom.of("requester"));
        node.receive(call(Tuple.of(Atom.of("set_lock"), lock)));
        List<GlobalEffect> effects =
                node.receive(call(Tuple.of(Atom.of("register"), NAME, ghost, METHOD)));
        long monitor =
                effects.stream()
                        .filter(GlobalEffect.Monitor.class::isInstance)
                        .map(GlobalEffect.Monitor.class::cast)
                        .filter(watched -> watched.target().equals(ghost))
                        .findFirst()
                        .orElseThrow()
                        .monitor();
        assertThat(node.state.whereis(NAME)).isEqualTo(ghost);
        node.state.down(monitor, ghost, true);
        assertThat(node.state.whereis(NAME)).isNull();
    }

    @Test
    void aNameForADeadProcessOfOurOwnIsNobodys() {
        StateFixture all = new StateFixture();
        GlobalState state =
                new GlobalState(
                        all.pids, GlobalSettings.defaults(), pid -> false, new SplittableRandom(1));
        Pid dead = new Pid(US, 70, 0, 1);
        Tuple lock = Tuple.of(GlobalAtoms.GLOBAL, Atom.of("requester"));
        state.receive(GlobalCodec.read(call(Tuple.of(Atom.of("set_lock"), lock))));
        state.receive(GlobalCodec.read(call(Tuple.of(Atom.of("register"), NAME, dead, METHOD))));
        assertThat(state.whereis(NAME)).isNull();
    }

    @Test
    void aRegistrarThatIsNoMemberIsRefusedTheLockOnNames() {
        node.state.nodeUp(HIM);
        Term lock = Tuple.of(Atom.of("set_lock"), Tuple.of(Atom.of("global"), CALLER));
        assertThat(StateFixture.answers(node.receive(call(lock))))
                .containsExactly(Tuple.of(TAG, Atom.FALSE));
    }
}
