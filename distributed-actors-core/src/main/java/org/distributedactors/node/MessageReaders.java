package org.distributedactors.node;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.etf.TermReader;
import org.jspecify.annotations.Nullable;

/// Readers of small messages, used again and again. Any thread may take one; there is always another. What was read refers
/// to nothing of the reader.
///
/// A reader stays where it is and is marked as taken: to take it out and put it back would be a store of a reference into
/// an old object for each message, which costs the collector more than a new reader.
final class MessageReaders {

    /// A power of two.
    private static final int KEPT = 16;

    private static final int MOST_BYTES = 4096;
    private static final int FREE = 0;
    private static final int TAKEN = 1;

    private final TermLimits limits;
    private final @Nullable TermReader[] readers = new @Nullable TermReader[KEPT];
    private final AtomicIntegerArray state = new AtomicIntegerArray(KEPT);

    MessageReaders(TermLimits limits) {
        this.limits = limits;
    }

    /// A reader that stands at the term's beginning, to be given back by the same thread when the term is read.
    TermReader take(EncodedTerm term) {
        int place = place();
        if (term.size() > MOST_BYTES || !state.compareAndSet(place, FREE, TAKEN)) {
            return term.reader(limits);
        }
        TermReader kept = readers[place];
        if (kept == null) {
            kept = TermReader.reusable(limits);
            readers[place] = kept;
        }
        term.fill(kept);
        return kept;
    }

    /// Nobody may use it any more.
    void give(TermReader reader) {
        if (reader.isReusable()) {
            reader.clear();
            state.setRelease(place(), FREE);
        }
    }

    private static int place() {
        return (int) Thread.currentThread().threadId() & (KEPT - 1);
    }
}
