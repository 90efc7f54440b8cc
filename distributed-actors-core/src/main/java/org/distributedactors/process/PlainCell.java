package org.distributedactors.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// A process that runs its own code on its own virtual thread and takes messages when it wants to.
///
/// An exit signal that will end it interrupts the thread. Whether it will is decided by the sender, who therefore has
/// to see the links: `linkedWith` repeats them for other threads. The lock makes sure that no interrupt comes after
/// `unlink` or `trapExit` that they should have prevented.
final class PlainCell extends ProcessCell implements PlainSelf {

    private static final int SHOWN_FRAMES = 12;
    private static final int YIELDS = 3;

    private final ProcessBody body;
    private final @Nullable Object protocol;
    private final Mailbox mailbox = new Mailbox();
    private final Thread thread;
    private final ReentrantLock interrupting = new ReentrantLock();
    private final Set<Pid> linkedWith = ConcurrentHashMap.newKeySet();
    private @Nullable ExitReason fatal;

    /// In `receive`, with nothing left to look at.
    private volatile boolean waiting;

    /// An exit signal has come, which takes effect before anything that is queued in front of it.
    private volatile boolean urgent;

    /// Written under the lock.
    private volatile boolean interrupted;

    PlainCell(ProcessRuntime runtime, @Nullable Object protocol, ProcessBody body) {
        super(runtime);
        this.body = body;
        this.protocol = protocol;
        this.thread = Thread.ofVirtual().unstarted(() -> CurrentProcess.runAs(this, this::live));
    }

    @Override
    void begin() {
        thread.start();
    }

    @Override
    void wake() {
        if (waiting) {
            LockSupport.unpark(thread);
        }
    }

    private void live() {
        ExitReason ended = runBody();
        ExitReason reason = fatal == null ? ended : fatal;
        Thread.interrupted();
        for (Signal.Message letter = mailbox.first(); letter != null; letter = mailbox.first()) {
            Object message = letter.content();
            mailbox.take(letter);
            router().deadLetter(DeadLetter.UNREAD, pid(), message, reason);
        }
        end(reason, fatal == null ? null : head(), true);
    }

    /// A fatal signal counts for more than the exception with which the interrupted body ended, and one that it has sent to
    /// itself came before its end.
    private ExitReason runBody() {
        try {
            body.run(this);
            ExitReason signalled = urgent ? drain() : null;
            return signalled == null ? ExitReason.NORMAL : signalled;
        } catch (ProcessExit exit) {
            return exit.reason();
        } catch (Throwable thrown) {
            if (interrupted) {
                ExitReason reason = drain();
                if (reason != null) {
                    return reason;
                }
            }
            return runtime.mishaps().crashed(this, thrown, "body");
        }
    }

    // ---- signals

    /// Works on all signals that have come. Returns the reason to end with, or null.
    private @Nullable ExitReason drain() {
        if (fatal != null) {
            return fatal;
        }
        urgent = false;
        int count = 0;
        Signal signal = head();
        while (signal != null) {
            Signal done = signal;
            if (done instanceof Signal.Message message && isForMailbox(message.content())) {
                signal = detach(done);
                mailbox.add(message);
            } else {
                takeInHand(done);
                fatal = handle(done);
                if (fatal != null) {
                    return fatal;
                }
                signal = detach(done);
            }
            count++;
        }
        if (count > 0) {
            countHandled(count, true);
        }
        return null;
    }

    /// Whether nothing else is to be done with the message than to keep it.
    private static boolean isForMailbox(Object message) {
        return !(message instanceof RemoteMessage)
                && !(message instanceof Request)
                && !message.equals(BoundedMailbox.TICKET);
    }

    private void takeSignals() {
        ExitReason reason = drain();
        if (reason != null) {
            throw new ProcessExit(reason);
        }
        forgetInterrupt();
    }

    @Override
    @Nullable ExitReason deliver(Object message) {
        mailbox.add(new Signal.Message(message));
        return null;
    }

    @Override
    void hurry(Signal.ExitSignal signal) {
        urgent = true;
        interrupting.lock();
        try {
            if (isFatal(signal)) {
                interrupted = true;
                thread.interrupt();
            }
        } finally {
            interrupting.unlock();
        }
    }

    private boolean isFatal(Signal.ExitSignal signal) {
        if (!signal.ofLink && signal.reason.equals(ExitReason.KILL)) {
            return true;
        }
        return !trapsExits()
                && !signal.reason.isNormal()
                && !Thread.currentThread().equals(thread)
                && (!signal.ofLink || linkedWith.contains(signal.from));
    }

    /// The signal that interrupted turned out not to end this process.
    private void forgetInterrupt() {
        if (!interrupted) {
            return;
        }
        interrupting.lock();
        try {
            if (interrupted && head() == null) {
                interrupted = false;
                Thread.interrupted();
            }
        } finally {
            interrupting.unlock();
        }
    }

    @Override
    void linked(Pid other) {
        linkedWith.add(other);
    }

    @Override
    void unlinked(Pid other) {
        linkedWith.remove(other);
    }

    @Override
    public void unlink(Pid other) {
        interrupting.lock();
        try {
            super.unlink(other);
        } finally {
            interrupting.unlock();
        }
        reconsiderInterrupt();
    }

    @Override
    public boolean trapExit(boolean trap) {
        boolean before;
        interrupting.lock();
        try {
            before = super.trapExit(trap);
        } finally {
            interrupting.unlock();
        }
        reconsiderInterrupt();
        return before;
    }

    private void reconsiderInterrupt() {
        if (interrupted) {
            takeSignals();
        }
    }

    // ---- receiving

    @Override
    public <T> Optional<T> receive(Duration timeout, Matcher<T> matcher) {
        return receive(mailbox.start(), timeout, matcher);
    }

    @Override
    public <T> Optional<T> receive(ReceiveMark mark, Duration timeout, Matcher<T> matcher) {
        return receive(mark.after, timeout, matcher);
    }

    private <T> Optional<T> receive(Signal.Message place, Duration timeout, Matcher<T> matcher) {
        Supplier<? extends T> action =
                receive(place, new Patience(runtime.ticker(), timeout.toNanos()), matcher);
        return action == null ? Optional.empty() : Optional.of(action.get());
    }

    @Override
    public <T extends @Nullable Object> T receive(Matcher<T> matcher) {
        Supplier<? extends T> action = null;
        while (action == null) {
            action = receive(mailbox.start(), Patience.FOREVER, matcher);
        }
        return action.get();
    }

    @Override
    public ReceiveMark mark() {
        takeSignals();
        return new ReceiveMark(mailbox.last());
    }

    /// How long a receive waits. Asks what time it is only when there is nothing to look at.
    private static final class Patience {

        static final Patience FOREVER = new Patience(() -> 0, Long.MAX_VALUE);

        private final Ticker ticker;
        private final long nanos;
        private boolean started;
        private long deadline;

        Patience(Ticker ticker, long nanos) {
            this.ticker = ticker;
            this.nanos = nanos;
        }

        boolean isEndless() {
            return nanos == Long.MAX_VALUE;
        }

        /// From the first time that this is asked.
        long remaining() {
            if (!started) {
                started = true;
                deadline = ticker.nanos() + nanos;
                return nanos;
            }
            return deadline - ticker.nanos();
        }
    }

    /// Each message is shown to the matcher once, however often others arrive while it waits. What has come is taken out
    /// of the queue only when nothing in the mailbox matches, unless an exit signal is among it.
    private <T extends @Nullable Object> @Nullable Supplier<? extends T> receive(
            Signal.Message place, Patience patience, Matcher<T> matcher) {
        if (urgent || fatal != null) {
            takeSignals();
        }
        Signal.Message seen = place;
        while (true) {
            Signal.Message letter = mailbox.after(seen);
            while (letter != null) {
                Object content = letter.content();
                Supplier<? extends T> action = matcher.match(content);
                if (action != null) {
                    mailbox.take(letter);
                    received(content);
                    return action;
                }
                seen = letter;
                letter = mailbox.after(letter);
            }
            if (!isIdle()) {
                takeSignals();
            } else if (!waitForSignals(patience)) {
                return null;
            }
        }
    }

    /// Gives others a chance to send before the thread is parked, which costs more than they take.
    ///
    /// @return false when the time is over
    private boolean waitForSignals(Patience patience) {
        long remaining = patience.isEndless() ? Long.MAX_VALUE : patience.remaining();
        if (remaining <= 0) {
            return false;
        }
        for (int i = 0; i < YIELDS && isIdle(); i++) {
            Thread.yield();
        }
        waiting = true;
        if (isIdle()) {
            LockSupport.parkNanos(this, remaining);
        }
        waiting = false;
        forgetInterrupt();
        return true;
    }

    private void received(Object message) {
        BoundedMailbox bounded = bounded();
        if (bounded != null && !(message instanceof Down) && !(message instanceof Exit)) {
            bounded.release();
        }
    }

    @Override
    int waiting() {
        return bounded() == null ? unread(roughLength()) : super.waiting();
    }

    @Override
    int waiting(int atMost) {
        return bounded() == null ? unread(roughLength(atMost)) : super.waiting(atMost);
    }

    /// A message at the head of the queue is not in hand: it goes into the mailbox, or the process has not come to it.
    private int unread(int behindTheHead) {
        int first = head() instanceof Signal.Message ? 1 : 0;
        return first + behindTheHead + mailbox.size();
    }

    @Override
    boolean holdsMessages() {
        return true;
    }

    @Override
    public boolean demonitor(Reference ref) {
        drain();
        if (super.demonitor(ref)) {
            return true;
        }
        Signal.Message seen = mailbox.start();
        for (Signal.Message letter = mailbox.after(seen);
                letter != null;
                letter = mailbox.after(seen)) {
            if (letter.content() instanceof Down down && down.ref().equals(ref)) {
                mailbox.take(letter);
                return false;
            }
            seen = letter;
        }
        return false;
    }

    // ---- seen from outside

    @Override
    @Nullable Object protocol() {
        return protocol;
    }

    @Override
    String type() {
        return body.getClass().getName();
    }

    @Override
    ProcessInfo info() {
        List<StackTraceElement> stack = ProcessInfo.stackOf(thread, SHOWN_FRAMES);
        boolean idle = waiting && isIdle();
        return new ProcessInfo(
                shownPid(), name(), type(), idle, waiting(), null, Duration.ZERO, stack);
    }
}
