package org.distributedactors.behaviour;

import java.util.Collection;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// The questions an Erlang node asks a supervisor, as with `supervisor:which_children({Name, Node})`. Only what changes
/// nothing is answered, in OTP's forms; ids are binaries. Any other call gets `{error, not_supported}`, so that nobody
/// waits in vain.
///
/// | Call             | Answer                                                                                  |
/// |------------------|-----------------------------------------------------------------------------------------|
/// | `which_children` | `[{Id, Pid \| undefined \| restarting, worker \| supervisor, dynamic}]`, first started first |
/// | `count_children` | `[{specs, N}, {active, N}, {supervisors, N}, {workers, N}]`                             |
final class SupervisorQueries {

    private static final Atom GEN_CALL = Atom.of("$gen_call");
    private static final Atom WHICH_CHILDREN = Atom.of("which_children");
    private static final Atom COUNT_CHILDREN = Atom.of("count_children");
    private static final Atom RESTARTING = Atom.of("restarting");
    private static final Atom SUPERVISOR = Atom.of("supervisor");
    private static final Atom WORKER = Atom.of("worker");
    private static final Atom DYNAMIC = Atom.of("dynamic");
    private static final Term NOT_SUPPORTED = Tuple.of(Atom.ERROR, Atom.of("not_supported"));

    private SupervisorQueries() {}

    /// Answers a message of another node, if it is a call.
    static void answer(Tuple message, SupervisorState state, ProcessRuntime runtime) {
        if (message.arity() == 3
                && message.get(0).equals(GEN_CALL)
                && message.get(1) instanceof Tuple caller
                && caller.arity() == 2
                && caller.get(0) instanceof Pid pid) {
            From<Term> from = From.of(pid, caller.get(1));
            from.via(runtime).reply(answerTo(message.get(2), state.children().all()));
        }
    }

    private static Term answerTo(Term request, Collection<Child> children) {
        if (request.equals(WHICH_CHILDREN)) {
            return ListTerm.of(children.stream().map(SupervisorQueries::child).toList());
        }
        return request.equals(COUNT_CHILDREN) ? counts(children) : NOT_SUPPORTED;
    }

    private static Term child(Child child) {
        Atom type = child.supervisor ? SUPERVISOR : WORKER;
        return Tuple.of(Binary.utf8(child.spec.id()), where(child), type, DYNAMIC);
    }

    private static Term where(Child child) {
        Pid pid = child.pid;
        if (pid != null) {
            return pid;
        }
        return child.state == Child.State.STOPPED ? Atom.UNDEFINED : RESTARTING;
    }

    private static Term counts(Collection<Child> children) {
        int active = 0;
        int supervisors = 0;
        for (Child child : children) {
            active += child.pid == null ? 0 : 1;
            supervisors += child.supervisor ? 1 : 0;
        }
        return ListTerm.of(
                count("specs", children.size()),
                count("active", active),
                count("supervisors", supervisors),
                count("workers", children.size() - supervisors));
    }

    private static Term count(String what, int number) {
        return Tuple.of(Atom.of(what), IntegerTerm.of(number));
    }
}
