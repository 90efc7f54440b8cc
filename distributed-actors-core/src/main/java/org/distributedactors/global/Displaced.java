package org.distributedactors.global;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// Owners that lost their names to processes of a node that is lost now.
///
/// Such a node may have been a member for some of us and not for the others: it then took names from owners of which it
/// knew nothing, at the nodes it knew, and the others never heard of it. The node of the former owner says what holds. If
/// it did not hear of the change, the change is undone here; if it did, it sees to it that the name is free for all.
final class Displaced {

    private static final int QUESTIONS = 10_000;

    private final Pid server;
    private final KnownNodes nodes;
    private final NameTable names;
    private final Registrar registrar;
    private final Outbox outbox;
    private final Map<Long, GlobalName> asked = new HashMap<>();

    Displaced(Pid server, KnownNodes nodes, NameTable names, Registrar registrar, Outbox outbox) {
        this.server = server;
        this.nodes = nodes;
        this.names = names;
        this.registrar = registrar;
        this.outbox = outbox;
    }

    /// A node is lost that had taken names from these.
    void byLost(List<GlobalName> formerOwners) {
        List<NameChange.Finish> ours = new ArrayList<>();
        for (GlobalName former : formerOwners) {
            Atom node = former.pid().node();
            if (node.equals(nodes.self())) {
                ours.add(new NameChange.Finish(former.name(), null, true));
            } else if (nodes.isKnown(node) && asked.size() < QUESTIONS) {
                long call = outbox.nextId();
                asked.put(call, former);
                CallFrom us = new CallFrom(server, IntegerTerm.of(call));
                outbox.send(node, new GlobalMessage.Whereis(former.name(), us));
            }
        }
        registrar.finish(ours);
    }

    /// A node said who has a name.
    void answered(long call, Term owner) {
        GlobalName former = asked.remove(call);
        if (former != null
                && owner.equals(former.pid())
                && nodes.isKnown(former.pid().node())
                && names.find(former.name()) == null) {
            names.insert(former);
        }
    }

    /// The node will not answer any more.
    void lost(Atom node) {
        asked.values().removeIf(former -> former.pid().node().equals(node));
    }
}
