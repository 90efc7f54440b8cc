package org.distributedactors.pg;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distributedactors.node.Node;
import org.distributedactors.term.Atom;

/// The scopes of this node's process groups, as Erlang's `pg`. The scope `pg` is always there; others are started by asking
/// for them. Scopes share nothing: each has groups of its own, and peers of its own, the nodes that run it. Any thread may
/// call.
public final class ProcessGroups {

    /// The scope that OTP's kernel starts with `start_pg`.
    public static final Atom DEFAULT_SCOPE = Atom.of("pg");

    /// How many joins one other node may have in one scope.
    private static final int QUOTA = 100_000;

    private final Node node;
    private final Map<Atom, PgScope> scopes = new LinkedHashMap<>();

    public ProcessGroups(Node node) {
        this.node = node;
        scopes.put(DEFAULT_SCOPE, new PgScope(node, DEFAULT_SCOPE, QUOTA));
    }

    /// Starts all scopes. Comes before the first connection.
    public synchronized void start() {
        scopes.values().forEach(PgScope::start);
    }

    /// Nobody waits any longer. The scopes' processes end with the node.
    public synchronized void stop() {
        scopes.values().forEach(PgScope::stop);
    }

    /// The scope `pg`.
    public PgScope scope() {
        return scope(DEFAULT_SCOPE.name());
    }

    /// The scope of this name. One that was not asked for before is started, if the node is up, and again with each start of
    /// the node.
    ///
    /// @throws IllegalStateException when another process of this node has the name
    public synchronized PgScope scope(String name) {
        Atom atom = Atom.of(name);
        PgScope known = scopes.get(atom);
        if (known != null) {
            return known;
        }
        PgScope scope = new PgScope(node, atom, QUOTA);
        if (node.isUp()) {
            scope.start();
        }
        scopes.put(atom, scope);
        return scope;
    }

    /// All scopes that were asked for, the default first.
    public synchronized List<PgScope> scopes() {
        return new ArrayList<>(scopes.values());
    }
}
