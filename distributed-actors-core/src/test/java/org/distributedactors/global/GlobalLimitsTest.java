package org.distributedactors.global;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.global.StateFixture.CALLER;

import java.util.List;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;

class GlobalLimitsTest {

    private final StateFixture node = new StateFixture(new GlobalSettings(true, true, 10, 5, 3));

    private List<GlobalEffect> call(Term request) {
        return node.receive(
                Tuple.of(Atom.of("$gen_call"), Tuple.of(CALLER, IntegerTerm.of(1)), request));
    }

    @Test
    void aFloodOfNamesIsNotStored() {
        call(Tuple.of(Atom.of("set_lock"), Tuple.of(GlobalAtoms.GLOBAL, Atom.of("requester"))));
        for (int i = 0; i < 100; i++) {
            Pid pid = new Pid(CALLER.node(), 1_000 + i, 0, 1);
            Term method = ConflictMethod.RANDOM_EXIT_NAME.asFun();
            call(Tuple.of(Atom.of("register"), IntegerTerm.of(i), pid, method));
        }
        assertThat(node.state.names()).hasSize(10);
    }

    @Test
    void aFloodOfLocksIsRefused() {
        for (int i = 0; i < 100; i++) {
            call(Tuple.of(Atom.of("set_lock"), Tuple.of(IntegerTerm.of(i), CALLER)));
        }
        List<GlobalEffect> effects =
                call(Tuple.of(Atom.of("set_lock"), Tuple.of(Atom.of("one more"), CALLER)));
        assertThat(StateFixture.answers(effects))
                .containsExactly(Tuple.of(IntegerTerm.of(1), Atom.FALSE));
    }

    @Test
    void aFloodOfCallersThatWaitForASyncIsAnsweredAtOnce() {
        Term sync = Tuple.of(Atom.of("sync"), ListTerm.of(Atom.of("nowhere@h")));
        for (int i = 0; i < 3; i++) {
            assertThat(StateFixture.answers(call(sync))).isEmpty();
        }
        assertThat(StateFixture.answers(call(sync))).hasSize(1);
    }

    @Test
    void moreRegistrationsThanMayWaitAreGivenUpAtOnce() {
        Pid holder = new Pid(CALLER.node(), 77, 0, 1);
        call(Tuple.of(Atom.of("set_lock"), Tuple.of(Atom.of("global"), ListTerm.of(holder))));
        for (int request = 1; request <= 3; request++) {
            node.state.change(request, new NameChange.Unregister(Atom.of("n")));
        }
        assertThat(node.state.change(4, new NameChange.Unregister(Atom.of("n"))))
                .containsExactly(new GlobalEffect.Complete(4, Outcome.ABANDONED));
    }
}
