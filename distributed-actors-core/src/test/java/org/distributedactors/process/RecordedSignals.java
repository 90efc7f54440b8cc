package org.distributedactors.process;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;

/// The way out to other nodes as a list of what went out.
public final class RecordedSignals implements RemoteSignals {

    private final BlockingQueue<List<Object>> signals = new LinkedBlockingQueue<>();

    /// The next signal: its name and its arguments.
    public List<Object> next() throws InterruptedException {
        List<Object> signal = signals.poll(10, TimeUnit.SECONDS);
        return signal == null ? List.of("nothing") : signal;
    }

    public boolean isEmpty() {
        return signals.isEmpty();
    }

    @Override
    public boolean isConnected(Atom node) {
        return true;
    }

    @Override
    public void send(Pid from, Pid to, Object message) {
        signals.add(List.of("send", from, to, message));
    }

    @Override
    public void send(Pid from, Atom name, Atom node, Object message) {
        signals.add(List.of("send", from, name, node, message));
    }

    @Override
    public void sendAlias(Pid from, Reference alias, Object message) {
        signals.add(List.of("sendAlias", from, alias, message));
    }

    @Override
    public void link(Pid from, Pid to) {
        signals.add(List.of("link", from, to));
    }

    @Override
    public void unlink(Pid from, Pid to, long unlinkId) {
        signals.add(List.of("unlink", from, to, unlinkId));
    }

    @Override
    public void unlinkAck(Pid from, Pid to, long unlinkId) {
        signals.add(List.of("unlinkAck", from, to, unlinkId));
    }

    @Override
    public void linkExit(Pid from, Pid to, ExitReason reason) {
        signals.add(List.of("linkExit", from, to, reason));
    }

    @Override
    public void exit(Pid from, Pid to, ExitReason reason) {
        signals.add(List.of("exit", from, to, reason));
    }

    @Override
    public void monitor(Pid from, Destination target, Reference ref) {
        signals.add(List.of("monitor", from, target, ref));
    }

    @Override
    public void demonitor(Pid from, Destination target, Reference ref) {
        signals.add(List.of("demonitor", from, target, ref));
    }

    @Override
    public void down(Term monitoredAs, Pid to, Reference ref, ExitReason reason) {
        signals.add(List.of("down", monitoredAs, to, ref, reason));
    }
}
