package org.distributedactors.boot.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.distributedactors.node.Node;
import org.distributedactors.process.ProcessRuntime;
import org.jspecify.annotations.Nullable;

/// How many processes there are of each type that the application declares, and of all others together: as tags of a meter
/// types must be few, and each lambda is one. Gauges are read one after the other, so one look at all processes serves for a
/// second.
final class ProcessesByType {

    /// All types that the application does not declare, and one that it calls so.
    static final String OTHER = "other";

    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private final Node node;
    private final Set<String> declared;
    private @Nullable Look last;

    private record Look(
            ProcessRuntime processes, long nanos, Map<String, Integer> counts, int all) {

        private double others() {
            return Math.max(0, all - counts.values().stream().mapToInt(Integer::intValue).sum());
        }
    }

    ProcessesByType(Node node, Set<String> types) {
        this.node = node;
        this.declared = new TreeSet<>(types);
        declared.remove(OTHER);
    }

    /// The declared types and {@link #OTHER}.
    Set<String> types() {
        Set<String> all = new TreeSet<>(declared);
        all.add(OTHER);
        return all;
    }

    double count(String type) {
        if (!node.isUp()) {
            return 0;
        }
        Look now = look(node.processes());
        return type.equals(OTHER) ? now.others() : now.counts.getOrDefault(type, 0);
    }

    private synchronized Look look(ProcessRuntime processes) {
        long nanos = node.environment().ticker().nanos();
        Look known = last;
        if (known == null || known.processes != processes || nanos - known.nanos >= FRESH) {
            int all = processes.processCount();
            known = new Look(processes, nanos, processes.countsOf(declared), all);
            last = known;
        }
        return known;
    }
}
