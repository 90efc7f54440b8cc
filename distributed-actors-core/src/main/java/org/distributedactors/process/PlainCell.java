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

    private final ProcessBody body;
    private final @Nullable Object protocol;
    private final Mailbox mailbox = new Mailbox();
    private final Thread thread;
    private final ReentrantLock interrupting = new ReentrantLock();
    private final Set<Pid> linkedWith = ConcurrentHashMap.newKeySet();
    private boolean interrupted;
    private @Nullable ExitReason fatal;

    PlainCell(ProcessRuntime runtime, @Nullable Object protocol, ProcessBody body) {
        super(runtime);
        this.body = body;
        this.protocol = protocol;
        this.thread = Thread.ofVirtual().unstarted(() -> runtime.runAs(this, this::live));
    }

    @Override
    void begin() {
        thread.start();
    }

    @Override
    void wake() {
        LockSupport.unpark(thread);
    }

    private void live() {
        ExitReason ended = runBody();
        ExitReason reason = fatal == null ? ended : fatal;
        Thread.interrupted();
        for (Mailbox.Letter letter = mailbox.first(); letter != null; letter = mailbox.first()) {
            mailbox.take(letter);
            router().deadLetter(DeadLetter.UNREAD, letter.message, reason);
        }
        end(reason, fatal == null ? null : head(), true);
    }

    /// A fatal signal counts for more than the exception with which the interrupted body ended.
    private ExitReason runBody() {
        try {
            body.run(this);
            return ExitReason.NORMAL;
        } catch (ProcessExit exit) {
            return exit.reason();
        } catch (Throwable thrown) {
            if (isInterrupted()) {
                ExitReason reason = drain();
                if (reason != null) {
                    return reason;
                }
            }
            return runtime.crashed(this, thrown, "body");
        }
    }

    // ---- signals

    /// Works on all signals that have come. Returns the reason to end with, or null.
    private @Nullable ExitReason drain() {
        if (fatal != null) {
            return fatal;
        }
        int count = 0;
        Signal signal = head();
        while (signal != null) {
            fatal = handle(signal);
            if (fatal != null) {
                return fatal;
            }
            count++;
            signal = advance(signal);
        }
        if (count > 0) {
            runtime.counters().countMessages(count);
        }
        return null;
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
        mailbox.add(message);
        return null;
    }

    @Override
    void hurry(Signal.ExitSignal signal) {
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

    private boolean isInterrupted() {
        interrupting.lock();
        try {
            return interrupted;
        } finally {
            interrupting.unlock();
        }
    }

    /// The signal that interrupted turned out not to end this process.
    private void forgetInterrupt() {
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
        if (isInterrupted()) {
            takeSignals();
        }
    }

    // ---- receiving

    @Override
    public <T> Optional<T> receive(Duration timeout, Matcher<T> matcher) {
        return receive(mailbox.start(), runtime.ticker().nanos() + timeout.toNanos(), matcher)
                .map(Supplier::get);
    }

    @Override
    public <T> Optional<T> receive(ReceiveMark mark, Duration timeout, Matcher<T> matcher) {
        return receive(mark.after, runtime.ticker().nanos() + timeout.toNanos(), matcher)
                .map(Supplier::get);
    }

    @Override
    public <T extends @Nullable Object> T receive(Matcher<T> matcher) {
        while (true) {
            Optional<Supplier<? extends T>> action =
                    receive(
                            mailbox.start(),
                            runtime.ticker().nanos() + Long.MAX_VALUE / 2,
                            matcher);
            if (action.isPresent()) {
                return action.get().get();
            }
        }
    }

    @Override
    public ReceiveMark mark() {
        takeSignals();
        return new ReceiveMark(mailbox.last());
    }

    /// Each message is shown to the matcher once, however often others arrive while it waits.
    private <T extends @Nullable Object> Optional<Supplier<? extends T>> receive(
            Mailbox.Letter place, long deadline, Matcher<T> matcher) {
        Mailbox.Letter seen = place;
        while (true) {
            takeSignals();
            for (Mailbox.Letter letter = mailbox.after(seen);
                    letter != null;
                    letter = mailbox.after(seen)) {
                Supplier<? extends T> action = matcher.match(letter.message);
                if (action != null) {
                    mailbox.take(letter);
                    return Optional.of(action);
                }
                seen = letter;
            }
            long remaining = deadline - runtime.ticker().nanos();
            if (remaining <= 0) {
                return Optional.empty();
            }
            if (head() == null) {
                LockSupport.parkNanos(this, remaining);
            }
        }
    }

    @Override
    public boolean demonitor(Reference ref) {
        drain();
        if (super.demonitor(ref)) {
            return true;
        }
        Mailbox.Letter seen = mailbox.start();
        for (Mailbox.Letter letter = mailbox.after(seen);
                letter != null;
                letter = mailbox.after(seen)) {
            if (letter.message instanceof Down down && down.ref().equals(ref)) {
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
        List<StackTraceElement> stack = ProcessRuntime.stackOf(thread, SHOWN_FRAMES);
        int queued = roughLength() + mailbox.size();
        return new ProcessInfo(pid(), name(), type(), isIdle(), queued, null, Duration.ZERO, stack);
    }
}
