package org.distributedactors.spawn;

import org.distributedactors.node.Node;
import org.distributedactors.node.Refusal;
import org.distributedactors.node.SpawnRequestHandler;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.rpc.Grant;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;

/// Starts actors for other nodes, as far as they are granted that. What is not is answered with the error's atom, counted and
/// told to whoever listens at {@link Node#refusals}.
///
final class SpawnHandler implements SpawnRequestHandler {

    static final Atom NOTSUP = Atom.of("notsup");
    static final Atom UNDEF = Atom.of("undef");
    static final Atom BADARG = Atom.of("badarg");
    static final Atom SYSTEM_LIMIT = Atom.of("system_limit");
    static final Atom LEAVING = Atom.of("leaving");

    /// Starts an actor here that has been started elsewhere before.
    @FunctionalInterface
    interface Starter {

        void start(ActorType type, Term argument, String id);
    }

    private final Node node;
    private final ActorTypes types;
    private final SpawnedActors spawned;
    private final ClusterLoads loads;
    private final Grant granted;

    SpawnHandler(
            Node node, ActorTypes types, SpawnedActors spawned, ClusterLoads loads, Grant granted) {
        this.node = node;
        this.types = types;
        this.spawned = spawned;
        this.loads = loads;
        this.granted = granted;
    }

    @Override
    public void spawn(NodeName peer, ListTerm arguments, SpawnOptions options) {
        if (!(arguments.get(0) instanceof Binary name)) {
            throw new SpawnRefusedException(BADARG);
        }
        if (!granted.allows(peer)) {
            throw refused(peer, name.utf8(), NOTSUP);
        }
        ActorType type = types.find(name.utf8()).orElse(null);
        if (type == null) {
            throw refused(peer, name.utf8(), UNDEF);
        }
        if (!type.grant().allows(peer)) {
            throw refused(peer, name.utf8(), NOTSUP);
        }
        start(type, arguments.get(1), options);
    }

    private SpawnRefusedException refused(NodeName peer, String type, Atom error) {
        node.refusals().refused(new Refusal(peer, Refusal.Kind.ACTOR, type, error));
        return new SpawnRefusedException(error);
    }

    /// @throws SpawnRefusedException when the node is full or leaves, or the argument has the wrong form
    void start(ActorType type, Term argument, SpawnOptions options) {
        if (loads.isLeaving()) {
            throw new SpawnRefusedException(LEAVING);
        }
        if (spawned.isFull()) {
            throw new SpawnRefusedException(SYSTEM_LIMIT);
        }
        try {
            spawned.start(type, argument, spawned.firstStart(), options);
        } catch (IllegalArgumentException wrong) {
            throw new SpawnRefusedException(BADARG);
        }
    }
}
