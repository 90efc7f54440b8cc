package org.distributedactors.process;

/// What a {@link WorkerPool} has learnt about all processes of one type. Written by the watcher or by a handler that is
/// about to wait, read by whoever activates such a process.
final class ActivationProfile {

    private volatile boolean blocking;

    /// Whether a handler of this type was seen to block; its activations run on virtual threads from then on.
    boolean isBlocking() {
        return blocking;
    }

    void seenBlocking() {
        blocking = true;
    }
}
