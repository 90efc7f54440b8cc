package org.distributedactors.rpc;

import java.util.List;
import org.distributedactors.node.Refusal;
import org.distributedactors.node.Refusals;
import org.distributedactors.node.SpawnRequestHandler.Function;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessExit;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ExternalFun;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// One call of an exposed function, and how it ended.
record Invocation(Atom module, Atom function, ListTerm arguments) {

    private static final Atom ERLANG = Atom.of("erlang");
    private static final Atom APPLY = Atom.of("apply");
    private static final Atom UNDEF = Atom.of("undef");

    /// How a call ended.
    sealed interface Outcome {

        record Returned(Term value) implements Outcome {}

        record Exited(Term reason) implements Outcome {}

        record Failed(Term reason, Term stack) implements Outcome {}
    }

    /// Runs the function. `erlang:apply` is seen through, because that is how a remote fun arrives.
    ///
    /// @param peer who asks
    Outcome run(FunctionRegistry registry, NodeName peer, Refusals refusals) {
        Invocation target = unwrapped();
        Function called = new Function(target.module, target.function, target.arguments.size());
        ExposedFunction body = registry.find(peer, called);
        if (body == null) {
            refusals.refused(new Refusal(peer, Refusal.Kind.FUNCTION, called.toString(), UNDEF));
            return target.undefined();
        }
        try {
            List<Term> values = target.arguments.elements();
            return new Outcome.Returned(body.apply(values));
        } catch (RpcException refused) {
            return refused.kind() == RpcException.Kind.EXIT
                    ? new Outcome.Exited(refused.reason())
                    : new Outcome.Failed(refused.reason(), refused.stack());
        } catch (ProcessExit exit) {
            return new Outcome.Exited(exit.reason().term());
        } catch (Exception failure) {
            return failed(ExitReason.of(failure).term());
        }
    }

    private static Outcome failed(Term reasonAndStack) {
        return reasonAndStack instanceof Tuple tuple && tuple.arity() == 2
                ? new Outcome.Failed(tuple.get(0), tuple.get(1))
                : new Outcome.Failed(reasonAndStack, ListTerm.EMPTY);
    }

    private Outcome undefined() {
        Tuple call = Tuple.of(module, function, arguments, ListTerm.EMPTY);
        return new Outcome.Failed(UNDEF, ListTerm.of(call));
    }

    private Invocation unwrapped() {
        boolean apply = module.equals(ERLANG) && function.equals(APPLY);
        if (apply
                && arguments.size() == 2
                && isFun(arguments.get(0))
                && arguments.get(1) instanceof ListTerm list) {
            ExternalFun fun = (ExternalFun) arguments.get(0);
            return new Invocation(fun.module(), fun.function(), list);
        }
        if (apply
                && arguments.size() == 3
                && arguments.get(0) instanceof Atom otherModule
                && arguments.get(1) instanceof Atom otherFunction
                && arguments.get(2) instanceof ListTerm list) {
            return new Invocation(otherModule, otherFunction, list);
        }
        return this;
    }

    private static boolean isFun(Term term) {
        return term instanceof ExternalFun;
    }
}
