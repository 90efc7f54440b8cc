package org.distributedactors.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A hashed wheel of timers: a ring of slots, one for each millisecond of a round of 16 seconds. A timer is in the list of
/// the slot that its millisecond falls on, in whatever round. So to set one or to stop one is to link or unlink it, and
/// a timer for the far future is looked at once a round at most. Threads are somebody else's: {@link SystemTimers}.
///
/// Any thread may set and stop; one thread calls {@link #runDue} and {@link #planNext}. A slot is guarded by one of the
/// locks. Before the runner collects what is due it moves `processed` on; who sets a timer checks it under the lock of
/// the slot, so the timer is either collected or moved to a millisecond that is still to come.
final class TimerWheel {

    private static final Logger log = LoggerFactory.getLogger(TimerWheel.class);

    private static final int USUAL_SLOTS = 1 << 14;
    private static final int LOCKS = 64;
    private static final long TICK_NANOS = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final Ticker ticker;
    private final long origin;
    private final @Nullable Entry[] slots;
    private final int mask;
    private final Object[] locks = new Object[LOCKS];

    /// For each slot a tick before which nothing in it is due.
    private final AtomicLongArray earliest;

    private volatile long processed;

    /// The tick the runner has planned to look next.
    private final AtomicLong planned = new AtomicLong(NEVER);

    private final Runnable sooner;

    /// @param sooner called when a timer was set that is due before the time the runner has planned
    TimerWheel(Ticker ticker, Runnable sooner) {
        this(ticker, sooner, USUAL_SLOTS);
    }

    /// @param slots a power of two, the milliseconds of a round
    TimerWheel(Ticker ticker, Runnable sooner, int slots) {
        this.slots = new @Nullable Entry[slots];
        this.mask = slots - 1;
        this.earliest = new AtomicLongArray(slots);
        this.ticker = ticker;
        this.sooner = sooner;
        this.origin = ticker.nanos();
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
        for (int i = 0; i < slots; i++) {
            earliest.set(i, NEVER);
        }
    }

    /// One timer. Its slot is a ring of such; `action` is null once it has happened or was stopped.
    private final class Entry implements Timer {
        private final long deadline;
        private long tick;
        private @Nullable Runnable action;
        private Entry previous = this;
        private Entry next = this;

        Entry(long deadline, Runnable action) {
            this.deadline = deadline;
            this.action = action;
        }

        @Override
        public Optional<Duration> cancel() {
            synchronized (lockOf(slotOf(tick))) {
                if (action == null) {
                    return Optional.empty();
                }
                action = null;
                unlink(this);
            }
            return left(deadline);
        }

        @Override
        public Optional<Duration> left() {
            synchronized (lockOf(slotOf(tick))) {
                if (action == null) {
                    return Optional.empty();
                }
            }
            return left(deadline);
        }

        private Optional<Duration> left(long until) {
            return Optional.of(Duration.ofNanos(Math.max(0, until - ticker.nanos())));
        }
    }

    private int slotOf(long tick) {
        return (int) tick & mask;
    }

    private Object lockOf(int slot) {
        return locks[slot & (LOCKS - 1)];
    }

    // ---- any thread

    Timer add(long delayNanos, Runnable action) {
        long deadline = ticker.nanos() + Math.max(0, delayNanos);
        Entry entry = new Entry(deadline, action);
        long tick = Math.ceilDiv(deadline - origin, TICK_NANOS);
        while (!link(entry, tick)) {
            tick = processed + 1;
        }
        long plan = planned.get();
        while (tick < plan && !planned.compareAndSet(plan, tick)) {
            plan = planned.get();
        }
        if (tick < plan) {
            sooner.run();
        }
        return entry;
    }

    private boolean link(Entry entry, long tick) {
        int slot = slotOf(tick);
        synchronized (lockOf(slot)) {
            if (tick <= processed) {
                return false;
            }
            entry.tick = tick;
            Entry first = slots[slot];
            if (first == null) {
                slots[slot] = entry;
                earliest.set(slot, tick);
            } else {
                entry.previous = first.previous;
                entry.next = first;
                first.previous.next = entry;
                first.previous = entry;
                earliest.set(slot, Math.min(tick, earliest.get(slot)));
            }
            return true;
        }
    }

    @SuppressWarnings("ReferenceEquality") // links of a ring
    private void unlink(Entry entry) {
        int slot = slotOf(entry.tick);
        if (entry.next == entry) {
            slots[slot] = null;
            earliest.set(slot, NEVER);
            return;
        }
        entry.previous.next = entry.next;
        entry.next.previous = entry.previous;
        if (slots[slot] == entry) {
            slots[slot] = entry.next;
        }
        entry.next = entry;
        entry.previous = entry;
    }

    // ---- the runner

    /// Runs what is due by now.
    void runDue() {
        long from = processed;
        long now = Math.floorDiv(ticker.nanos() - origin, TICK_NANOS);
        if (now <= from) {
            return;
        }
        processed = now;
        long until = Math.min(now, from + slots.length);
        for (long tick = from + 1; tick <= until; tick++) {
            int slot = slotOf(tick);
            if (earliest.get(slot) <= now) {
                runAll(collect(slot, now));
            }
        }
    }

    /// Takes what is due out of a slot.
    @SuppressWarnings("ReferenceEquality") // links of a ring
    private @Nullable Due collect(int slot, long now) {
        synchronized (lockOf(slot)) {
            Entry first = slots[slot];
            if (first == null) {
                return null;
            }
            Due due = null;
            long rest = NEVER;
            Entry last = first.previous;
            for (Entry entry = last; ; ) {
                Entry before = entry.previous;
                if (entry.tick > now) {
                    rest = Math.min(rest, entry.tick);
                } else if (entry.action != null) {
                    due = new Due(entry.action, due);
                    entry.action = null;
                    unlink(entry);
                }
                if (entry == first) {
                    break;
                }
                entry = before;
            }
            earliest.set(slot, rest);
            return due;
        }
    }

    /// Runs all that only wakes somebody up, and forgets the rest. Nothing is run after it.
    void runWakeUps() {
        for (int slot = 0; slot < slots.length; slot++) {
            for (Due due = collectAll(slot); due != null; due = due.next) {
                if (due.action instanceof Timers.WakeUp) {
                    due.action.run();
                }
            }
        }
    }

    private @Nullable Due collectAll(int slot) {
        synchronized (lockOf(slot)) {
            Due all = null;
            for (Entry first = slots[slot]; first != null; first = slots[slot]) {
                if (first.action != null) {
                    all = new Due(first.action, all);
                    first.action = null;
                }
                unlink(first);
            }
            return all;
        }
    }

    /// What a slot has to run, in the order in which it was set.
    private record Due(Runnable action, @Nullable Due next) {}

    private static void runAll(@Nullable Due first) {
        for (Due due = first; due != null; due = due.next) {
            try {
                due.action.run();
            } catch (Throwable thrown) {
                log.error("a timer's action failed", thrown);
            }
        }
    }

    /// The time of {@link Ticker} at which to look next, if nothing sooner is set meanwhile.
    long planNext() {
        long next;
        do {
            next = nextTick();
            planned.set(next);
        } while (nextTick() < next);
        return next == NEVER ? ticker.nanos() + NEVER / 4 : origin + next * TICK_NANOS;
    }

    /// The slots of one round in their order: the first one with something of this very round is next; if there is none,
    /// whatever is earliest.
    private long nextTick() {
        long from = processed + 1;
        long best = NEVER;
        for (long tick = from; tick < from + slots.length; tick++) {
            long earliestHere = earliest.get(slotOf(tick));
            if (earliestHere <= tick) {
                return tick;
            }
            best = Math.min(best, earliestHere);
        }
        return best;
    }
}
