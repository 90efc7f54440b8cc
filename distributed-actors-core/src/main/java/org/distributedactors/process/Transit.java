package org.distributedactors.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// A process on its way between two nodes: at the one it leaves from the moment it is frozen, at the other until it is
/// opened.
///
/// | Phase      | A message, an exit, a down          | A link, an unlink        | A monitor of it | Ends with         |
/// |------------|-------------------------------------|--------------------------|-----------------|-------------------|
/// | FROZEN     | kept, in order; `kill` ends it      | its table, and kept      | its table       | thaw, forward     |
/// | ARRIVING   | kept, in order                      | its table                | its table       | open, end         |
/// | FORWARDING | passed on, in order                 | its table, and passed on | its table       | end of the process there |
///
/// A frozen process has handled one message to its end and begins no other. When it has left, the same queue and the same tables
/// stand for it: whoever watches it or is linked with it here or from here is told when it ends there. What is kept is either
/// handled here after a thaw, or passed on before anything that comes later, so senders see no difference.
///
/// Methods may be called by any thread unless they say otherwise; they take effect in the order of the calls.
public final class Transit {

    private final BehaviourCell cell;
    private final Deque<Signal> kept = new ArrayDeque<>();
    private Phase phase;
    private int handedOut;
    private @Nullable Pid target;
    private @Nullable Reference watch;
    private @Nullable Route route;
    private Consumer<ExitReason> whenEnded = reason -> {};

    private enum Phase {
        FROZEN,
        ARRIVING,
        HANDLING,
        FORWARDING
    }

    /// How signals other than messages get to where the process is. Called by the process.
    @FunctionalInterface
    public interface Route {
        void pass(TransitSignal signal);
    }

    private Transit(BehaviourCell cell, Phase phase) {
        this.cell = cell;
        this.phase = phase;
    }

    static Transit frozen(BehaviourCell cell) {
        return new Transit(cell, Phase.FROZEN);
    }

    static Transit arriving(BehaviourCell cell) {
        return new Transit(cell, Phase.ARRIVING);
    }

    public Pid pid() {
        return cell.pid();
    }

    // ---- asked within the process

    /// What knows its state. For the process alone.
    public MovableBehaviour behaviour() {
        MovableBehaviour movable = cell.movable();
        if (movable == null) {
            throw new IllegalStateException(cell.type() + " does not move");
        }
        return movable;
    }

    /// What it has beside its state. Its timers stand still from now on. For the process alone, once.
    public TransitSnapshot snapshot() {
        Relations relations = cell.relations();
        List<TransitSnapshot.Watch> watches = new ArrayList<>();
        for (Monitors.Monitor monitor : relations.monitors().all()) {
            watches.add(
                    new TransitSnapshot.Watch(monitor.ref(), monitor.target(), monitor.shown()));
        }
        BoundedMailbox bounded = cell.bounded();
        return new TransitSnapshot(
                cell.trapsExits(),
                relations.links().active().stream()
                        .filter(other -> !other.equals(relations.parent()))
                        .toList(),
                watches,
                relations.timers().suspend(),
                bounded == null ? null : bounded.bound());
    }

    /// Is called with the reason when the process ends, frozen, arriving or gone; by the process, at most once. For the
    /// process alone.
    public void whenEnded(Consumer<ExitReason> action) {
        whenEnded = action;
    }

    // ---- what becomes of it

    /// Hands out, by the process, what was queued until now.
    public void afterQueue(Consumer<List<TransitSignal>> action) {
        step(() -> {
            List<TransitSignal> queued = new ArrayList<>();
            for (Signal signal : kept) {
                TransitSignal seen = seen(signal);
                if (seen != null) {
                    queued.add(seen);
                }
            }
            handedOut = kept.size();
            action.accept(queued);
            return null;
        });
    }

    /// Goes on here, as if nothing had been.
    public void thaw() {
        step(() -> {
            if (phase == Phase.FROZEN) {
                cell.relations().timers().resume();
                return handleKept();
            }
            return null;
        });
    }

    /// It runs elsewhere now: passes on what was kept and not handed out, and from now on whatever comes. Messages go straight
    /// to the new pid.
    public void forward(Pid to, Route onward) {
        step(() -> {
            if (phase == Phase.FROZEN) {
                beginToForward(to, onward);
            }
            return null;
        });
    }

    /// Begins at the node where it has arrived.
    ///
    /// @param had what it had where it was
    /// @param queued what was queued there, handled before anything that came here
    /// @param origin the node it came from, which tells its links from now on
    /// @param unlink tells that node that it unties itself from one of those
    public void open(
            TransitSnapshot had, List<TransitSignal> queued, Pid origin, Consumer<Pid> unlink) {
        step(() -> {
            if (phase != Phase.ARRIVING) {
                return null;
            }
            new Arrival(cell).settle(had, origin, unlink);
            List<Signal> first = new ArrayList<>();
            queued.forEach(signal -> first.add(Arrival.signal(signal)));
            first.reversed().forEach(kept::addFirst);
            return handleKept();
        });
    }

    /// Something that came to where it was before.
    void arrive(TransitSignal signal) {
        cell.enqueue(Arrival.signal(signal));
    }

    /// Ends it, if it does not run: the instance that was to run here is given up, or what stood for one that has left.
    public void end(ExitReason reason) {
        step(() -> phase == Phase.HANDLING ? null : reason);
    }

    private void step(Signal.Step.Action action) {
        cell.enqueue(new Signal.Step(action));
    }

    // ---- by the process

    boolean isForwarding() {
        return phase == Phase.FORWARDING;
    }

    /// Whether an instance is here that has begun, or will.
    boolean runsHere() {
        return phase == Phase.FROZEN || phase == Phase.HANDLING;
    }

    /// What is kept, at the end of the process.
    List<Signal> leftOver() {
        List<Signal> rest = new ArrayList<>(kept);
        kept.clear();
        return rest;
    }

    void ended(ExitReason reason) {
        whenEnded.accept(reason);
    }

    @Nullable ExitReason handle(Signal signal) {
        return switch (signal) {
            case Signal.Step step -> step.action.run();
            case Signal.Message message -> {
                keepOrPass(new Signal.Message(cell.contentOf(message)));
                yield null;
            }
            case Signal.LinkRequest request -> tied(request);
            case Signal.Unlink unlink -> tied(unlink);
            case Signal.ExitSignal exit when endsHere(exit) -> ExitReason.KILLED;
            case Signal.DownSignal down when isWatch(down.ref) -> endedThere(down.reason);
            case Signal.ExitSignal exit -> keepOrPass(exit);
            case Signal.DownSignal down -> keepOrPass(down);
            case Signal.ConnectionLost lost -> keepOrPass(lost);
            default -> cell.handleNow(signal);
        };
    }

    private boolean isWatch(Reference ref) {
        return watch != null && watch.equals(ref);
    }

    private boolean endsHere(Signal.ExitSignal exit) {
        boolean kill = !exit.ofLink && exit.reason.equals(ExitReason.KILL);
        return kill && (phase == Phase.FROZEN || cell.runtime.isClosed());
    }

    private @Nullable ExitReason tied(Signal.Control signal) {
        ExitReason reason = cell.handleNow(signal);
        signal.markDone();
        keepOrPass(signal);
        return reason;
    }

    private @Nullable ExitReason keepOrPass(Signal signal) {
        if (phase == Phase.FORWARDING && (kept.isEmpty() || !(signal instanceof Signal.Message))) {
            return pass(signal);
        }
        kept.add(signal);
        return null;
    }

    /// Messages that were kept are passed on one by one: between two the process stands still while too much waits for the node. Other
    /// signals go another way and do not wait for them.
    private @Nullable ExitReason passKept() {
        Signal signal = kept.pollFirst();
        ExitReason reason = signal == null ? null : pass(signal);
        if (reason == null && !kept.isEmpty()) {
            step(this::passKept);
        }
        return reason;
    }

    private @Nullable ExitReason handleKept() {
        phase = Phase.HANDLING;
        while (!kept.isEmpty()) {
            Signal signal = kept.removeFirst();
            ExitReason reason = signal.isDone() ? null : cell.handleNow(signal);
            if (reason != null) {
                return reason;
            }
        }
        cell.relations().transit(null);
        return null;
    }

    private void beginToForward(Pid to, Route onward) {
        MovableBehaviour left = behaviour();
        target = to;
        route = onward;
        phase = Phase.FORWARDING;
        cell.relations().timers().cancelAll();
        int before = handedOut;
        for (Signal signal : leftOver()) {
            if (before-- > 0) {
                handedOver(signal);
            } else if (signal instanceof Signal.Message) {
                kept.add(signal);
            } else {
                pass(signal);
            }
        }
        for (Monitors.Monitor monitor : cell.relations().monitors().all()) {
            cell.demonitor(monitor.ref());
        }
        watch = cell.monitor(to);
        cell.depart();
        left.left();
        if (!kept.isEmpty()) {
            step(this::passKept);
        }
    }

    /// It was sent with the queue; only what this node owes to others because of it is done.
    private void handedOver(Signal signal) {
        switch (signal) {
            case Signal.Message message -> owe(message.content());
            case Signal.ExitSignal exit when exit.ofLink ->
                    cell.relations().links().exitReceived(exit.from);
            case Signal.DownSignal down -> fired(down);
            default -> {}
        }
    }

    private Monitors.@Nullable Monitor fired(Signal.DownSignal down) {
        Monitors.Monitor monitor = cell.relations().monitors().fired(down.ref);
        if (monitor != null) {
            cell.runtime.monitors().fired(monitor.ref(), down.reason);
        }
        return monitor;
    }

    /// A call of this node is told here when the process ends there without an answer.
    private void owe(Object content) {
        if (content instanceof Request request && !request.isSettled()) {
            cell.rememberRequest(request);
        }
    }

    /// As it is told to the other node; null for what that node need not know.
    private @Nullable TransitSignal seen(Signal signal) {
        return switch (signal) {
            case Signal.Message message -> written(message.content());
            case Signal.ExitSignal exit -> exited(exit);
            case Signal.DownSignal down ->
                    new TransitSignal.Fired(
                            cell.relations().monitors().knownAs(down.ref), down.reason);
            case Signal.LinkRequest request -> new TransitSignal.Linked(request.from);
            case Signal.Unlink unlink -> new TransitSignal.Unlinked(unlink.from);
            default -> null;
        };
    }

    /// The link with the parent stays with this node: its exit is an order there, its loss means nothing.
    private @Nullable TransitSignal exited(Signal.ExitSignal exit) {
        if (cell.runtime.isClosed()) {
            return null;
        }
        boolean parent = exit.ofLink && exit.from.equals(cell.relations().parent());
        boolean order = !exit.reason.isNormal() && !isLoss(exit.reason);
        if (parent && !order) {
            return null;
        }
        return new TransitSignal.Exited(exit.from, exit.reason, exit.ofLink && !parent);
    }

    private static boolean isLoss(ExitReason reason) {
        return reason.equals(ExitReason.NOCONNECTION) || reason.equals(ExitReason.KILLED);
    }

    private @Nullable TransitSignal written(Object content) {
        MovableBehaviour movable = cell.movable();
        Object written = movable == null ? content : movable.written(content);
        return switch (written) {
            case null -> null;
            case ExitReason reason -> new TransitSignal.Exited(cell.pid(), reason, false);
            default -> new TransitSignal.Message(written);
        };
    }

    private @Nullable ExitReason pass(Signal signal) {
        if (signal instanceof Signal.ConnectionLost lost) {
            return passLoss(lost);
        }
        if (signal instanceof Signal.ExitSignal exit
                && exit.ofLink
                && !cell.relations().links().exitReceived(exit.from)) {
            return null;
        }
        TransitSignal seen = seen(signal);
        if (signal instanceof Signal.DownSignal down && fired(down) == null) {
            return null;
        }
        if (seen instanceof TransitSignal.Message(Object content)) {
            passMessage(content);
        } else if (seen != null && route != null) {
            route.pass(seen);
        }
        return null;
    }

    private void passMessage(Object content) {
        Pid to = target;
        if (to == null) {
            return;
        }
        if (watch == null) {
            watch = cell.monitor(to);
        }
        owe(content);
        try {
            cell.router().pass(cell.pid(), to, content);
            cell.runtime.counters().countForwarded();
        } catch (IllegalArgumentException unwritable) {
            cell.router()
                    .deadLetter(
                            DeadLetter.UNENCODABLE,
                            cell.pid(),
                            content,
                            ExitReason.badRequest(String.valueOf(unwritable.getMessage())));
        }
    }

    /// What had a link from that node is untied; monitors it has set anew from where it is.
    private @Nullable ExitReason passLoss(Signal.ConnectionLost lost) {
        cell.forgetWatchers(lost);
        for (Pid other : cell.relations().links().connectionLost(lost.node, lost.epoch)) {
            if (route != null) {
                route.pass(new TransitSignal.Exited(other, ExitReason.NOCONNECTION, true));
            }
        }
        for (Monitors.Monitor monitor : cell.relations().monitors().lost(lost.node, lost.epoch)) {
            cell.relations().monitors().remove(monitor.ref());
            cell.runtime.monitors().fired(monitor.ref(), ExitReason.NOCONNECTION);
            if (isWatch(monitor.ref())) {
                return endedThere(ExitReason.NOCONNECTION);
            }
        }
        return null;
    }

    /// It has ended where it is, or the connection with there is lost: then whoever has something with it by this node is
    /// told so, and messages are passed on again when there is a connection.
    private @Nullable ExitReason endedThere(ExitReason reason) {
        if (watch != null) {
            cell.relations().monitors().remove(watch);
        }
        watch = null;
        if (!reason.equals(ExitReason.NOCONNECTION)) {
            return reason;
        }
        new ProcessEnd(cell, reason).tellOthers(cell.relations());
        cell.relations().untie();
        return null;
    }
}
