package org.distributedactors.migration;

import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Transit;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// Has a process stand still while it is not known whether it is the only one. By the migration server.
final class Fence {

    private final MigrationServer server;
    private final Pid process;
    private boolean closed;
    private @Nullable ExitReason end;
    private @Nullable Transit standing;

    Fence(MigrationServer server, Pid process) {
        this.server = server;
        this.process = process;
    }

    Pid process() {
        return process;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        if (!closed) {
            closed = true;
            server.processes().freeze(process, transit -> server.execute(() -> stands(transit)));
        }
    }

    /// It stands still, or is on its way elsewhere or gone.
    private void stands(@Nullable Transit transit) {
        standing = transit;
        if (end != null) {
            end(end);
        } else if (!closed && transit != null) {
            transit.thaw();
        }
    }

    void open() {
        closed = false;
        if (standing != null) {
            standing.thaw();
            standing = null;
        }
    }

    void end(ExitReason reason) {
        if (standing != null) {
            standing.end(reason);
        } else if (closed) {
            end = reason;
        } else {
            server.processes().exit(process, reason);
        }
    }
}
