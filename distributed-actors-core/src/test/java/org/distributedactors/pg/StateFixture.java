package org.distributedactors.pg;

import java.util.List;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// The state of node `a`, to which `b` is connected.
final class StateFixture {

    static final Atom A = Atom.of("a@sim");
    static final Atom B = Atom.of("b@sim");
    static final Atom C = Atom.of("c@sim");
    static final Term G = Atom.of("g");
    static final Term H = Atom.of("h");
    static final Pid SELF = pid(A, 1);
    static final Pid PEER = pid(B, 1);

    final PgCounters counters = new PgCounters();
    final PgScopeState state;

    StateFixture() {
        this(1000);
    }

    StateFixture(int quota) {
        state = new PgScopeState(SELF, new GroupTable(), quota, counters);
        state.nodeUp(B, true);
    }

    static Pid pid(Atom node, int id) {
        return new Pid(node, id, 0, 7);
    }

    /// Makes `b` a peer without members.
    StateFixture withPeer() {
        state.receive(new PgMessage.Discover(PEER, 0));
        return this;
    }

    List<Pid> members(Term group) {
        return state.table().members(group);
    }
}
