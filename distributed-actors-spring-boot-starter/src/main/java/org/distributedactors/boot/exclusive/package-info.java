/// Exclusive names: one owner also in a partition, as far as a lease in a store outside of the cluster can give that.
///
/// {@link org.distributedactors.boot.exclusive.LeaseKeeper} holds a lock of the application's `LockRegistry` and renews it, on
/// a thread of its own; {@link org.distributedactors.boot.exclusive.ExclusiveCandidate} runs the actor while the lease lasts,
/// and ends it before the lease can expire. What is promised is told at {@link org.distributedactors.boot.exclusive.Lease}.
@NullMarked
package org.distributedactors.boot.exclusive;

import org.jspecify.annotations.NullMarked;
