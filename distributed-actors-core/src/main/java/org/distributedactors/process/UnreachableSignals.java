package org.distributedactors.process;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;

/// Answers as a node does that has no way to any other.
record UnreachableSignals(IncomingSignals incoming) implements RemoteSignals {

    @Override
    public boolean isConnected(Atom node) {
        return false;
    }

    @Override
    public void send(Pid from, Pid to, Object message) {}

    @Override
    public void send(Pid from, Atom name, Atom node, Object message) {}

    @Override
    public void sendAlias(Pid from, Reference alias, Object message) {}

    @Override
    public void link(Pid from, Pid to) {
        incoming.linkExit(to, from, ExitReason.NOCONNECTION);
    }

    @Override
    public void unlink(Pid from, Pid to, long unlinkId) {}

    @Override
    public void unlinkAck(Pid from, Pid to, long unlinkId) {}

    @Override
    public void linkExit(Pid from, Pid to, ExitReason reason) {}

    @Override
    public void exit(Pid from, Pid to, ExitReason reason) {}

    @Override
    public void monitor(Pid from, Destination target, Reference ref) {
        incoming.down(target.node(), target.term(), from, ref, ExitReason.NOCONNECTION);
    }

    @Override
    public void demonitor(Pid from, Destination target, Reference ref) {}

    @Override
    public void down(Term monitoredAs, Pid to, Reference ref, ExitReason reason) {}
}
