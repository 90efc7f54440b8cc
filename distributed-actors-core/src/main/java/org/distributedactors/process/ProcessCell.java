package org.distributedactors.process;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// One process: what it does with each signal, and what it has with others. It is its own {@link Self}, so an idle
/// process is this object and its behaviour. What waits for it is in {@link ProcessMailbox}, what signals do is in
/// {@link SignalEffects}, and its end is {@link ProcessEnd}.
///
/// All signals to it are handled by itself in its own time; only `enqueue`, `hurry`, the name and the look from
/// outside are for other threads.
abstract class ProcessCell extends ProcessMailbox implements Self {

    private @Nullable Relations relations;

    /// Once somebody has asked. A value, so it does not matter who sees it when.
    private @Nullable Pid pid;

    private volatile boolean trapsExits;

    ProcessCell(ProcessRuntime runtime) {
        super(runtime);
    }

    /// Takes a message as the process understands it. Returns the reason to end with, or null.
    abstract @Nullable ExitReason deliver(Object message);

    /// The first thing it does. Returns the reason to end with, or null.
    @Nullable ExitReason start() {
        return null;
    }

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
        Pid known = pid;
        if (known == null) {
            known = newPid();
            pid = known;
        }
        return known;
    }

    /// For those who look on, which costs the process nothing for good.
    final Pid shownPid() {
        Pid known = pid;
        return known == null ? newPid() : known;
    }

    /// For those who start it: most processes never ask for their own.
    final Pid newPid() {
        return new Pid(runtime.node(), id(), serial(), runtime.creation());
    }

    @Override
    public final ProcessRuntime runtime() {
        return runtime;
    }

    final boolean isSelf(Pid pid) {
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
        Relations known = relations;
        Transit transit = known == null ? null : known.transit();
        return transit == null ? handleNow(signal) : transit.handle(signal);
    }

    /// As `handle`, also while it is on its way between two nodes.
    final @Nullable ExitReason handleNow(Signal signal) {
        return signal instanceof Signal.Message message
                ? receive(message)
                : runtime.effects().of(signal, this);
    }

    /// It is to stand still. What cannot move says so.
    void freeze(Signal.Freeze freeze) {
        freeze.action.accept(null);
    }

    private @Nullable ExitReason receive(Signal.Message signal) {
        Object message = take(signal);
        if (message == null) {
            return null;
        }
        ExitReason reason = deliver(message);
        if (message instanceof Request request && !request.isSettled()) {
            rememberRequest(request);
        }
        return reason;
    }

    final ProcessRelations look() {
        Relations known = relations;
        return known == null
                ? new ProcessRelations(List.of(), List.of(), List.of(), trapsExits)
                : known.look(trapsExits);
    }

    /// The caller's monitor fires, and with it the call fails at once; an Erlang caller understands nothing else.
    @Override
    final void refuse(Reference monitor, ExitReason reason) {
        Watchers.Watcher caller = relations().watchers().take(monitor);
        if (caller != null) {
            runtime.remoteNodes().unwatch(caller.ref());
            router().down(caller.monitoredAs(), caller.pid(), caller.ref(), reason);
        }
    }

    final void rememberRequest(Request request) {
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

    final void forgetWatchers(Signal.ConnectionLost lost) {
        for (Watchers.Watcher watcher :
                relations().watchers().connectionLost(lost.node, lost.epoch)) {
            runtime.remoteNodes().unwatch(watcher.ref());
        }
    }

    /// Remembers another node, whose loss concerns this process from now on.
    final void metNode(Atom node) {
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
        if (runtime.tracing() != null) {
            send(Destination.of(to), message);
            return;
        }
        SignalRouter router = router();
        if (router.isHere(to.node())) {
            router.deliver(to, message);
        } else {
            router.message(pid(), to, message);
        }
    }

    @Override
    public final void send(Destination to, Object message) {
        router().message(pid(), to, MessageTracing.traced(runtime.tracing(), to, message));
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

    @Override
    public final Pid monitorFromStart(Reference ref, Atom node, Supplier<Pid> spawn) {
        // A connection that is lost from now on is news of the time after this epoch.
        int epoch = epochWith(node);
        Pid target = spawn.get();
        relations()
                .monitors()
                .add(new Monitors.Monitor(ref, Destination.of(target), target, epoch));
        runtime.monitors().add(ref, pid(), target, MonitorBook.Kind.PROCESS);
        return target;
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
            router().demonitor(pid(), monitor.target(), relations().monitors().ourOf(ref));
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
    public final Pid linkFromStart(Atom node, Supplier<Pid> spawn) {
        int epoch = epochWith(node);
        Pid child = spawn.get();
        relations().links().linkReceived(child, epoch);
        linked(child);
        return child;
    }

    @Override
    public void unlink(Pid other) {
        if (relations == null) {
            return;
        }
        if (relations.unlinkThere(other)) {
            unlinked(other);
        }
        long unlinkId = relations.links().unlink(other);
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
        return own(new OneTimer(runtime, pid(), delay, message));
    }

    @Override
    public final Timer interval(Duration period, Object message) {
        return own(new Interval(runtime, pid(), period, message));
    }

    /// As `interval`, with another time to the first message.
    final Timer interval(Duration first, Duration period, Object message) {
        return own(new Interval(runtime, pid(), first, period, message));
    }

    private Timer own(OwnTimer timer) {
        relations().timers().add(timer);
        return timer;
    }

    @Override
    public final Pid spawn(ProcessBody body) {
        return runtime.spawn(body);
    }

    @Override
    public final Pid spawnLink(ProcessBody body) {
        return runtime.start().spawn(SpawnOptions.DEFAULT, body, this).pid();
    }

    @Override
    public final SpawnResult spawn(SpawnOptions options, ProcessBehaviour behaviour) {
        return runtime.spawn(options, behaviour);
    }

    @Override
    public final SpawnResult spawnLink(SpawnOptions options, ProcessBehaviour behaviour) {
        return runtime.start().spawn(options, behaviour, this);
    }

    // ---- before it runs

    /// Parent and child are linked before the child runs; each writes its own table.
    final void adopt(ProcessCell child) {
        Pid other = child.pid();
        relations().links().link(other, 0);
        linked(other);
        child.relations().links().linkReceived(pid(), 0);
        child.relations().parent(pid());
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
