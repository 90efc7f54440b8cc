package org.distributedactors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.distributedactors.process.RecordedSignals;
import org.distributedactors.process.TestRuntime;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;

/// What an Erlang node may ask a supervisor, in the terms in which it comes and goes.
class SupervisorQueriesTest extends SupervisorFixture {

    private static final Pid CALLER = TestRuntime.remotePid(11);
    private static final Reference ALIAS = Reference.of(TestRuntime.OTHER_NODE, 3, 1, 2, 3);
    private static final Term TAG = ListTerm.withTail(new Term[] {Atom.of("alias")}, ALIAS);

    private final RecordedSignals wire = new RecordedSignals();

    private Term ask(ServerRef<SupervisorMessage> supervisor, Term request) throws Exception {
        runtime.attach(wire);
        Pid pid = supervisor.whereis().orElseThrow();
        runtime.incoming()
                .message(pid, Tuple.of(Atom.of("$gen_call"), Tuple.of(CALLER, TAG), request));
        List<Object> answer = wire.next();
        assertThat(answer.subList(0, 3)).isEqualTo(List.of("sendAlias", pid, ALIAS));
        GenReply reply = (GenReply) answer.get(3);
        assertThat(reply.tag()).isEqualTo(TAG);
        return (Term) reply.reply();
    }

    private static Pid childPid(ServerRef<SupervisorMessage> supervisor, String id) {
        return children(supervisor).stream()
                .filter(child -> child.id().equals(id))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private static Term entry(String id, Term where, String type) {
        return Tuple.of(Binary.utf8(id), where, Atom.of(type), Atom.of("dynamic"));
    }

    private static Term count(String what, int number) {
        return Tuple.of(Atom.of(what), IntegerTerm.of(number));
    }

    @Test
    void whichChildrenListsThemInOtpsForm() throws Exception {
        ServerRef<SupervisorMessage> supervisor =
                start(child("a"), child("b"), ChildSpec.supervisor("c", SupervisorSpec.of()));
        supervisor.call(new SupervisorMessage.TerminateChild("b"));

        assertThat(ask(supervisor, Atom.of("which_children")))
                .isEqualTo(
                        ListTerm.of(
                                entry("a", pid("a"), "worker"),
                                entry("b", Atom.UNDEFINED, "worker"),
                                entry("c", childPid(supervisor, "c"), "supervisor")));
    }

    @Test
    void countChildrenTellsSpecsActiveSupervisorsAndWorkers() throws Exception {
        ServerRef<SupervisorMessage> supervisor =
                start(child("a"), child("b"), ChildSpec.supervisor("c", SupervisorSpec.of()));
        supervisor.call(new SupervisorMessage.TerminateChild("b"));

        assertThat(ask(supervisor, Atom.of("count_children")))
                .isEqualTo(
                        ListTerm.of(
                                count("specs", 3),
                                count("active", 2),
                                count("supervisors", 1),
                                count("workers", 2)));
    }

    @Test
    void whateverElseIsCalledIsNotSupported() throws Exception {
        Term request = Tuple.of(Atom.of("terminate_child"), Binary.utf8("a"));

        assertThat(ask(start(child("a")), request))
                .isEqualTo(Tuple.of(Atom.ERROR, Atom.of("not_supported")));
    }
}
