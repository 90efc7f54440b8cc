package org.distributedactors.process;

import java.time.Duration;

/// Runs small things later. What is run must be quick: it runs on the timers' own thread.
@FunctionalInterface
public interface Timers {

    Timer after(Duration delay, Runnable action);
}
