package org.distributedactors.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A process without a thread of its own: an activation works on one signal after the other until none is left or the
/// batch is used up.
///
/// Exit signals that end it do not wait behind queued messages: the sender sets `urgent`, and before the next message
/// the process works on all signals that are no messages. Only `kill` also interrupts the handler that runs.
final class BehaviourCell extends ProcessCell implements Runnable {

    private static final int BATCH = 128;
    private static final int LOOK_AT_CLOCK = 16;
    private static final int SHOWN_FRAMES = 12;

    /// Stands in for the runner while somebody interrupts it, so that it does not go away meanwhile.
    private static final Thread INTERRUPTING = Thread.ofVirtual().unstarted(() -> {});

    private static final VarHandle RUNNER;

    static {
        try {
            RUNNER =
                    MethodHandles.lookup()
                            .findVarHandle(BehaviourCell.class, "runner", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ProcessBehaviour behaviour;
    private final Activator activator;

    /// Of its type, kept here by a pool of workers; written before a wake, so never by two at a time.
    @Nullable ActivationProfile profile;

    private volatile @Nullable Thread runner;
    private volatile boolean urgent;
    private long busySince;

    BehaviourCell(ProcessRuntime runtime, Activator activator, ProcessBehaviour behaviour) {
        super(runtime);
        this.activator = activator;
        this.behaviour = behaviour;
    }

    @Override
    void begin() {
        enqueue(new Signal.Start());
    }

    @Override
    void wake() {
        try {
            activator.activate(this);
        } catch (RuntimeException e) {
            runtime.activationRefused(this, e);
        }
    }

    @Override
    void hurry(Signal.ExitSignal signal) {
        boolean kill = !signal.ofLink && signal.reason.equals(ExitReason.KILL);
        if (!kill && trapsExits()) {
            return;
        }
        urgent = true;
        Thread running = runner;
        if (kill && running != null && RUNNER.compareAndSet(this, running, INTERRUPTING)) {
            running.interrupt();
            runner = running;
        }
    }

    @Override
    public void run() {
        runtime.runAs(this, this::activation);
    }

    private void activation() {
        Thread thread = Thread.currentThread();
        runner = thread;
        Signal signal = head();
        int count = 0;
        boolean handled = true;
        ExitReason reason = null;
        while (signal != null && count < BATCH && reason == null) {
            if (count % LOOK_AT_CLOCK == 0) {
                busySince = runtime.ticker().nanos();
            }
            count++;
            reason = expediteIfUrgent(signal);
            handled = reason == null;
            if (reason == null && !signal.done) {
                reason = handleSafely(signal);
            }
            if (reason == null) {
                signal = next(signal, thread);
            }
        }
        runtime.counters().countMessages(count);
        if (reason != null) {
            terminate(reason);
            release(thread);
            end(reason, signal, handled);
        } else if (signal != null) {
            release(thread);
            wake();
        }
    }

    private @Nullable ExitReason expediteIfUrgent(Signal signal) {
        if (!urgent) {
            return null;
        }
        urgent = false;
        return expedite(signal);
    }

    /// Whatever goes wrong, the process ends and does not stay busy for ever.
    private @Nullable ExitReason handleSafely(Signal signal) {
        try {
            return handle(signal);
        } catch (Throwable thrown) {
            return runtime.crashed(this, thrown, signal.getClass().getSimpleName());
        }
    }

    /// Works on what is no message, in its order, and leaves the messages for their turn.
    private @Nullable ExitReason expedite(Signal first) {
        for (Signal signal = first; signal != null; signal = following(signal)) {
            boolean message =
                    switch (signal) {
                        case Signal.Message m -> true;
                        case Signal.DownSignal down -> true;
                        case Signal.ConnectionLost lost -> true;
                        case Signal.Start start -> true;
                        case Signal.ExitSignal exit ->
                                trapsExits()
                                        && (exit.ofLink || !exit.reason.equals(ExitReason.KILL));
                        default -> false;
                    };
            if (!message && !signal.done) {
                signal.done = true;
                ExitReason reason = handle(signal);
                if (reason != null) {
                    return reason;
                }
            }
        }
        return null;
    }

    /// The runner is given up before the queue can become idle: from then on another activation may run.
    private @Nullable Signal next(Signal done, Thread thread) {
        if (done.next() != null) {
            return advance(done);
        }
        release(thread);
        Signal next = advance(done);
        if (next != null) {
            runner = thread;
        }
        return next;
    }

    /// The thread may be one that goes on with other processes, so it does not keep an interrupt that was for this one.
    private void release(Thread thread) {
        for (int spins = 0; !RUNNER.compareAndSet(this, thread, null); spins++) {
            pause(spins);
        }
        Thread.interrupted();
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
        try {
            return behaviour.receive(this, message);
        } catch (Throwable thrown) {
            return failed(thrown, behaviour.typeOf(message));
        }
    }

    /// A handler that was interrupted by `kill` ends as killed, whatever it throws.
    private ExitReason failed(Throwable thrown, String messageType) {
        Signal inHand = head();
        ExitReason signalled = inHand == null ? null : expediteIfUrgent(inHand);
        return signalled == null ? runtime.crashed(this, thrown, messageType) : signalled;
    }

    private void terminate(ExitReason reason) {
        if (reason.equals(ExitReason.KILLED)) {
            return;
        }
        try {
            behaviour.terminate(this, reason);
        } catch (Throwable thrown) {
            runtime.terminateFailed(this, thrown);
        }
    }

    @Override
    @Nullable Object protocol() {
        return behaviour.protocol();
    }

    @Override
    String type() {
        return behaviour.type();
    }

    @Override
    ProcessInfo info() {
        Signal inHand = head();
        Thread running = runner;
        boolean idle = isIdle();
        List<StackTraceElement> stack =
                running == null ? List.of() : ProcessRuntime.stackOf(running, SHOWN_FRAMES);
        Duration busy =
                idle ? Duration.ZERO : Duration.ofNanos(runtime.ticker().nanos() - busySince);
        return new ProcessInfo(
                pid(), name(), type(), idle, roughLength(), typeOf(inHand), busy, stack);
    }

    private @Nullable String typeOf(@Nullable Signal signal) {
        return signal instanceof Signal.Message message ? behaviour.typeOf(message.content) : null;
    }
}
