package org.distributedactors.process;

/// Somebody who waits for one answer under a reference; see {@link Aliases}. Called on any thread, also on those that
/// read the network, so it must be quick and never run user code.
public interface Awaiting {

    /// The answer; may be a {@link RemoteMessage}. Comes at most once, and then no `down` does.
    void answered(Object message);

    /// There will be no answer: the process that was asked is no more, or its node is lost.
    void down(ExitReason reason);
}
