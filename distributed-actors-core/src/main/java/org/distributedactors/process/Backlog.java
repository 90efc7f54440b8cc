package org.distributedactors.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// About how many messages wait for one process, from samples: each sampled message stands for all those that its worker
/// has sent since the last sample, wherever they went. Senders on workers give way to a process that has fallen far
/// behind; without that, its queue can grow until the collector does nothing but copy it, and then it never catches up.
///
/// Made when a process is first hit by a sample, so most have none.
final class Backlog {

    /// A sample is taken at each so many messages that a worker sends.
    static final int SAMPLE = 256;

    /// Some 12 MB of messages. Half of the throughput is lost with an eighth of it, since senders then give way all the time.
    private static final int FAR_BEHIND = 1 << 18;

    /// The most that one sample makes its sender give way. A send never waits for the receiver.
    private static final int MOST_YIELDS = 4;

    private static final VarHandle SENT;

    static {
        try {
            SENT = MethodHandles.lookup().findVarHandle(Backlog.class, "sent", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // through SENT
    private volatile int sent;

    /// Written by the process alone.
    private volatile int handled;

    /// A worker has sent a sampled message.
    void sample() {
        SENT.getAndAdd(this, SAMPLE);
        for (int i = 0; i < MOST_YIELDS && sent - handled > FAR_BEHIND; i++) {
            Thread.yield();
        }
    }

    /// The process has handled so many signals.
    void handled(int count) {
        handled += count;
    }

    /// Nothing waits, so whatever the samples say is wrong.
    void nothingWaits() {
        handled = sent;
    }
}
