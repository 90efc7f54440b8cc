package org.distributedactors.process;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// How much of a processor threads have used. What makes the difference between one that computes and one that got no
/// processor.
interface CpuTimes {

    /// @return in nanoseconds, or -1 when it is not known, as for virtual threads
    long of(Thread thread);

    static CpuTimes system() {
        return thread ->
                thread.isVirtual() ? -1 : Measured.BEAN.getThreadCpuTime(thread.threadId());
    }

    /// Loaded when it is first needed, which may be never.
    final class Measured {
        private static final ThreadMXBean BEAN = ManagementFactory.getThreadMXBean();

        private Measured() {}
    }
}
