package org.distributedactors.rpc;

import org.distributedactors.node.Node;
import org.distributedactors.node.SpawnRequestHandler.Function;
import org.distributedactors.node.SpawnRequestHandler.SpawnRefusedException;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// The called side of `erpc`, and of `rpc`, which is built on it since OTP 23.
///
/// A call arrives as a request to spawn `erpc:execute_call/4` with a monitor. The process runs the function and ends with
/// a reason that carries the result: `{Res, return, Value}`, `{Res, exit, Reason}` or `{Res, error, Reason, Stack}`.
public final class Erpc {

    private static final Atom RETURN = Atom.of("return");
    private static final Atom EXIT = Atom.of("exit");

    private Erpc() {}

    /// Lets other nodes call what the registry has.
    public static void install(Node node, FunctionRegistry registry) {
        node.handleSpawn(
                Function.of("erpc", "execute_call", 4),
                (peer, arguments, options) ->
                        node.spawn(
                                options,
                                new Caller(
                                        node,
                                        registry,
                                        peer,
                                        invocation(arguments, 1),
                                        arguments.get(0))));
        node.handleSpawn(
                Function.of("erpc", "execute_cast", 3),
                (peer, arguments, options) ->
                        node.spawn(
                                options,
                                new Caller(node, registry, peer, invocation(arguments, 0), null)));
    }

    private static Invocation invocation(ListTerm arguments, int first) {
        if (arguments.get(first) instanceof Atom module
                && arguments.get(first + 1) instanceof Atom function
                && arguments.get(first + 2) instanceof ListTerm values
                && values.isProper()) {
            return new Invocation(module, function, values);
        }
        throw new SpawnRefusedException(Atom.of("badarg"));
    }

    /// Runs one function and ends.
    private record Caller(
            Node node,
            FunctionRegistry registry,
            NodeName peer,
            Invocation call,
            @Nullable Term result)
            implements ProcessBehaviour {

        @Override
        public ExitReason start(Self self) {
            Invocation.Outcome outcome = call.run(registry, peer, node.refusals());
            return result == null ? ExitReason.NORMAL : new ExitReason(answer(result, outcome));
        }

        private static Term answer(Term result, Invocation.Outcome outcome) {
            return switch (outcome) {
                case Invocation.Outcome.Returned(Term value) -> Tuple.of(result, RETURN, value);
                case Invocation.Outcome.Exited(Term reason) -> Tuple.of(result, EXIT, reason);
                case Invocation.Outcome.Failed(Term reason, Term stack) ->
                        Tuple.of(result, Atom.ERROR, reason, stack);
            };
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            return null;
        }
    }
}
