package org.distributedactors.process;

import java.time.Duration;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// One process: what it does with each signal, and what it has with others. It is its own {@link Self}, so an idle
/// process is this object and its behaviour. Its end is {@link ProcessEnd}.
///
/// All signals to it are handled by itself in its own time; only `enqueue`, `hurry`, the name and the look from
/// outside are for other threads.
abstract class ProcessCell extends TableEntry implements Self {

    final ProcessRuntime runtime;
    private @Nullable Relations relations;
    private volatile boolean trapsExits;

    ProcessCell(ProcessRuntime runtime) {
        this.runtime = runtime;
    }

    /// Takes a message as the process understands it. Returns the reason to end with, or null.
    abstract @Nullable ExitReason deliver(Object message);

    /// The first thing it does. Returns the reason to end with, or null.
    @Nullable ExitReason start() {
        return null;
    }

    /// What messages of other nodes decode to.
    abstract @Nullable Object protocol();

    abstract String type();

    abstract ProcessInfo info();

    /// Gives it its first thread.
    abstract void begin();

    /// An exit signal was put into the queue: lets it take effect before what is queued in front of it.
    abstract void hurry(Signal.ExitSignal signal);

    /// For a subclass that has to know its links from other threads.
    void linked(Pid other) {}

    void unlinked(Pid other) {}

    // ---- who it is

    @Override
    public final Pid pid() {
        return new Pid(runtime.node(), id(), serial(), runtime.creation());
    }

    @Override
    public final ProcessRuntime runtime() {
        return runtime;
    }

    private boolean isSelf(Pid pid) {
        return pid.id() == id() && pid.serial() == serial() && runtime.isHere(pid);
    }

    // ---- signals

    /// What it has with others, or null when it has never had anything.
    final @Nullable Relations relationsIfAny() {
        return relations;
    }

    final Relations relations() {
        if (relations == null) {
            relations = new Relations();
        }
        return relations;
    }

    final boolean trapsExits() {
        return trapsExits;
    }

    final SignalRouter router() {
        return runtime.router();
    }

    /// Works on one signal. Returns the reason to end with, or null.
    final @Nullable ExitReason handle(Signal signal) {
        switch (signal) {
            case Signal.Message message -> {
                return message(message.content);
            }
            case Signal.ExitSignal exit -> {
                return exit(exit);
            }
            case Signal.DownSignal down -> {
                return down(down.ref, down.reason);
            }
            case Signal.ConnectionLost lost -> {
                return connectionLost(lost);
            }
            case Signal.LinkRequest request -> {
                metNode(request.from.node());
                relations().links().linkReceived(request.from, request.epoch);
                linked(request.from);
            }
            case Signal.Unlink unlink -> unlinkReceived(unlink);
            case Signal.UnlinkAck ack ->
                    relations().links().unlinkAckReceived(ack.from, ack.unlinkId);
            case Signal.MonitorRequest request -> {
                metNode(request.from.node());
                relations()
                        .watchers()
                        .add(request.ref, request.from, request.monitoredAs, request.epoch);
            }
            case Signal.Demonitor demonitor -> relations().watchers().remove(demonitor.ref);
            case Signal.Start start -> {
                return start();
            }
            case Signal.Marker marker -> {}
        }
        return null;
    }

    private @Nullable ExitReason message(Object content) {
        Object message = content;
        if (content instanceof RemoteMessage bytes) {
            Object decoded = runtime.decode(bytes, protocol(), type());
            if (decoded == null) {
                return null;
            }
            message = decoded;
        }
        ExitReason reason = deliver(message);
        if (message instanceof Request request) {
            rememberRequest(request);
        }
        return reason;
    }

    private void rememberRequest(Request request) {
        Reference alias = request.alias();
        if (alias != null && runtime.aliases().watch(alias, this)) {
            relations().watchers().add(alias, runtime.outside(), pid(), 0);
        }
    }

    final void unlinkReceived(Signal.Unlink unlink) {
        relations().links().unlinkReceived(unlink.from);
        unlinked(unlink.from);
        router().unlinkAck(pid(), unlink.from, unlink.unlinkId);
    }

    /// Who traps gets a message, except for `kill`. Who does not trap ends, except for `normal`. Only `exit/2` kills:
    /// a link's `kill` is a reason as any other.
    private @Nullable ExitReason exit(Signal.ExitSignal signal) {
        if (signal.ofLink) {
            boolean active = relations().links().exitReceived(signal.from);
            unlinked(signal.from);
            return active ? exited(signal.from, signal.reason, false) : null;
        }
        if (signal.reason.equals(ExitReason.KILL)) {
            return ExitReason.KILLED;
        }
        return exited(signal.from, signal.reason, isSelf(signal.from));
    }

    private @Nullable ExitReason exited(Pid from, ExitReason reason, boolean bySelf) {
        if (trapsExits) {
            return deliver(new Exit(from, reason));
        }
        return reason.isNormal() && !bySelf ? null : reason;
    }

    private @Nullable ExitReason down(Reference ref, ExitReason reason) {
        Monitors.Monitor monitor = relations().monitors().remove(ref);
        if (monitor == null) {
            return null;
        }
        runtime.monitors().fired(ref, reason);
        return deliver(new Down(ref, monitor.shown(), reason));
    }

    private @Nullable ExitReason connectionLost(Signal.ConnectionLost lost) {
        forgetWatchers(lost);
        ExitReason end = null;
        for (Monitors.Monitor monitor : relations().monitors().lost(lost.node, lost.epoch)) {
            end = end == null ? down(monitor.ref(), ExitReason.NOCONNECTION) : end;
        }
        for (Pid other : relations().links().connectionLost(lost.node, lost.epoch)) {
            unlinked(other);
            end = end == null ? exited(other, ExitReason.NOCONNECTION, false) : end;
        }
        return end;
    }

    final void forgetWatchers(Signal.ConnectionLost lost) {
        for (Watchers.Watcher watcher :
                relations().watchers().connectionLost(lost.node, lost.epoch)) {
            runtime.remoteNodes().unwatch(watcher.ref());
        }
    }

    /// Remembers another node, whose loss concerns this process from now on.
    private void metNode(Atom node) {
        if (!runtime.node().equals(node) && relations().nodes().add(node)) {
            runtime.remoteNodes().touch(node, this);
        }
    }

    private int epochWith(Atom node) {
        metNode(node);
        return runtime.remoteNodes().epoch();
    }

    // ---- the end

    /// Ends the process.
    ///
    /// @param inHand the head of the queue, or null
    /// @param handled whether the signal in hand has had its effect
    final void end(ExitReason reason, @Nullable Signal inHand, boolean handled) {
        new ProcessEnd(this, reason).run(inHand, handled);
    }

    @Override
    final void refuse(Signal signal) {
        new ProcessEnd(this, ExitReason.NOPROC).refuse(signal);
    }

    // ---- what the process does itself

    @Override
    public final void send(Pid to, Object message) {
        router().message(pid(), to, message);
    }

    @Override
    public final void send(Destination to, Object message) {
        router().message(pid(), to, message);
    }

    @Override
    public final Reference monitor(Pid target) {
        return monitor(Destination.of(target));
    }

    @Override
    public final Reference monitor(Address target) {
        return target.resolve().map(this::monitor).orElseGet(() -> monitorNobody(target.term()));
    }

    @Override
    public final Reference monitor(Destination target) {
        Destination resolved = router().resolve(target);
        if (resolved == null) {
            return monitorNobody(target.term());
        }
        Reference ref = runtime.makeRef();
        if (resolved instanceof Destination.ToPid(Pid pid) && isSelf(pid)) {
            return ref;
        }
        int epoch = epochWith(resolved.node());
        relations().monitors().add(new Monitors.Monitor(ref, resolved, target.term(), epoch));
        MonitorBook.Kind kind =
                target instanceof Destination.ToName
                        ? MonitorBook.Kind.NAME
                        : MonitorBook.Kind.PROCESS;
        runtime.monitors().add(ref, pid(), target.term(), kind);
        router().monitor(pid(), resolved, ref);
        return ref;
    }

    private Reference monitorNobody(Term shown) {
        Reference ref = runtime.makeRef();
        relations().monitors().add(new Monitors.Monitor(ref, null, shown, 0));
        runtime.monitors().add(ref, pid(), shown, MonitorBook.Kind.NAME);
        enqueue(new Signal.DownSignal(ref, ExitReason.NOPROC));
        return ref;
    }

    @Override
    public boolean demonitor(Reference ref) {
        Monitors.Monitor monitor = relations().monitors().remove(ref);
        if (monitor == null) {
            return false;
        }
        runtime.monitors().remove(ref);
        if (monitor.target() != null) {
            router().demonitor(pid(), monitor.target(), ref);
        }
        return true;
    }

    @Override
    public final void link(Pid other) {
        if (!isSelf(other) && relations().links().link(other, epochWith(other.node()))) {
            linked(other);
            router().link(pid(), other);
        }
    }

    @Override
    public void unlink(Pid other) {
        long unlinkId = relations == null ? 0 : relations.links().unlink(other);
        if (unlinkId != 0) {
            unlinked(other);
            router().unlink(pid(), other, unlinkId);
        }
    }

    @Override
    public boolean trapExit(boolean trap) {
        boolean before = trapsExits;
        trapsExits = trap;
        return before;
    }

    @Override
    public final void exit(Pid to, ExitReason reason) {
        router().exit(pid(), to, reason);
    }

    @Override
    public final ProcessExit exit(ExitReason reason) {
        throw new ProcessExit(reason);
    }

    @Override
    public final Timer sendAfter(Duration delay, Object message) {
        return runtime.sendAfter(delay, pid(), message);
    }

    @Override
    public final Timer interval(Duration period, Object message) {
        return new Interval(runtime, pid(), period, message);
    }

    @Override
    public final Pid spawn(ProcessBody body) {
        return runtime.spawn(body);
    }

    @Override
    public final Pid spawnLink(ProcessBody body) {
        return runtime.spawn(SpawnOptions.DEFAULT, body, this).pid();
    }

    @Override
    public final SpawnResult spawn(SpawnOptions options, ProcessBehaviour behaviour) {
        return runtime.spawn(options, behaviour);
    }

    @Override
    public final SpawnResult spawnLink(SpawnOptions options, ProcessBehaviour behaviour) {
        return runtime.spawn(options, behaviour, this);
    }

    // ---- before it runs

    /// Parent and child are linked before the child runs; each writes its own table.
    final void adopt(ProcessCell child) {
        Pid other = child.pid();
        relations().links().link(other, 0);
        linked(other);
        child.relations().links().linkReceived(pid(), 0);
        child.linked(pid());
    }

    final void prepare(SpawnOptions options) {
        for (Pid other : options.links()) {
            relations().links().link(other, epochWith(other.node()));
            linked(other);
            if (runtime.isHere(other)) {
                router().link(pid(), other);
            }
        }
        for (SpawnOptions.WatchedBy watched : options.watchers()) {
            int epoch = epochWith(watched.watcher().node());
            if (!runtime.isHere(watched.watcher())) {
                runtime.remoteNodes().watch(watched.ref(), this);
            }
            relations().watchers().add(watched.ref(), watched.watcher(), pid(), epoch);
        }
    }
}
