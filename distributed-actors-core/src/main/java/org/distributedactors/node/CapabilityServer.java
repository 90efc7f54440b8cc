package org.distributedactors.node;

import org.distributedactors.behaviour.From;
import org.distributedactors.behaviour.GenCall;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// The process `distributed_actors`: hears what peers offer, and answers what they ask. What it does not understand it
/// drops.
final class CapabilityServer implements ProcessBehaviour {

    private static final Term NOT_OFFERED = Tuple.of(Atom.ERROR, Atom.of("not_offered"));
    private static final Term BAD_REQUEST = Tuple.of(Atom.ERROR, Atom.of("bad_request"));

    private final Node node;
    private final Capabilities capabilities;

    CapabilityServer(Node node, Capabilities capabilities) {
        this.node = node;
        this.capabilities = capabilities;
    }

    @Override
    public @Nullable ExitReason start(Self self) {
        return null;
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) {
        switch (message) {
            case PeerMessage(Atom peer, Term content) ->
                    received(NodeName.of(peer.name()), content);
            case GenCall(From<?> from, Term request) -> replyHere(from, request);
            default -> {}
        }
        return null;
    }

    private void received(NodeName peer, Term content) {
        PeerCapabilities announced = PeerCapabilities.from(content);
        TermCall call = TermCall.from(content);
        if (announced != null) {
            capabilities.said(peer, announced);
        } else if (call != null) {
            call.reply(node, answer(peer, call.request()));
        }
    }

    @SuppressWarnings("unchecked") // who asks here takes any term
    private void replyHere(From<?> from, Term request) {
        ((From<Object>) from).reply(answer(node.name(), request));
    }

    private Term answer(NodeName peer, Term request) {
        if (!(request instanceof Tuple asked)
                || asked.arity() != 2
                || !(asked.get(0) instanceof Atom name)) {
            return BAD_REQUEST;
        }
        CapabilityHandler handler = capabilities.handler(name);
        if (handler == null) {
            return NOT_OFFERED;
        }
        try {
            return Tuple.of(Atom.OK, handler.answer(peer, asked.get(1)));
        } catch (RuntimeException failure) {
            return Tuple.of(Atom.ERROR, ExitReason.of(failure).term());
        }
    }
}
