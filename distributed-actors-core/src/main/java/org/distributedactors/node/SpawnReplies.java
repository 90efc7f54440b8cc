package org.distributedactors.node;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;

/// Requests to spawn on other nodes that wait for their answer. Any thread may call.
final class SpawnReplies {

    private static final Atom BADARG = Atom.of("badarg");
    private static final Atom NOCONNECTION = Atom.of("noconnection");

    private final ConcurrentHashMap<Reference, Pending> pending = new ConcurrentHashMap<>();
    private final Executor callbacks;

    private record Pending(Atom node, CompletableFuture<Term> result) {}

    SpawnReplies(Executor callbacks) {
        this.callbacks = callbacks;
    }

    /// Waits for the answer to this request: a pid, or the atom that names the error.
    CompletableFuture<Term> await(Reference requestId, Atom node) {
        CompletableFuture<Term> result = new CompletableFuture<>();
        pending.put(requestId, new Pending(node, result));
        return result;
    }

    /// Takes an answer; only the node that was asked can give it.
    void received(Atom node, ControlMessage.SpawnReply reply) {
        Pending waiting = pending.get(reply.requestId());
        if (waiting != null && waiting.node().equals(node)) {
            complete(reply.requestId(), reply.result());
        }
    }

    /// The request could not be written, so no answer will come.
    void unwritable(Reference requestId) {
        complete(requestId, BADARG);
    }

    private void complete(Reference requestId, Term result) {
        Pending waiting = pending.remove(requestId);
        if (waiting != null) {
            callbacks.execute(() -> waiting.result().complete(result));
        }
    }

    /// The answers from this node will not come.
    void connectionLost(Atom node) {
        List<Reference> lost = new ArrayList<>();
        pending.forEach((requestId, waiting) -> {
            if (waiting.node().equals(node)) {
                lost.add(requestId);
            }
        });
        lost.forEach(requestId -> complete(requestId, NOCONNECTION));
    }
}
