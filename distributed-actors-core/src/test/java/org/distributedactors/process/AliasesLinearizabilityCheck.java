package org.distributedactors.process;

import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Reference;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/// The one monitor and alias of a call, which an answer, an end and a time-out compete for.
class AliasesLinearizabilityCheck {

    public static final class Call {

        private static final Reference ALIAS = Reference.of(Atom.of("a@localhost"), 7, 1, 0, 0);

        private final Aliases aliases = new Aliases();
        private final AtomicInteger outcomes = new AtomicInteger();

        public Call() {
            aliases.open(
                    ALIAS,
                    new Awaiting() {
                        @Override
                        public void answered(Object message) {
                            outcomes.incrementAndGet();
                        }

                        @Override
                        public void down(ExitReason reason) {
                            outcomes.incrementAndGet();
                        }
                    },
                    null);
        }

        @Operation
        public boolean answer() {
            return aliases.answer(ALIAS, "answer");
        }

        @Operation
        public boolean end() {
            return aliases.down(ALIAS, ExitReason.NORMAL);
        }

        @Operation
        public boolean giveUp() {
            return aliases.close(ALIAS);
        }

        @Operation
        public boolean isOpen() {
            return aliases.isOpen(ALIAS);
        }
    }

    @Test
    void aCallHasOneOutcome() {
        Linearizability.check(Call.class);
    }
}
