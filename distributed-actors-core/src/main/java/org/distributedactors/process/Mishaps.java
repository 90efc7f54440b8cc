package org.distributedactors.process;

import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What goes wrong in the code of processes: logged and counted here and nowhere else. Usable from any thread.
final class Mishaps {

    private static final Logger log = LoggerFactory.getLogger(Mishaps.class);

    private final ProcessCounters counters;
    private final Executor lines;

    Mishaps(ProcessCounters counters, Executor lines) {
        this.counters = counters;
        this.lines = lines;
    }

    /// A process that is seen to by a thread of the network must not hold it up by its end.
    private void write(Runnable line) {
        if (CurrentProcess.visitsHere() > 0) {
            lines.execute(line);
        } else {
            line.run();
        }
    }

    /// The reason of a process whose code threw this.
    ExitReason crashed(ProcessCell cell, Throwable thrown, String messageType) {
        if (thrown instanceof ProcessExit exit) {
            return exit.reason();
        }
        counters.countCrashed();
        write(() ->
                log.error(
                        "process crashed: pid={} type={} message={}",
                        cell.pid(),
                        cell.type(),
                        messageType,
                        thrown));
        return ExitReason.of(thrown);
    }

    void terminateFailed(ProcessCell cell, Throwable thrown) {
        if (!(thrown instanceof ProcessExit)) {
            write(() ->
                    log.error("terminate failed: pid={} type={}", cell.pid(), cell.type(), thrown));
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
