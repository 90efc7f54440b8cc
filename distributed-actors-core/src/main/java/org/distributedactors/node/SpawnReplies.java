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
    private static final Atom NOTSUP = Atom.of("notsup");
    private static final Atom NOCONNECTION = Atom.of("noconnection");

    private final ConcurrentHashMap<Reference, Pending> pending = new ConcurrentHashMap<>();
    private final Executor callbacks;

    private record Pending(Atom node, CompletableFuture<Term> result) {}

    SpawnReplies(Executor callbacks) {
        this.callbacks = callbacks;
    }

    /// The answer to this request: a pid, or the atom that names the error. It is completed by whoever takes the answer from the
    /// network, so nothing of the application may depend on it.
    CompletableFuture<Term> expect(Reference requestId, Atom node) {
        CompletableFuture<Term> result = new CompletableFuture<>();
        pending.put(requestId, new Pending(node, result));
        return result;
    }

    /// The same answer for the application, completed by the executor for callbacks.
    CompletableFuture<Term> forCallbacks(CompletableFuture<Term> answer) {
        CompletableFuture<Term> result = new CompletableFuture<>();
        answer.thenAccept(term -> callbacks.execute(() -> result.complete(term)));
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

    /// The node that was asked starts no processes for others.
    void notSupported(Reference requestId) {
        complete(requestId, NOTSUP);
    }

    private void complete(Reference requestId, Term result) {
        Pending waiting = pending.remove(requestId);
        if (waiting != null) {
            waiting.result().complete(result);
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
