package org.distributedactors.process;

import java.util.Objects;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Two names, two processes.
class NamesLinearizabilityCheck {

    @Param(name = "name", gen = IntGen.class, conf = "0:1")
    @Param(name = "process", gen = IntGen.class, conf = "0:1")
    public static final class Names {

        private static final Atom[] NAMES = {Atom.of("a"), Atom.of("b")};

        private final ProcessRuntime runtime =
                new ProcessRuntime(
                        RuntimeConfig.of(
                                        NodeName.of("a@localhost"),
                                        7,
                                        (delay, action) -> Timer.OVER)
                                .withActivator(Runnable::hashCode));
        private final RegisteredNames names = runtime.names();
        private final ProcessCell[] cells = {cell(), cell()};

        /// Never runs.
        private ProcessCell cell() {
            SpawnResult result = runtime.spawn(SpawnOptions.DEFAULT, new Nothing());
            return Objects.requireNonNull(runtime.find(result.pid()));
        }

        private static final class Nothing implements ProcessBehaviour {
            @Override
            public @Nullable ExitReason start(Self self) {
                return null;
            }

            @Override
            public @Nullable ExitReason receive(Self self, Object message) {
                return null;
            }
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
            return numberOf(found == null ? null : found.pid());
        }

        @Operation
        public int registerOrGet(
                @Param(name = "name") int name, @Param(name = "process") int process) {
            return numberOf(runtime.registerOrGet(NAMES[name], cells[process].pid()).orElse(null));
        }

        private int numberOf(@Nullable Pid pid) {
            return pid == null ? -1 : pid.equals(cells[0].pid()) ? 0 : 1;
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
