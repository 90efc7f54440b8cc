package org.distributedactors.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/// The queue of signals of one process: many senders, one receiver, no lock, no memory while it is empty.
///
/// `tail` is the last signal, and at the same time the state of the process:
///
/// | `tail`   | Meaning                                              | A sender that finds it                     |
/// |----------|------------------------------------------------------|--------------------------------------------|
/// | IDLE     | nothing is queued, nobody is working                 | makes its signal the head and wakes        |
/// | a signal | the receiver works, was woken, or has not begun      | links its signal behind that one           |
/// | CLOSED   | the process has ended                                | closes again and refuses what slipped in   |
///
/// A sender needs one atomic exchange and never tries again. The receiver keeps the signal in hand as the head until
/// it is done with it, so `tail` is not IDLE meanwhile; then it tries to exchange that very signal with IDLE, which
/// fails exactly when somebody has queued another one.
///
/// While the receiver works, it may let `head` follow at a distance of a few signals: a store for each of them would be dear
/// once this object is old, and take it away from the senders. It is a task of a pool itself, so that an activation needs
/// no object.
@SuppressWarnings("serial") // never leaves the JVM
abstract class SignalQueue extends ForkJoinTask<Void> {

    private static final Signal IDLE = new Signal.Marker();
    private static final Signal CLOSED = new Signal.Marker();
    private static final int COUNT_LIMIT = 1_000_000;

    private static final VarHandle TAIL;
    private static final VarHandle HEAD;

    static {
        try {
            TAIL = MethodHandles.lookup().findVarHandle(SignalQueue.class, "tail", Signal.class);
            HEAD = MethodHandles.lookup().findVarHandle(SignalQueue.class, "head", Signal.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // read and written through TAIL
    private volatile Signal tail = IDLE;

    @SuppressWarnings("unused") // read and written through HEAD
    private @Nullable Signal head;

    /// Gives the receiver a thread. Called by the sender that found the queue idle.
    abstract void wake();

    /// Answers a signal that came after the end. Called by any sender.
    abstract void refuse(Signal signal);

    static void pause(int spins) {
        if (spins < 64) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }

    /// Queues the very first signal and wakes nobody: whatever others send before the process begins waits behind it. Called
    /// before anybody else knows this queue.
    final void keepUntilBegun(Signal first) {
        HEAD.setRelease(this, first);
        TAIL.setRelease(this, first);
    }

    final void enqueue(Signal signal) {
        if (offer(signal)) {
            wake();
        }
    }

    /// Queues the signal.
    ///
    /// @return whether nobody is working, so that the sender has to see to it that somebody does
    final boolean offer(Signal signal) {
        Signal previous = (Signal) TAIL.getAndSet(this, signal);
        if (isMarker(previous, IDLE)) {
            HEAD.setRelease(this, signal);
            return true;
        }
        if (isMarker(previous, CLOSED)) {
            refuseFrom(signal);
        } else {
            previous.linkNext(signal);
        }
        return false;
    }

    @SuppressWarnings("ReferenceEquality") // the markers are two objects, not values
    private static boolean isMarker(Signal signal, Signal marker) {
        return signal == marker;
    }

    /// Our signal took the place of CLOSED, and others may have queued behind it before CLOSED is back.
    @SuppressWarnings("ReferenceEquality") // this very signal
    private void refuseFrom(Signal first) {
        Signal last = (Signal) TAIL.getAndSet(this, CLOSED);
        for (Signal signal = first; signal != last; ) {
            Signal next = signal.awaitNext();
            refuse(signal);
            signal = next;
        }
        refuse(last);
    }

    /// The signal in hand, or one that was in hand a moment ago, or null when there is none. From outside it is a look while
    /// the queue moves on.
    final @Nullable Signal head() {
        return (Signal) HEAD.getAcquire(this);
    }

    /// Receiver: the head catches up. Needed before another activation goes on with this signal.
    final void takeInHand(Signal signal) {
        HEAD.setRelease(this, signal);
    }

    /// Receiver: done with the signal in hand. Returns the next one, which is in hand now, or null when the queue has
    /// become idle; from that moment on the receiver may run elsewhere.
    final @Nullable Signal advance(Signal done) {
        Signal next = done.next();
        if (next != null) {
            takeInHand(next);
            return next;
        }
        HEAD.set(this, null);
        if (TAIL.compareAndSet(this, done, IDLE)) {
            return null;
        }
        next = done.awaitNext();
        done.unlinkNext();
        HEAD.set(this, next);
        return next;
    }

    /// Receiver: done with the signal in hand, which may be linked elsewhere from now on. As `advance`, but the head stays
    /// behind, so `takeInHand` is needed before anything else is done with the queue.
    final @Nullable Signal detach(Signal done) {
        Signal next = done.next();
        if (next == null) {
            HEAD.set(this, null);
            if (TAIL.compareAndSet(this, done, IDLE)) {
                return null;
            }
            next = done.awaitNext();
        }
        done.unlinkNext();
        return next;
    }

    /// Receiver: the signal behind this one, also when its sender is just about to link it; null when this is the last.
    @SuppressWarnings("ReferenceEquality") // this very signal
    final @Nullable Signal following(Signal signal) {
        Signal next = signal.next();
        return next != null || tail == signal ? next : signal.awaitNext();
    }

    /// Receiver: ends the queue for ever.
    ///
    /// @param done the signal in hand, or null when there is none
    /// @return the first signal that was not worked on, linked to the others up to null; or null
    @SuppressWarnings("ReferenceEquality") // this very signal
    final @Nullable Signal close(@Nullable Signal done) {
        Signal last = (Signal) TAIL.getAndSet(this, CLOSED);
        if (isMarker(last, IDLE) || last == done) {
            HEAD.set(this, null);
            return null;
        }
        Signal first = done == null ? awaitHead() : done.awaitNext();
        HEAD.set(this, null);
        for (Signal signal = first; signal != last; ) {
            signal = signal.awaitNext();
        }
        return first;
    }

    private Signal awaitHead() {
        Signal first = head();
        for (int spins = 0; first == null; spins++) {
            pause(spins);
            first = head();
        }
        return first;
    }

    final boolean isClosed() {
        return isMarker(tail, CLOSED);
    }

    final boolean isIdle() {
        return isMarker(tail, IDLE);
    }

    /// About how many messages are queued, without the one in hand; other signals do not count. A look from outside, while the queue moves on.
    final int roughLength() {
        return roughLength(COUNT_LIMIT);
    }

    /// As `roughLength`, and no more than this many.
    final int roughLength(int atMost) {
        int count = 0;
        Signal signal = inHand();
        while (signal != null && count < atMost) {
            signal = signal.next();
            count += signal instanceof Signal.Message ? 1 : 0;
        }
        return count;
    }

    /// As `head`, by one who knows how far behind the head is.
    @Nullable Signal inHand() {
        return head();
    }

    // ---- as a task: it is never done, so that it can be queued again

    @Override
    public final @Nullable Void getRawResult() {
        return null;
    }

    @Override
    protected final void setRawResult(@Nullable Void value) {}

    /// Whoever is no activity of a pool has nothing to run.
    @Override
    protected boolean exec() {
        return false;
    }
}
