package org.distributedactors.process;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts of one runtime since its start. Usable from any thread.
public final class ProcessCounters {

    private final LongAdder messages = new LongAdder();
    private final LongAdder forwarded = new LongAdder();
    private final LongAdder spawned = new LongAdder();
    private final LongAdder crashed = new LongAdder();
    private final LongAdder longMailboxes = new LongAdder();
    private final Map<DeadLetter, LongAdder> deadLetters = new EnumMap<>(DeadLetter.class);

    ProcessCounters() {
        for (DeadLetter reason : DeadLetter.values()) {
            deadLetters.put(reason, new LongAdder());
        }
    }

    /// Messages that processes of this node have taken.
    public long messages() {
        return messages.sum();
    }

    public long spawned() {
        return spawned.sum();
    }

    /// Processes that ended because of an exception nobody caught.
    public long crashed() {
        return crashed.sum();
    }

    /// How often a process was seen with more messages waiting than the warning threshold.
    public long longMailboxes() {
        return longMailboxes.sum();
    }

    void countLongMailbox() {
        longMailboxes.increment();
    }

    public long deadLetters(DeadLetter reason) {
        return adder(reason).sum();
    }

    void countDeadLetter(DeadLetter reason) {
        adder(reason).increment();
    }

    /// Messages to processes that run on other nodes now, passed on to there.
    public long forwarded() {
        return forwarded.sum();
    }

    void countForwarded() {
        forwarded.increment();
    }

    void countMessages(int count) {
        messages.add(count);
    }

    void countSpawned() {
        spawned.increment();
    }

    public void countCrashed() {
        crashed.increment();
    }

    private LongAdder adder(DeadLetter reason) {
        LongAdder adder = deadLetters.get(reason);
        if (adder == null) {
            throw new AssertionError(reason);
        }
        return adder;
    }
}
