package org.distributedactors.process;

import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/// Two names, two processes.
class NamesLinearizabilityCheck {

    @Param(name = "name", gen = IntGen.class, conf = "0:1")
    @Param(name = "process", gen = IntGen.class, conf = "0:1")
    public static final class Names {

        private static final Atom[] NAMES = {Atom.of("a"), Atom.of("b")};

        private static final ProcessRuntime RUNTIME =
                new ProcessRuntime(
                        RuntimeConfig.of(
                                        NodeName.of("a@localhost"),
                                        7,
                                        (delay, action) -> Timer.OVER)
                                .withActivator(Runnable::hashCode));

        private final RegisteredNames names = new RegisteredNames();
        private final ProcessCell[] cells = {cell(), cell()};

        private static ProcessCell cell() {
            return new PlainCell(RUNTIME, null, self -> {});
        }

        @Operation
        public Registration register(
                @Param(name = "name") int name, @Param(name = "process") int process) {
            return names.register(NAMES[name], cells[process]);
        }

        @Operation
        public boolean unregister(@Param(name = "name") int name) {
            return names.unregister(NAMES[name]);
        }

        @Operation
        public int whereis(@Param(name = "name") int name) {
            ProcessCell found = names.whereis(NAMES[name]);
            return found == null ? -1 : found.equals(cells[0]) ? 0 : 1;
        }

        /// The process ends.
        @Operation
        public void release(@Param(name = "process") int process) {
            names.release(cells[process]);
        }
    }

    @Test
    void namesChangeInOneStep() {
        Linearizability.check(Names.class);
    }
}
