package org.distributedactors.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// All processes of a node counted at about one moment, while they run on. It costs a look at each of them, some 10 ms for
/// a million, and asks none.
///
/// @param processes how many there are
/// @param waiting messages that wait in all mailboxes, about
/// @param types the types with the most processes; what is beyond the limit is left out
/// @param longest the processes for which most messages wait, those with none left out
public record ProcessCensus(int processes, long waiting, List<OfType> types, List<Queue> longest) {

    /// All processes of one type.
    ///
    /// @param waiting messages that wait in their mailboxes
    /// @param longest messages that wait in the fullest of these
    public record OfType(String type, int processes, long waiting, int longest) {

        private OfType with(int more) {
            return new OfType(type, processes + 1, waiting + more, Math.max(longest, more));
        }
    }

    /// The mailbox of one process.
    public record Queue(Pid pid, @Nullable Atom name, String type, int waiting) {}

    /// Counts; used by one thread.
    static final class Count {

        private static final int MOST_TYPES = 10_000;

        private static final Comparator<Queue> BY_LENGTH = Comparator.comparingInt(Queue::waiting);
        private static final Comparator<OfType> BY_PROCESSES =
                Comparator.comparingInt(OfType::processes).reversed().thenComparing(OfType::type);

        private final int limit;
        private final Map<String, OfType> types = new HashMap<>();
        private final PriorityQueue<Queue> longest = new PriorityQueue<>(BY_LENGTH);
        private int processes;
        private long waiting;

        /// @param limit how many types and queues are told at most
        Count(int limit) {
            this.limit = limit;
        }

        void add(ProcessCell cell) {
            int queued = cell.waiting();
            String type = cell.type();
            processes++;
            waiting += queued;
            if (types.size() < MOST_TYPES || types.containsKey(type)) {
                types.merge(
                        type,
                        new OfType(type, 1, queued, queued),
                        (before, one) -> before.with(queued));
            }
            if (queued > 0 && (longest.size() < limit || longest.peek().waiting < queued)) {
                longest.add(new Queue(cell.pid(), cell.name(), type, queued));
                if (longest.size() > limit) {
                    longest.poll();
                }
            }
        }

        ProcessCensus census() {
            List<Queue> queues = new ArrayList<>(longest);
            queues.sort(BY_LENGTH.reversed());
            return new ProcessCensus(
                    processes,
                    waiting,
                    types.values().stream().sorted(BY_PROCESSES).limit(limit).toList(),
                    queues);
        }
    }
}
