package org.distributedactors.process;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What goes wrong in the code of processes: logged and counted here and nowhere else. Usable from any thread.
final class Mishaps {

    private static final Logger log = LoggerFactory.getLogger(Mishaps.class);

    private final ProcessCounters counters;

    Mishaps(ProcessCounters counters) {
        this.counters = counters;
    }

    /// The reason of a process whose code threw this.
    ExitReason crashed(ProcessCell cell, Throwable thrown, String messageType) {
        if (thrown instanceof ProcessExit exit) {
            return exit.reason();
        }
        counters.countCrashed();
        log.error(
                "process crashed: pid={} type={} message={}",
                cell.pid(),
                cell.type(),
                messageType,
                thrown);
        return ExitReason.of(thrown);
    }

    void terminateFailed(ProcessCell cell, Throwable thrown) {
        if (!(thrown instanceof ProcessExit)) {
            log.error("terminate failed: pid={} type={}", cell.pid(), cell.type(), thrown);
        }
    }

    void activationRefused(ProcessCell cell, RuntimeException refusal) {
        log.warn(
                "process cannot run: its activator refuses, pid={} type={}",
                cell.pid(),
                cell.type(),
                refusal);
    }
}
