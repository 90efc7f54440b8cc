package org.distributedactors.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A process without a thread of its own: an activation works on one signal after the other until none is left or the
/// batch is used up. Activations never overlap, whoever runs them:
///
/// | Runs it                                             | When                                       |
/// |-----------------------------------------------------|--------------------------------------------|
/// | a worker of the pool, which this is a task of       | usually                                    |
/// | a virtual thread, or whatever the activator has     | the type blocks, or there is no pool       |
/// | whoever has delivered to it: a visitor              | the type is {@link NonBlocking}, and idle  |
/// | whoever has read a small message for it             | the same, for a service of the kernel      |
///
/// Exit signals that end it do not wait behind queued messages: the sender sets `urgent`, and before the next message
/// the process works on all signals that are no messages. Only `kill` also interrupts the handler that runs, except for
/// a visitor's thread, whose interrupts are none of ours.
@SuppressWarnings("serial") // never leaves the JVM
final class BehaviourCell extends ActivatedCell implements Runnable {

    private static final int LOOK_AT_QUEUE = 256;
    private static final int PART_OF_A_BATCH = 4;
    private static final int DEEPEST_VISIT = 8;

    /// How long a caller works for others who have queued behind it.
    private static final long CALLERS_BUDGET_NANOS = 200_000;

    private static final VarHandle PARKED;

    static {
        try {
            PARKED =
                    MethodHandles.lookup()
                            .findVarHandle(BehaviourCell.class, "parked", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// Another one once the process runs on another node.
    private ProcessBehaviour behaviour;

    final ActivationProfile profile;

    /// Activations that left something behind, since the queue was looked at last: 1 for one that used up its batch, 4 for one
    /// that ran out of time before.
    private byte unfinished;

    /// What it waits for before its next message. Of the thread that runs it.
    private @Nullable Hold hold;

    /// Whether it is to go on when the hold is over.
    private volatile boolean parked;

    BehaviourCell(ProcessRuntime runtime, ActivationProfile profile, ProcessBehaviour behaviour) {
        super(runtime);
        this.profile = profile;
        this.behaviour = behaviour;
        keepUntilBegun(new Signal.Start());
    }

    /// Its name and its pid are known before: what has come meanwhile is behind the start.
    @Override
    void begin() {
        wake();
    }

    // ---- who runs it

    @Override
    void wake() {
        WorkerPool pool = profile.pool;
        if (pool != null) {
            pool.wake(this);
        } else if (!profile.isNonBlocking() || !DeliveryRound.takes(this)) {
            handToActivator();
        }
    }

    /// There is more to do, but others have waited longer.
    void queue() {
        WorkerPool pool = profile.pool;
        if (pool == null) {
            handToActivator();
        } else {
            pool.queue(this);
        }
    }

    private void handToActivator() {
        try {
            profile.activator.activate(this);
        } catch (RuntimeException e) {
            runtime.mishaps().activationRefused(this, e);
        }
    }

    /// The sender is going to wait for the answer, so it may as well run this process itself. If it may not and sits on a
    /// virtual thread, another virtual thread is quicker there than a worker, which would have to be unparked.
    @Override
    void wakeByCaller() {
        boolean hasPool = profile.pool != null;
        if (!hasPool || !visit(CALLERS_BUDGET_NANOS)) {
            if (hasPool && Thread.currentThread().isVirtual()) {
                Thread.startVirtualThread(this);
            } else {
                wake();
            }
        }
    }

    @Override
    protected boolean exec() {
        try {
            if (Thread.currentThread() instanceof Worker worker) {
                worker.runChain(this);
            } else {
                Thread.startVirtualThread(this);
            }
        } catch (Throwable thrown) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        }
        return false;
    }

    @Override
    public void run() {
        runFor(Long.MAX_VALUE);
    }

    private void runFor(long budgetNanos) {
        Activation activation = new Activation(Thread.currentThread(), null, runtime.ticker());
        CurrentProcess.runAs(this, () -> work(activation, budgetNanos));
    }

    /// @param activation the worker's
    /// @return how many signals it has worked on
    int activate(Activation activation) {
        return work(activation, Long.MAX_VALUE);
    }

    /// Runs this idle process at the end of a read, on the thread that has read for it.
    ///
    /// @return false when it must run elsewhere
    boolean runForReader(long budgetNanos) {
        return profile.pool == null
                ? profile.activator.runHere(() -> runFor(budgetNanos))
                : visit(budgetNanos);
    }

    /// Runs this idle process, which has just got a signal, on the thread of whoever has delivered it.
    ///
    /// @param budgetNanos after which the rest is left to the workers
    /// @return false when it must run elsewhere
    boolean visit(long budgetNanos) {
        WorkerPool pool = profile.pool;
        Thread thread = Thread.currentThread();
        if (pool == null || !profile.isNonBlocking() || thread.isInterrupted()) {
            return false;
        }
        int visits = CurrentProcess.visitsHere() + 1;
        if (visits > DEEPEST_VISIT) {
            return false;
        }
        Worker worker = thread instanceof Worker host ? host : null;
        Ticker clock = worker == null ? runtime.ticker() : pool.clock();
        Visitor visitor = new Visitor(thread, worker, clock, this, visits);
        Visitor around = pool.begin(visitor);
        try {
            if (worker != null) {
                worker.runVisited(this, visitor, budgetNanos);
            } else {
                CurrentProcess.runAs(this, () -> work(visitor, budgetNanos));
            }
        } finally {
            pool.end(visitor, around);
        }
        return true;
    }

    void activateVisited(Visitor visitor, long budgetNanos) {
        work(visitor, budgetNanos);
    }

    /// Seen by the watcher, or by the handler itself when it is about to wait.
    void visitorHeldUp() {
        if (profile.pool != null) {
            profile.pool.visitorHeldUp(profile);
        }
    }

    /// The handler is about to wait. No visitor must be made to wait for that.
    void aboutToWait() {
        if (isVisited()) {
            visitorHeldUp();
        }
    }

    // ---- on its way to another node

    @Nullable MovableBehaviour movable() {
        return behaviour.movable();
    }

    /// Has it stand still before the next message, also while it waits for something.
    void freezeSoon() {
        expediteSoon();
        resume();
    }

    @Override
    void freeze(Signal.Freeze freeze) {
        if (relations().transit() != null || movable() == null) {
            freeze.action.accept(null);
            return;
        }
        Transit transit = Transit.frozen(this);
        relations().transit(transit);
        freeze.action.accept(transit);
    }

    /// The process runs elsewhere, so what it had here may go.
    void depart() {
        behaviour = new Departed(behaviour.type());
    }

    private boolean isForwarding() {
        Relations known = relationsIfAny();
        Transit transit = known == null ? null : known.transit();
        return transit != null && transit.isForwarding();
    }

    /// Whether it stands still on its way from or to another node.
    boolean isOnItsWay() {
        Relations known = relationsIfAny();
        Transit transit = known == null ? null : known.transit();
        return transit != null && !transit.isForwarding();
    }

    @Override
    void hurry(Signal.ExitSignal signal) {
        boolean kill = !signal.ofLink && signal.reason.equals(ExitReason.KILL);
        if (!kill && trapsExits()) {
            return;
        }
        expediteSoon();
        resume();
        if (kill) {
            interrupt();
        }
    }

    // ---- an activation

    /// @return how many signals it has worked on
    private int work(Activation activation, long budgetNanos) {
        activation.begin(budgetNanos);
        isRunBy(activation);
        Signal signal = head();
        int count = 0;
        boolean handled = true;
        ExitReason reason = null;
        ProcessBehaviour plain = null;
        while (signal != null && reason == null && activation.continues(count)) {
            if (activation.takesNotice()) {
                if (isHeld()) {
                    break;
                }
                reason = isUrgent() ? expediteIfUrgent(signal) : null;
                plain = behaviourIfPlain();
                keepNotice(activation);
            }
            count++;
            handled = reason == null;
            if (handled && !signal.isDone()) {
                reason = handleSafely(signal, plain, activation);
            }
            if (reason == null) {
                signal = next(signal, activation);
                if (signal != null) {
                    activation.passOn();
                }
            }
        }
        countHandled(count, signal == null);
        if (reason != null) {
            terminate(reason);
            release(activation);
            end(reason, signal, handled);
        } else if (signal != null) {
            lookAtQueue(count);
            activation.caughtUp();
            takeInHand(signal);
            Hold until = hold;
            release(activation);
            if (until == null) {
                queue();
            } else {
                park(until);
            }
        }
        return count;
    }

    /// What has been noticed and is not over has to be looked at again before the next message.
    private void keepNotice(Activation activation) {
        if (isUrgent() || hold != null) {
            activation.notice();
        }
    }

    /// Its behaviour, if messages can be handed to it without a look at anything else of this process.
    private @Nullable ProcessBehaviour behaviourIfPlain() {
        Relations known = relationsIfAny();
        boolean plain = bounded() == null && (known == null || known.transit() == null);
        return plain ? behaviour : null;
    }

    // ---- being slowed down

    /// Others depend on what has an activator of its own; a visitor is not made to wait for others.
    Pace pace() {
        if (profile.activator.equals(runtime.activator()) && isForwarding()) {
            return Pace.SERVES;
        }
        if (!profile.activator.equals(runtime.activator())) {
            return Pace.SERVES;
        }
        return Thread.currentThread().isVirtual() && !isVisited() ? Pace.WAITS : Pace.IS_HELD;
    }

    /// Gives it no further message before the hold is over.
    void hold(Hold until) {
        hold = until;
        notice();
    }

    /// An exit signal is not held up.
    private boolean isHeld() {
        Hold until = hold;
        if (until == null) {
            return false;
        }
        if (until.isOver() || isOnItsWay()) {
            hold = null;
            return false;
        }
        return !isUrgent();
    }

    /// Goes on when the hold is over, or an exit signal comes.
    private void park(Hold until) {
        parked = true;
        until.whenOver(this::resume);
        if (isUrgent()) {
            resume();
        }
    }

    private void resume() {
        if (PARKED.compareAndSet(this, true, false)) {
            queue();
        }
    }

    /// Once in many activations that left something behind.
    private void lookAtQueue(int count) {
        int sum = (unfinished & 0xff) + (count < Activation.BATCH ? PART_OF_A_BATCH : 1);
        unfinished = (byte) sum;
        if (sum >= LOOK_AT_QUEUE) {
            runtime.lookAtQueue(this);
        }
    }

    private @Nullable ExitReason expediteIfUrgent(Signal signal) {
        isUrgentNoMore();
        return expedite(signal);
    }

    /// Whatever goes wrong, the process ends and does not stay busy for ever.
    ///
    /// @param plain as `behaviourIfPlain` has it, which no message changes
    private @Nullable ExitReason handleSafely(
            Signal signal, @Nullable ProcessBehaviour plain, Activation activation) {
        try {
            if (!(signal instanceof Signal.Message message)) {
                activation.notice();
            } else if (plain != null && isDecoded(message.content())) {
                return deliver(plain, message.content());
            }
            return handle(signal);
        } catch (Throwable thrown) {
            return runtime.mishaps().crashed(this, thrown, signal.getClass().getSimpleName());
        }
    }

    /// Whether nothing is to be done with it before or after the behaviour gets it.
    private static boolean isDecoded(Object content) {
        return !(content instanceof RemoteMessage) && !(content instanceof Request);
    }

    /// Works on what is no message, in its order, and leaves the messages for their turn. Not while it is on its way: then
    /// everything has its turn, since nothing may overtake what opens it or has it go on, and is looked at again afterwards.
    private @Nullable ExitReason expedite(Signal first) {
        boolean begun = !(first instanceof Signal.Start);
        for (Signal signal = first; signal != null; signal = following(signal)) {
            if (isOnItsWay()) {
                expediteSoon();
                return null;
            }
            if (!begun && signal instanceof Signal.Freeze) {
                // There is no state yet that could go; its turn comes right after the start.
                expediteSoon();
            } else if (signal instanceof Signal.Control control
                    && !control.isDone()
                    && comesFirst(control)) {
                control.markDone();
                ExitReason reason = handle(signal);
                if (reason != null) {
                    return reason;
                }
            }
        }
        return null;
    }

    /// Not what the process sees as a message.
    private boolean comesFirst(Signal.Control signal) {
        return switch (signal) {
            case Signal.DownSignal down -> false;
            case Signal.ConnectionLost lost -> false;
            case Signal.ExitSignal exit ->
                    !trapsExits() || (!exit.ofLink && exit.reason.equals(ExitReason.KILL));
            default -> true;
        };
    }

    @Override
    @Nullable ExitReason start() {
        try {
            return behaviour.start(this);
        } catch (Throwable thrown) {
            return failed(thrown, "start");
        }
    }

    @Override
    @Nullable ExitReason deliver(Object message) {
        return deliver(behaviour, message);
    }

    private @Nullable ExitReason deliver(ProcessBehaviour to, Object message) {
        try {
            return to.receive(this, message);
        } catch (Throwable thrown) {
            return failed(thrown, to.typeOf(message));
        }
    }

    /// A handler that was interrupted by `kill` ends as killed, whatever it throws.
    private ExitReason failed(Throwable thrown, String messageType) {
        Signal inHand = inHand();
        ExitReason signalled = inHand == null || !isUrgent() ? null : expediteIfUrgent(inHand);
        return signalled == null ? runtime.mishaps().crashed(this, thrown, messageType) : signalled;
    }

    private void terminate(ExitReason reason) {
        Relations known = relationsIfAny();
        Transit transit = known == null ? null : known.transit();
        if (transit != null && !transit.runsHere()) {
            leave();
            return;
        }
        if (reason.equals(ExitReason.KILLED)) {
            return;
        }
        try {
            behaviour.terminate(this, reason);
        } catch (Throwable thrown) {
            runtime.mishaps().terminateFailed(this, thrown);
        }
    }

    private void leave() {
        MovableBehaviour movable = movable();
        if (movable != null) {
            movable.left();
        }
    }

    @Override
    public @Nullable TraceToken traceToken() {
        return tokenOf(inHand());
    }

    @Override
    @Nullable Object protocol() {
        return behaviour.protocol();
    }

    @Override
    @Nullable MailboxBound ownBound() {
        return behaviour.mailbox();
    }

    @Override
    String type() {
        return behaviour.type();
    }

    @Override
    ProcessInfo info() {
        Signal inHand = inHand();
        boolean idle = isIdle();
        Duration busy = idle ? Duration.ZERO : busy();
        return new ProcessInfo(
                shownPid(), name(), type(), idle, waiting(), typeOf(inHand), busy, stack());
    }

    private @Nullable String typeOf(@Nullable Signal signal) {
        Object content = signal instanceof Signal.Message message ? message.content() : null;
        BoundedMailbox bounded = bounded();
        if (bounded != null && BoundedMailbox.TICKET.equals(content)) {
            content = bounded.inHand();
        }
        return content == null ? null : behaviour.typeOf(content);
    }
}
