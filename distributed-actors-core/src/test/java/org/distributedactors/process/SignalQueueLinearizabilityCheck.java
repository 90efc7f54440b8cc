package org.distributedactors.process;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Senders and one receiver; the end of the queue at any moment.
class SignalQueueLinearizabilityCheck {

    /// A receiver runs when it was woken, so it never sees the moment between the first two steps of the first sender.
    private static @Nullable Signal awaitHead(SignalQueue queue) {
        Signal signal = queue.head();
        while (signal == null && !queue.isIdle()) {
            Thread.onSpinWait();
            signal = queue.head();
        }
        return signal;
    }

    @Param(name = "value", gen = IntGen.class)
    public static final class Queue {

        private final Cell cell = new Cell();

        /// A process ends once, and works on nothing after that.
        private boolean ended;

        private static final class Cell extends SignalQueue {

            @Override
            void wake() {}

            @Override
            void refuse(Signal signal) {}
        }

        @Operation
        public void send(@Param(name = "value") int value) {
            cell.enqueue(new Signal.Message(value));
        }

        @Operation(nonParallelGroup = "receiver")
        public @Nullable Object receive() {
            Signal signal = ended ? null : awaitHead(cell);
            if (signal == null) {
                return null;
            }
            cell.advance(signal);
            return ((Signal.Message) signal).content();
        }

        /// What was left; later messages are refused.
        @Operation(nonParallelGroup = "receiver")
        public List<Object> close() {
            List<Object> rest = new ArrayList<>();
            if (ended) {
                return rest;
            }
            ended = true;
            Signal inHand = cell.head();
            if (inHand != null) {
                rest.add(((Signal.Message) inHand).content());
            }
            for (Signal signal = cell.close(inHand); signal != null; signal = signal.next()) {
                rest.add(((Signal.Message) signal).content());
            }
            return rest;
        }
    }

    @Test
    void everyMessageIsReceivedOnceInOrderOrLeftAtTheEnd() {
        Linearizability.check(Queue.class);
    }

    /// The state of a process: whoever finds it idle wakes it, and nobody else does.
    @Param(name = "value", gen = IntGen.class)
    public static final class Run {

        private final Cell cell = new Cell();

        private static final class Cell extends SignalQueue {

            @Override
            void wake() {}

            @Override
            void refuse(Signal signal) {}
        }

        /// Whether this sender has to see to it that the process runs.
        @Operation
        public boolean offer(@Param(name = "value") int value) {
            return cell.offer(new Signal.Message(value));
        }

        /// Whether the process goes on; false when it is idle now, or was.
        @Operation(nonParallelGroup = "receiver")
        public boolean workOnOne() {
            Signal signal = awaitHead(cell);
            return signal != null && cell.advance(signal) != null;
        }
    }

    @Test
    void anIdleProcessIsWokenByExactlyOneSender() {
        Linearizability.check(Run.class);
    }
}
