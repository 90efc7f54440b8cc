package org.distributedactors.boot.exclusive;

import java.time.Duration;
import java.util.ConcurrentModificationException;
import org.springframework.integration.support.locks.DistributedLock;
import org.springframework.integration.support.locks.RenewableLockRegistry;

/// Leases from a lock registry of Spring Integration. Its locks belong to a thread, which is why one thread does all for a
/// name.
final class LockRegistryLeases implements LeaseStore {

    private static final String PREFIX = "distributed-actors/";

    private final RenewableLockRegistry<?> registry;

    LockRegistryLeases(RenewableLockRegistry<?> registry) {
        this.registry = registry;
    }

    private static String key(String name) {
        return PREFIX + name;
    }

    private DistributedLock lock(String name) {
        if (registry.obtain(key(name)) instanceof DistributedLock lock) {
            return lock;
        }
        throw new IllegalStateException(
                "the locks of " + registry.getClass().getName() + " have no time to live");
    }

    @Override
    public boolean take(String name, Duration wait, Duration lease) throws InterruptedException {
        return lock(name).tryLock(wait, lease);
    }

    @Override
    public void renew(String name, Duration lease) {
        try {
            registry.renewLock(key(name), lease);
        } catch (IllegalStateException
                | IllegalMonitorStateException
                | ConcurrentModificationException notOurs) {
            throw new LeaseLostException(notOurs);
        }
    }

    @Override
    public void release(String name) {
        lock(name).unlock();
    }
}
