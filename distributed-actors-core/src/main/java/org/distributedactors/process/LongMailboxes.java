package org.distributedactors.process;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warns of processes whose mailbox is long: one line a minute for each type. Usable from any thread.
final class LongMailboxes {

    private static final Logger log = LoggerFactory.getLogger(LongMailboxes.class);
    private static final long QUIET_NANOS = 60_000_000_000L;
    private static final int MOST_TYPES = 1000;

    private final Map<String, Long> warned = new ConcurrentHashMap<>();
    private final Executor lines;
    private volatile int threshold;

    LongMailboxes(Executor lines) {
        this.lines = lines;
    }

    /// @param messages above which it warns; 0 never warns
    void threshold(int messages) {
        threshold = messages;
    }

    /// Looks no further than it takes to say whether the mailbox is long: a look at each of a million messages costs more
    /// than to handle them.
    ///
    /// @return whether the mailbox is too long
    boolean look(ProcessCell cell, long nanos) {
        int limit = threshold;
        if (limit == 0 || cell.waiting(limit + 1) <= limit) {
            return false;
        }
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
        return true;
    }
}
