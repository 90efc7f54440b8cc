package org.distributedactors.process;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// All processes of a node. The id of a pid is the place in this table, its serial counts how often the place was
/// used, so finding a process is two array reads and costs no entry in a map. Usable from any thread.
///
/// Free places form a stack; its head is one word of a place and a count, so that an old head is never taken for the
/// present one.
final class ProcessTable {

    private static final int CHUNK_BITS = 12;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int NONE = -1;

    private final AtomicReferenceArray<@Nullable Chunk> chunks;
    private final AtomicInteger used = new AtomicInteger();
    private final AtomicLong free = new AtomicLong(Integer.toUnsignedLong(NONE));
    private final LongAdder size = new LongAdder();
    private final int limit;

    /// @param limit the most processes alive at one time
    ProcessTable(int limit) {
        this.limit = limit;
        this.chunks = new AtomicReferenceArray<>((limit + CHUNK - 1) / CHUNK);
    }

    private static final class Chunk {
        final AtomicReferenceArray<@Nullable ProcessCell> cells = new AtomicReferenceArray<>(CHUNK);

        /// Twice the serial, and one more where the mailbox of the process has a bound.
        final int[] entries = new int[CHUNK];

        final AtomicIntegerArray nextFree = new AtomicIntegerArray(CHUNK);
    }

    /// Gives the cell its id and serial and makes it findable.
    ///
    /// @throws SystemLimitException when the table is full
    void add(ProcessCell cell) {
        int id = popFree();
        if (id == NONE) {
            id = used.getAndUpdate(count -> count < limit ? count + 1 : count);
            if (id >= limit) {
                throw new SystemLimitException("more than " + limit + " processes");
            }
        }
        Chunk chunk = chunkOf(id);
        int serial = chunk.entries[id & (CHUNK - 1)] >>> 1;
        cell.place(id, serial);
        chunk.entries[id & (CHUNK - 1)] = serial << 1 | (cell.bounded() == null ? 0 : 1);
        chunk.cells.set(id & (CHUNK - 1), cell);
        size.increment();
    }

    /// Takes the first place for ever and returns its pid, with which no process is ever found.
    Pid reserve(Atom node, int creation) {
        int id = used.getAndIncrement();
        return new Pid(node, id, 0, creation);
    }

    void remove(ProcessCell cell) {
        int id = cell.id();
        Chunk chunk = chunkOf(id);
        chunk.cells.set(id & (CHUNK - 1), null);
        chunk.entries[id & (CHUNK - 1)] = cell.serial() + 1 << 1;
        size.decrement();
        pushFree(id);
    }

    @Nullable ProcessCell find(Pid pid) {
        return find(pid, false);
    }

    /// The process, if its mailbox has no bound. Neither this nor the other looks at the process itself: its senders write to
    /// it, and would have to fetch it from each other once more.
    @Nullable ProcessCell findUnbounded(Pid pid) {
        return find(pid, true);
    }

    private @Nullable ProcessCell find(Pid pid, boolean unbounded) {
        int id = pid.id();
        if (id < 0 || id >= limit) {
            return null;
        }
        Chunk chunk = chunks.get(id >>> CHUNK_BITS);
        if (chunk == null) {
            return null;
        }
        ProcessCell cell = chunk.cells.get(id & (CHUNK - 1));
        int entry = chunk.entries[id & (CHUNK - 1)];
        boolean wanted = entry >>> 1 == pid.serial() && !(unbounded && (entry & 1) == 1);
        return wanted ? cell : null;
    }

    int size() {
        return size.intValue();
    }

    /// How many places were ever used; some are free.
    int places() {
        return used.get();
    }

    void forEach(Consumer<ProcessCell> action) {
        for (int id = 0; id < used.get(); id++) {
            accept(id, action);
        }
    }

    /// As the other, for this many places.
    ///
    /// @return the place to go on with, the first one after the last
    int forEach(int first, int places, Consumer<ProcessCell> action) {
        int end = (int) Math.min(used.get(), (long) first + places);
        for (int id = first; id < end; id++) {
            accept(id, action);
        }
        return end < used.get() ? end : 0;
    }

    private void accept(int id, Consumer<ProcessCell> action) {
        Chunk chunk = chunks.get(id >>> CHUNK_BITS);
        ProcessCell cell = chunk == null ? null : chunk.cells.get(id & (CHUNK - 1));
        if (cell != null) {
            action.accept(cell);
        }
    }

    private Chunk chunkOf(int id) {
        int index = id >>> CHUNK_BITS;
        Chunk chunk = chunks.get(index);
        if (chunk != null) {
            return chunk;
        }
        Chunk fresh = new Chunk();
        Chunk witness = chunks.compareAndExchange(index, null, fresh);
        return witness == null ? fresh : witness;
    }

    private int popFree() {
        while (true) {
            long head = free.get();
            int id = (int) head;
            if (id == NONE) {
                return NONE;
            }
            int next = chunkOf(id).nextFree.get(id & (CHUNK - 1));
            if (free.compareAndSet(head, word(head, next))) {
                return id;
            }
        }
    }

    private void pushFree(int id) {
        Chunk chunk = chunkOf(id);
        while (true) {
            long head = free.get();
            chunk.nextFree.set(id & (CHUNK - 1), (int) head);
            if (free.compareAndSet(head, word(head, id))) {
                return;
            }
        }
    }

    private static long word(long head, int id) {
        return (((head >>> 32) + 1) << 32) | Integer.toUnsignedLong(id);
    }
}
