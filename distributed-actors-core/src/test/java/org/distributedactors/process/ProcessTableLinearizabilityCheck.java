package org.distributedactors.process;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Two threads start and end processes in turn, which use each other's places, while all look for present and past ones.
class ProcessTableLinearizabilityCheck {

    @Param(name = "owner", gen = IntGen.class, conf = "0:1")
    public static final class Table {

        private static final int OWNERS = 2;

        private static final ProcessRuntime RUNTIME =
                new ProcessRuntime(
                        RuntimeConfig.of(
                                        NodeName.of("a@localhost"),
                                        7,
                                        (delay, action) -> Timer.OVER)
                                .withActivator(Runnable::hashCode));

        private final ProcessTable table = new ProcessTable(100);

        /// Of the owner's thread.
        private final @Nullable ProcessCell[] running = new ProcessCell[OWNERS];

        private final AtomicReferenceArray<@Nullable ProcessCell> present =
                new AtomicReferenceArray<>(OWNERS);
        private final AtomicReferenceArray<@Nullable Pid> past = new AtomicReferenceArray<>(OWNERS);

        @Operation(nonParallelGroup = "first")
        public void changeFirst() {
            change(0);
        }

        @Operation(nonParallelGroup = "second")
        public void changeSecond() {
            change(1);
        }

        /// Ends what runs, or starts something.
        private void change(int owner) {
            ProcessCell ending = running[owner];
            if (ending != null) {
                running[owner] = null;
                table.remove(ending);
                past.set(owner, ending.pid());
            } else {
                ProcessCell starting = new PlainCell(RUNTIME, null, self -> {});
                table.add(starting);
                running[owner] = starting;
                present.set(owner, starting);
            }
        }

        /// What the owner started last: nobody else is ever found by its pid.
        @Operation
        public String find(@Param(name = "owner") int owner) {
            ProcessCell cell = present.get(owner);
            ProcessCell found = cell == null ? null : table.find(cell.pid());
            return found == null ? "nobody" : found.equals(cell) ? "itself" : "another";
        }

        @Operation
        public boolean findsPast(@Param(name = "owner") int owner) {
            Pid pid = past.get(owner);
            return pid != null && table.find(pid) != null;
        }
    }

    @Test
    void aPidFindsItsOwnProcessWhileItRunsAndNobodyAfterThat() {
        Linearizability.check(Table.class);
    }
}
