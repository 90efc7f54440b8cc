package org.distributedactors.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// What one read from the network brought, seen as one round of deliveries on the thread that reads. Until its end idle
/// processes that get a signal from this thread are not woken. Then the {@link NonBlocking} ones run here, one after the
/// other, for half a millisecond in all, and what is left is handed to the workers; the others go there first, at the
/// latest after 256 signals: a worker that comes for each signal by itself and finds the next one missing costs
/// both threads more than the signal does. So do {@link NonBlocking} services of the kernel, unless a large message was among what came.
///
/// One for each thread; no virtual thread reads the network. Whatever happens, a round that was begun must be ended, or those processes wait until it is.
final class DeliveryRound {

    private static final ThreadLocal<DeliveryRound> HERE =
            ThreadLocal.withInitial(DeliveryRound::new);

    /// For all processes of one round.
    private static final long BUDGET_NANOS = 500_000;

    /// More are handed to the workers at once.
    private static final int MOST = 256;

    /// A service that gets more bytes than this in one message may work on it for long.
    private static final int SMALL = 4096;

    /// After so many signals those for the workers are handed over.
    private static final int STRETCH = 256;

    private final Queue<BehaviourCell> receivers = new ArrayDeque<>();
    private final List<BehaviourCell> forWorkers = new ArrayList<>();
    private int signals;
    private boolean open;
    private boolean large;
    private boolean running;

    private DeliveryRound() {}

    /// Begins a round on this thread, if none is under way.
    ///
    /// @param bytes of the message that is delivered next
    static void begin(int bytes) {
        DeliveryRound here = HERE.get();
        here.open = true;
        here.large |= bytes > SMALL;
        if (++here.signals >= STRETCH) {
            here.handToWorkers();
        }
    }

    private void handToWorkers() {
        signals = 0;
        if (!forWorkers.isEmpty()) {
            forWorkers.forEach(BehaviourCell::queue);
            forWorkers.clear();
        }
    }

    /// Ends the round on this thread, if one was begun, and runs those who have got something.
    ///
    /// @param ticker measures how long they run
    static void end(Ticker ticker) {
        DeliveryRound here = HERE.get();
        if (here.open && !here.running) {
            here.runAndClose(ticker);
        }
    }

    /// Ends the round on this thread and leaves everything to the workers.
    static void abandon() {
        DeliveryRound here = HERE.get();
        if (here.open && !here.running) {
            here.close();
        }
    }

    private void runAndClose(Ticker ticker) {
        handToWorkers();
        if (receivers.isEmpty()) {
            open = false;
            large = false;
            return;
        }
        running = true;
        try {
            runReceivers(ticker);
        } finally {
            running = false;
            close();
        }
    }

    private void close() {
        open = false;
        large = false;
        handToWorkers();
        receivers.forEach(BehaviourCell::queue);
        receivers.clear();
    }

    /// Also runs those whom the receivers write to, as long as there is time.
    private void runReceivers(Ticker ticker) {
        long start = ticker.nanos();
        long left = BUDGET_NANOS;
        for (BehaviourCell cell = receivers.poll(); cell != null; cell = receivers.poll()) {
            boolean mayTakeLong = large && cell.profile.pool == null;
            if (left <= 0 || mayTakeLong || !cell.runForReader(left)) {
                cell.queue();
            }
            left = BUDGET_NANOS - (ticker.nanos() - start);
        }
    }

    /// Whether the process, which was idle, will be seen to by a round on this thread.
    static boolean takes(BehaviourCell cell) {
        if (Thread.currentThread().isVirtual()) {
            return false;
        }
        DeliveryRound here = HERE.get();
        if (!here.open) {
            return false;
        }
        if (!cell.profile.isNonBlocking()) {
            return !here.running && here.forWorkers.add(cell);
        }
        return here.receivers.size() < MOST && here.receivers.add(cell);
    }

    /// Whether this thread runs the receivers of a round, so that nothing may wait on it.
    static boolean isRunningHere() {
        return !Thread.currentThread().isVirtual() && HERE.get().running;
    }
}
