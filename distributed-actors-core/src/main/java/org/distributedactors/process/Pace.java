package org.distributedactors.process;

/// How whoever runs on a thread can be slowed down.
public enum Pace {
    /// It may be made to wait: a plain process, or any other virtual thread.
    WAITS,
    /// It is a message handler, which must not hold its thread. It is slowed down between two messages.
    IS_HELD,
    /// Others depend on it: a service of the kernel, the timers. It is never slowed down.
    SERVES,
    /// A thread of the application.
    FOREIGN
}
