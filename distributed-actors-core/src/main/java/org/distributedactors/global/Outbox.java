package org.distributedactors.global;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Collects what is to be done while one input is handled.
final class Outbox {

    private final GlobalPids pids;
    private List<GlobalEffect> effects = new ArrayList<>();
    private long lastId;

    Outbox(GlobalPids pids) {
        this.pids = pids;
    }

    /// A number that was not given before: for calls, monitors and attempts.
    long nextId() {
        return ++lastId;
    }

    void add(GlobalEffect effect) {
        effects.add(effect);
    }

    /// Sends from the server to the server of another node.
    void send(Atom node, GlobalMessage message) {
        send(pids.server(), node, message);
    }

    /// Sends from one of our processes to the server of another node. Order is kept for each sender, so what
    /// must come before a lock is released is sent by its holder.
    void send(Pid from, Atom node, GlobalMessage message) {
        add(new GlobalEffect.SendToServer(from, node, GlobalCodec.write(message)));
    }

    void send(Pid to, Term message) {
        add(new GlobalEffect.Send(pids.server(), to, message));
    }

    void reply(CallFrom from, Term reply) {
        Reference alias = from.alias();
        Term answer = from.answer(reply);
        add(
                alias == null
                        ? new GlobalEffect.Send(pids.server(), from.pid(), answer)
                        : new GlobalEffect.SendToAlias(pids.server(), alias, answer));
    }

    /// Watches a process. Our own three live as long as this table, so they are not watched.
    long monitor(Pid target) {
        long monitor = nextId();
        if (!pids.has(target)) {
            add(new GlobalEffect.Monitor(monitor, target));
        }
        return monitor;
    }

    void demonitor(long monitor, Pid target) {
        if (!pids.has(target)) {
            add(new GlobalEffect.Demonitor(monitor));
        }
    }

    void startTimer(GlobalTimer timer, Duration delay) {
        add(new GlobalEffect.StartTimer(timer, delay));
    }

    void complete(long request, Outcome outcome) {
        add(new GlobalEffect.Complete(request, outcome));
    }

    /// Refuses a request for a name because it has an owner.
    void refuse(long request, @Nullable Pid owner) {
        add(new GlobalEffect.Complete(request, Outcome.NO, owner));
    }

    void notify(GlobalEvent event) {
        add(new GlobalEffect.Notify(event));
    }

    /// What was collected since the last time.
    List<GlobalEffect> drain() {
        List<GlobalEffect> drained = effects;
        effects = new ArrayList<>();
        return drained;
    }
}
