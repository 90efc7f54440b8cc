package org.distributedactors.global;

import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.distributedactors.global.GlobalMessage.LostConnection;
import org.distributedactors.global.GlobalMessage.RemoveConnection;
import org.distributedactors.term.Atom;

/// Keeps partitions from overlapping: when two nodes lose each other, no third one may stay with both.
///
/// Who loses a connection reports it to its partition. Who hears of it for the first time passes it on and leaves
/// the lost node. A node that dies is left by all in the same way. The price: when a connection between two living
/// nodes breaks, both are left by all others.
final class OverlapPrevention {

    /// The version from which nodes understand these messages.
    private static final int SINCE_VERSION = 7;

    private static final Duration MEMORY = Duration.ofHours(1);
    private static final int REPORTS = 10_000;

    private final KnownNodes nodes;
    private final Outbox outbox;
    private final BigInteger creation;
    private final Map<Lost, BigInteger> operations = new LinkedHashMap<>();
    private boolean enabled;
    private long lastOperation;

    /// Apart for each life of the reporter: reports of two lives that cross must not make news of each other for ever.
    private record Lost(Atom reporter, BigInteger creation, Atom node) {

        static Lost of(LostConnection report) {
            return new Lost(report.reporter(), report.creation(), report.lost());
        }
    }

    /// @param creation tells this run of our node apart from others
    OverlapPrevention(boolean enabled, BigInteger creation, KnownNodes nodes, Outbox outbox) {
        this.enabled = enabled;
        this.creation = creation;
        this.nodes = nodes;
        this.outbox = outbox;
    }

    void disable() {
        enabled = false;
    }

    /// We lost a connection that we did not close.
    void connectionLost(Atom node) {
        if (enabled) {
            BigInteger operation = BigInteger.valueOf(++lastOperation);
            tell(new LostConnection(nodes.self(), creation, operation, node), node);
        }
    }

    /// Another node lost a connection.
    ///
    /// @return the node that we leave for it
    Optional<Atom> reported(LostConnection report) {
        if (!enabled || !isNews(report)) {
            return Optional.empty();
        }
        tell(report, report.reporter());
        remember(report);
        Atom leave = report.lost().equals(nodes.self()) ? report.reporter() : report.lost();
        if (!nodes.isKnownOrPending(leave)) {
            return Optional.empty();
        }
        if (nodes.isConnected(leave)) {
            outbox.send(leave, new RemoveConnection(nodes.self()));
        }
        outbox.notify(new GlobalEvent.ConnectionRemoved(leave, report.reporter(), report.lost()));
        return Optional.of(leave);
    }

    private boolean isNews(LostConnection report) {
        BigInteger known = operations.get(Lost.of(report));
        return known == null || known.compareTo(report.operation()) < 0;
    }

    private void remember(LostConnection report) {
        if (operations.size() >= REPORTS) {
            operations.remove(operations.keySet().iterator().next());
        }
        operations.put(Lost.of(report), report.operation());
        outbox.startTimer(
                new GlobalTimer.ForgetLostConnection(
                        report.reporter(), report.lost(), report.creation(), report.operation()),
                MEMORY);
    }

    void forget(GlobalTimer.ForgetLostConnection timer) {
        operations.remove(
                new Lost(timer.reporter(), timer.creation(), timer.lost()), timer.operation());
    }

    private void tell(LostConnection report, Atom except) {
        nodes.listeners(SINCE_VERSION, except).forEach(node -> outbox.send(node, report));
    }
}
