package org.distributedactors.process;

import java.time.Duration;

/// Runs small things later, never early. What is run must be quick: it runs on the timers' own thread.
@FunctionalInterface
public interface Timers {

    Timer after(Duration delay, Runnable action);

    /// An action that only wakes somebody up, who then looks at the clock. It is also run, early, when the timers are closed:
    /// nobody sleeps for ever because of that.
    @FunctionalInterface
    interface WakeUp extends Runnable {}
}
