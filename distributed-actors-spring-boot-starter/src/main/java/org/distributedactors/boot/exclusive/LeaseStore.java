package org.distributedactors.boot.exclusive;

import java.time.Duration;

/// Locks outside of the cluster that expire. All calls for one name come from one thread, and may block.
///
/// An exception other than {@link LeaseLostException} says nothing about who has the lock.
interface LeaseStore {

    /// Takes a lock, and waits for that at most so long.
    ///
    /// @return whether it is ours now
    boolean take(String name, Duration wait, Duration lease) throws InterruptedException;

    /// Lets it last for the lease's time from now.
    ///
    /// @throws LeaseLostException when it is not ours any more
    void renew(String name, Duration lease);

    /// Gives it back.
    void release(String name);
}
