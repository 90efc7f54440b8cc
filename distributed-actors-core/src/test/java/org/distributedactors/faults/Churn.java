package org.distributedactors.faults;

import static org.distributedactors.faults.EventLog.event;

import java.time.Duration;
import java.util.SplittableRandom;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.PlainSelf;
import org.distributedactors.process.ProcessBody;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// Takes names of the whole cluster and gives them back, again and again, and tells from when to when it has one. The name
/// is given back by the end of its owner.
final class Churn {

    private static final int LONGEST_MILLIS = 300;
    private static final ProcessBody IDLE = self -> self.receive(message -> null);

    private final Kernel kernel;
    private @Nullable Pid churning;

    Churn(Kernel kernel) {
        this.kernel = kernel;
    }

    void start(int names, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        churning =
                kernel.node()
                        .spawn(self -> {
                            while (true) {
                                once(self, "churn" + random.nextInt(names), random);
                            }
                        });
    }

    void stop() {
        if (churning != null) {
            kernel.node().exit(churning, ExitReason.KILL);
            churning = null;
        }
    }

    private void once(PlainSelf self, String name, SplittableRandom random) {
        Pid owner = kernel.node().spawn(IDLE);
        long from = System.nanoTime();
        try {
            if (kernel.globalRegistry().register(Atom.of(name), owner)) {
                event("has", name, owner, from);
                pause(self, random);
            }
        } catch (IllegalStateException busy) {
            event("refused", name, busy.getMessage());
        } finally {
            event("gives", name, owner);
            kernel.node().exit(owner, ExitReason.KILL);
        }
        pause(self, random);
    }

    private static void pause(PlainSelf self, SplittableRandom random) {
        self.receive(Duration.ofMillis(random.nextInt(LONGEST_MILLIS)), message -> null);
    }
}
