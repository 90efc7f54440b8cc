package org.distributedactors.process;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warns of processes whose mailbox is long: one line a minute for each type. Usable from any thread.
///
/// | Seen by                                              | What                                                 |
/// |------------------------------------------------------|------------------------------------------------------|
/// | the process itself, once in many batches             | it works, and falls behind                           |
/// | a look at some of all processes, about once a second | also one that hangs in a handler or does not receive |
///
/// So nothing is counted for a message. A burst that is gone before the next look is no trouble, and is not told.
final class LongMailboxes {

    private static final Logger log = LoggerFactory.getLogger(LongMailboxes.class);
    private static final long QUIET_NANOS = 60_000_000_000L;
    private static final int MOST_TYPES = 1000;

    /// Of a large table that many are looked at in one go, and each place after so many looks at the latest.
    private static final int PLACES = 4096;

    private static final int LOOKS = 16;

    private final ProcessTable table;
    private final ProcessCounters counters;
    private final Ticker ticker;
    private final Map<String, Long> warned = new ConcurrentHashMap<>();
    private final Executor lines;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile int threshold;

    /// Where the next look begins. Of whoever looks.
    private int place;

    LongMailboxes(ProcessTable table, ProcessCounters counters, Ticker ticker, Executor lines) {
        this.table = table;
        this.counters = counters;
        this.ticker = ticker;
        this.lines = lines;
    }

    /// @param messages above which it warns; 0 never warns
    void threshold(int messages) {
        threshold = messages;
    }

    /// Looks at the next of all processes, unless somebody just does.
    void lookAtSome() {
        if (threshold > 0 && looking.compareAndSet(false, true)) {
            try {
                int places = Math.max(PLACES, table.places() / LOOKS);
                place = table.forEach(place, places, this::look);
            } finally {
                looking.set(false);
            }
        }
    }

    /// Looks no further than it takes to say whether the mailbox is long: a look at each of a million messages costs more
    /// than to handle them.
    void look(ProcessCell cell) {
        int limit = threshold;
        if (limit == 0 || cell.waiting(limit + 1) <= limit) {
            return;
        }
        counters.countLongMailbox();
        long nanos = ticker.nanos();
        Long last = warned.get(cell.type());
        if (last == null && warned.size() < MOST_TYPES
                || last != null && nanos - last > QUIET_NANOS) {
            warned.put(cell.type(), nanos);
            int waiting = cell.waiting();
            lines.execute(() ->
                    log.atWarn()
                            .addKeyValue("actor", cell.pid())
                            .addKeyValue("type", cell.type())
                            .log("{} messages wait for {} ({})", waiting, cell.pid(), cell.type()));
        }
    }
}
