package org.distributedactors.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/// A wheel of two slots, so that timers of several rounds share them. Time passes when the runner looks.
class TimersLinearizabilityCheck {

    @Param(name = "timer", gen = IntGen.class, conf = "0:2")
    public static final class Wheel {

        private volatile long now;
        private final List<Integer> happened = new ArrayList<>();
        private final TimerWheel wheel = new TimerWheel(() -> now, () -> {}, 2);
        private final ConcurrentHashMap<Integer, Timer> timers = new ConcurrentHashMap<>();

        public Wheel() {
            for (int i = 0; i < 3; i++) {
                int timer = i;
                timers.put(i, wheel.add(2_000_000L * i + 1, () -> happened.add(timer)));
            }
        }

        @Operation
        public boolean cancel(@Param(name = "timer") int timer) {
            return timers.get(timer).cancel().isPresent();
        }

        @Operation
        public boolean isPending(@Param(name = "timer") int timer) {
            return timers.get(timer).left().isPresent();
        }

        /// What happens within the next two milliseconds.
        @Operation(nonParallelGroup = "runner")
        public List<Integer> pass() {
            happened.clear();
            now += 2_000_000;
            wheel.runDue();
            return List.copyOf(happened);
        }
    }

    @Test
    void aTimerHappensOrIsCancelledOnce() {
        Linearizability.check(Wheel.class);
    }
}
