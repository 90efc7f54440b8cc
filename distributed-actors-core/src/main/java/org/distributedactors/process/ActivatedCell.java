package org.distributedactors.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What runs a process that has no thread of its own, and how others reach it while it runs: to have it look at something before
/// its next message, to interrupt its handler, to see what it works on.
///
/// | Another thread                | writes                          | and the activation                                  |
/// |-------------------------------|---------------------------------|-----------------------------------------------------|
/// | has something that hurries    | `urgent`, then gives notice     | looks before the next message                       |
/// | kills it                      | that, and interrupts the runner | the same, and the handler may notice at once        |
///
/// Whoever begins to run it is known as its runner first and looks then; whoever hurries it writes first and looks for the
/// runner then. So one of the two sees the other.
@SuppressWarnings("serial") // never leaves the JVM
abstract class ActivatedCell extends ProcessCell {

    private static final int SHOWN_FRAMES = 12;

    /// Stands in for the runner while somebody interrupts it, so that it does not go away meanwhile.
    private static final Activation INTERRUPTING =
            new Activation(Thread.ofVirtual().unstarted(() -> {}), null, () -> 0);

    private static final VarHandle RUNNER;

    static {
        try {
            RUNNER =
                    MethodHandles.lookup()
                            .findVarHandle(ActivatedCell.class, "runner", Activation.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// What runs it, or null.
    private volatile @Nullable Activation runner;

    private volatile boolean urgent;

    ActivatedCell(ProcessRuntime runtime) {
        super(runtime);
    }

    // ---- the runner itself

    final void isRunBy(Activation activation) {
        runner = activation;
    }

    /// The runner is given up before the queue can become idle: from then on another activation may run.
    final @Nullable Signal next(Signal done, Activation activation) {
        Signal next = done.next();
        if (next != null) {
            if (activation.proceeds()) {
                takeInHand(next);
                done.unlinkNext();
            }
            return next;
        }
        release(activation);
        activation.caughtUp();
        next = advance(done);
        if (next != null) {
            runner = activation;
            activation.notice();
        }
        return next;
    }

    /// The thread may be one that goes on with other processes, so it does not keep an interrupt that was for this one.
    /// A visitor has got none of ours and keeps its own.
    final void release(Activation activation) {
        if (activation instanceof Visitor) {
            runner = null;
            return;
        }
        for (int spins = 0; !RUNNER.compareAndSet(this, activation, null); spins++) {
            pause(spins);
        }
        Thread.interrupted();
    }

    final boolean isUrgent() {
        return urgent;
    }

    final void isUrgentNoMore() {
        urgent = false;
    }

    /// Whether who has delivered to it runs it. Asked by that thread.
    final boolean isVisited() {
        return runner instanceof Visitor;
    }

    /// How many visits are under way on this thread, this one among them. Asked by that thread.
    final int visits() {
        return runner instanceof Visitor visitor ? visitor.depth() : 0;
    }

    // ---- others

    @Override
    final void expediteSoon() {
        urgent = true;
        notice();
    }

    /// Whatever runs it looks at the process before the next message. If nothing does, or it is just changing, whoever runs it
    /// next begins with that look.
    final void notice() {
        Activation running = runner;
        if (running != null) {
            running.notice();
        }
    }

    final void interrupt() {
        Activation running = runner;
        if (running != null
                && !(running instanceof Visitor)
                && !isInterrupting(running)
                && RUNNER.compareAndSet(this, running, INTERRUPTING)) {
            running.thread().interrupt();
            runner = running;
            // For those who have found the stand-in meanwhile.
            running.notice();
        }
    }

    /// The head of the queue may be some signals behind what runs here.
    @Override
    final @Nullable Signal inHand() {
        for (int spins = 0; ; spins++) {
            Activation running = runner;
            int behind = running == null ? 0 : running.behind();
            Signal signal = head();
            for (; behind > 0 && signal != null; behind--) {
                signal = signal.next();
            }
            if (isStill(running)) {
                return signal;
            }
            pause(spins);
        }
    }

    /// What is on the stack of the handler, as far as it shows.
    final List<StackTraceElement> stack() {
        Activation running = runner;
        return running == null ? List.of() : ProcessInfo.stackOf(running.thread(), SHOWN_FRAMES);
    }

    /// How long it has worked on the signal in hand; zero while it waits for its turn.
    final Duration busy() {
        Activation running = runner;
        return running == null
                ? Duration.ZERO
                : Activation.since(running.busySince(), runtime.ticker().nanos());
    }

    /// Whether that runs it, as far as one can see; a worker's activation may run another process a moment later.
    @SuppressWarnings("ReferenceEquality") // this very activation
    private boolean isStill(@Nullable Activation running) {
        return runner == running && !isInterrupting(running);
    }

    @SuppressWarnings("ReferenceEquality") // this very stand-in
    private static boolean isInterrupting(@Nullable Activation running) {
        return running == INTERRUPTING;
    }
}
