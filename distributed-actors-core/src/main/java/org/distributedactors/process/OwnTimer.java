package org.distributedactors.process;

import java.time.Duration;

/// A timer that a process has set for itself. It can stand still while the process is on its way to another node.
interface OwnTimer extends Timer {

    Object message();

    /// Between two messages; zero when there is only one.
    Duration period();

    /// Stands still: no message comes until it goes on.
    void suspend();

    /// Goes on; what would have come meanwhile comes now. Nothing happens when it did not stand still.
    void goOn();
}
