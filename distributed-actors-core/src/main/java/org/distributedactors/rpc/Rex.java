package org.distributedactors.rpc;

import java.util.function.Consumer;
import org.distributedactors.node.Node;
import org.distributedactors.node.PeerMessage;
import org.distributedactors.node.TermCall;
import org.distributedactors.process.Destination;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// The server `rex`: what `rpc` was before OTP 23, and where nodes ask each other for features.
///
/// | Message | Answer |
/// |---|---|
/// | `{From, features_request}` | `{features_reply, Node, [erpc]}` |
/// | `$gen_call` of `{call, M, F, A, GL}` or `{block_call, M, F, A, GL}` | the result, or `{badrpc, {'EXIT', Reason}}` |
/// | `$gen_cast` of `{cast, M, F, A, GL}` | none |
/// | `{From, {call, M, F, A, GL}}` | `{rex, Result}` |
/// | `{From, {send, Name, Message}}`, `{From, {sbcast, Name, Message}}` | delivered; `{rex, …}` for `sbcast` |
///
/// A function runs in a process of its own, so that none keeps the others waiting.
public final class Rex implements ProcessBehaviour {

    /// The name it is registered under.
    public static final Atom NAME = Atom.of("rex");

    private static final Atom FEATURES_REQUEST = Atom.of("features_request");
    private static final Atom FEATURES_REPLY = Atom.of("features_reply");
    private static final Atom BADRPC = Atom.of("badrpc");
    private static final Atom EXIT = Atom.of("EXIT");
    private static final Atom CALL = Atom.of("call");
    private static final Atom BLOCK_CALL = Atom.of("block_call");
    private static final Atom CAST = Atom.of("cast");

    private final Node node;
    private final FunctionRegistry registry;

    public Rex(Node node, FunctionRegistry registry) {
        this.node = node;
        this.registry = registry;
    }

    @Override
    public @Nullable ExitReason start(Self self) {
        return null;
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) {
        if (message instanceof PeerMessage(Atom peer, Term content)) {
            receive(self, NodeName.of(peer.name()), content);
        } else if (message instanceof Term content) {
            receive(self, node.name(), content);
        }
        return null;
    }

    private void receive(Self self, NodeName peer, Term message) {
        TermCall call = TermCall.from(message);
        if (call != null) {
            answer(peer, call);
        } else if (message instanceof Tuple tuple && tuple.arity() == 2) {
            other(self, peer, tuple);
        }
    }

    private void answer(NodeName peer, TermCall call) {
        if (call.request() instanceof Tuple request && isFunction(request, CALL, BLOCK_CALL)) {
            run(peer, request, result -> call.reply(node, result));
        }
    }

    private void other(Self self, NodeName peer, Tuple message) {
        if (message.isTagged(TermCall.GEN_CAST, 2)) {
            if (message.get(1) instanceof Tuple request && isFunction(request, CAST, CAST)) {
                run(peer, request, result -> {});
            }
        } else if (message.get(0) instanceof Pid from) {
            if (message.get(1).equals(FEATURES_REQUEST)) {
                self.send(
                        from,
                        Tuple.of(FEATURES_REPLY, node.name().atom(), ListTerm.of(Atom.of("erpc"))));
            } else if (message.get(1) instanceof Tuple request) {
                fromCNode(self, peer, from, request);
            }
        }
    }

    private void fromCNode(Self self, NodeName peer, Pid from, Tuple request) {
        if (isFunction(request, CALL, BLOCK_CALL)) {
            run(peer, request, result -> node.send(from, Tuple.of(NAME, result)));
        } else if (request.isTagged(Atom.of("send"), 3) && request.get(1) instanceof Atom name) {
            self.send(Destination.of(name, node.name().atom()), Tuple.of(from, request.get(2)));
        } else if (request.isTagged(Atom.of("sbcast"), 3) && request.get(1) instanceof Atom name) {
            sbcast(self, from, name, request.get(2));
        }
    }

    private void sbcast(Self self, Pid from, Atom name, Term message) {
        Atom us = node.name().atom();
        if (node.whereis(name).isPresent()) {
            self.send(Destination.of(name, us), message);
            self.send(from, Tuple.of(NAME, us, us));
        } else {
            self.send(from, Tuple.of(NAME, us, Tuple.of(Atom.of("nonexisting_name"), name)));
        }
    }

    private static boolean isFunction(Tuple request, Atom tag, Atom otherTag) {
        return (request.isTagged(tag, 5) || request.isTagged(otherTag, 5))
                && request.get(1) instanceof Atom
                && request.get(2) instanceof Atom
                && request.get(3) instanceof ListTerm;
    }

    private void run(NodeName peer, Tuple request, Consumer<Term> answer) {
        Invocation call =
                new Invocation(
                        (Atom) request.get(1), (Atom) request.get(2), (ListTerm) request.get(3));
        node.spawn(SpawnOptions.DEFAULT, new Worker(node, registry, peer, call, answer));
    }

    /// Runs one function, gives the answer, ends.
    private record Worker(
            Node node,
            FunctionRegistry registry,
            NodeName peer,
            Invocation call,
            Consumer<Term> answer)
            implements ProcessBehaviour {

        @Override
        public ExitReason start(Self self) {
            answer.accept(
                    switch (call.run(registry, peer, node.refusals())) {
                        case Invocation.Outcome.Returned(Term value) -> value;
                        case Invocation.Outcome.Exited(Term reason) -> badrpc(reason);
                        case Invocation.Outcome.Failed(Term reason, Term stack) ->
                                badrpc(Tuple.of(reason, stack));
                    });
            return ExitReason.NORMAL;
        }

        private static Term badrpc(Term reason) {
            return Tuple.of(BADRPC, Tuple.of(EXIT, reason));
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            return null;
        }
    }
}
