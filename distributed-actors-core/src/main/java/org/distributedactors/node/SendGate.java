package org.distributedactors.node;

import java.util.concurrent.CountDownLatch;
import org.distributedactors.process.PlainSelf;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.jspecify.annotations.Nullable;

/// Slows down those who send messages to a peer for which too much waits, so that memory stays within the budget of each
/// connection. See `docs/decisions/0010-senders-encode-and-wait.md`.
///
/// | Sender                                   | Over the limit                     | Over twice the limit |
/// |------------------------------------------|------------------------------------|----------------------|
/// | plain process, any virtual thread        | waits; an exit signal ends that    | waits                |
/// | message handler                          | goes on, its next message waits    | its send fails       |
/// | service of the kernel, timer             | goes on                            | goes on              |
/// | any other thread                         | as the {@link BusyPolicy} says     | the same             |
///
/// An answer does not fail: its handler must not end because the node of a caller is slow. Nor does a message that is passed on by the
/// old pid of a process that has moved, which takes the next one only when the peer is free again. Signals other than messages are
/// never slowed down: leaving one out would break what links and monitors promise.
final class SendGate {

    private final ProcessRuntime runtime;
    private final BusyPolicy policy;

    SendGate(ProcessRuntime runtime, BusyPolicy policy) {
        this.runtime = runtime;
        this.policy = policy;
    }

    /// Lets the sender on this thread through, perhaps later.
    ///
    /// @param answer whether it answers a call, or is passed on
    /// @return false when the message is to be dropped
    /// @throws BusyException when the sender cannot wait
    boolean admits(Peer peer, boolean answer) {
        return !peer.isBusy() || admitsToBusy(peer, answer);
    }

    private boolean admitsToBusy(Peer peer, boolean answer) {
        switch (runtime.pace()) {
            case WAITS -> await(peer);
            case IS_HELD -> {
                if (!answer && peer.isOverloaded()) {
                    throw new BusyException(
                            peer.atom(), "a message handler has sent too much more to wait for it");
                }
                runtime.holdBack(peer);
            }
            case SERVES -> {}
            case FOREIGN -> {
                return outside(peer);
            }
        }
        return true;
    }

    private boolean outside(Peer peer) {
        switch (policy) {
            case WAIT -> await(peer);
            case FAIL -> throw new BusyException(peer.atom(), "busy-policy is fail");
            case DROP -> {
                return false;
            }
        }
        return true;
    }

    private void await(Peer peer) {
        ProcessRuntime.aboutToWait();
        while (peer.isBusy()) {
            CountDownLatch free = new CountDownLatch(1);
            peer.whenOver(free::countDown);
            try {
                free.await();
            } catch (InterruptedException interrupted) {
                interrupted(peer);
            }
        }
    }

    /// An exit signal ends a plain process here and now. One that turns out not to end it is forgotten.
    private void interrupted(Peer peer) {
        @Nullable Self self = runtime.current().orElse(null);
        if (self instanceof PlainSelf process) {
            process.mark();
        } else {
            Thread.currentThread().interrupt();
            throw new BusyException(peer.atom(), "the sender was interrupted while it waited");
        }
    }
}
