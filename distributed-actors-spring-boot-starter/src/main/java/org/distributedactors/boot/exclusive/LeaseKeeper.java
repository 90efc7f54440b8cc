package org.distributedactors.boot.exclusive;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.distributedactors.process.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Takes the lease for one name, renews it, and gives it back. Runs on a thread of its own, since a store may block for long and
/// its locks belong to a thread. It decides nothing about the actor: it reports, and the lock stays ours until it is told that no
/// instance runs any more.
///
/// | State    | What happens                                  | Then                                        |
/// |----------|-----------------------------------------------|---------------------------------------------|
/// | TAKING   | the store gives it, and a token if there are  | reports `granted`, HOLDING                   |
/// | TAKING   | another has it, or the store fails            | tries again                                  |
/// | TAKING   | the answer came when the lease was nearly over | gives it back, tries again                  |
/// | HOLDING  | a third of the lease has passed               | renews                                       |
/// | HOLDING  | a renewal fails                               | tries again, at shorter intervals            |
/// | HOLDING  | the store says it is not ours, or time is over | reports `lost`, waits for the order         |
/// | HOLDING  | ordered to release                            | gives it back, TAKING                        |
/// | any      | ordered to close                              | gives it back, ends                          |
/// | HOLDING  | whoever gave orders is dead                   | lets the lease run out, gives it back, ends  |
final class LeaseKeeper implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

    private final String name;
    private final LeaseStore store;
    private final @Nullable FencingTokens tokens;
    private final LeaseTimes times;
    private final Ticker ticker;
    private final Listener listener;
    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private boolean closed;
    private boolean saidTaking;
    private boolean saidRenewing;

    /// What it is told.
    enum Order {
        /// No instance runs any more, and the lease is wanted again.
        RELEASE,
        /// No instance runs any more, and none will.
        CLOSE
    }

    /// Who is told. Must not block.
    interface Listener {

        /// The lease is ours: an instance may run.
        void granted(Lease lease);

        /// It is not ours any more: no instance may run.
        void lost(Lease lease);

        /// All is given back, and nothing follows.
        void closed();

        /// Whether there is still somebody who will give an order.
        boolean isAlive();
    }

    LeaseKeeper(
            String name,
            LeaseStore store,
            @Nullable FencingTokens tokens,
            LeaseTimes times,
            Ticker ticker,
            Listener listener) {
        this.name = name;
        this.store = store;
        this.tokens = tokens;
        this.times = times;
        this.ticker = ticker;
        this.listener = listener;
    }

    /// Any thread may give one.
    void order(Order order) {
        orders.add(order);
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                Lease lease = take();
                if (lease != null) {
                    hold(lease);
                } else {
                    obey(orders.poll());
                    closed |= !listener.isAlive();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            listener.closed();
        }
    }

    private void obey(@Nullable Order order) {
        closed |= order == Order.CLOSE;
    }

    private @Nullable Lease take() throws InterruptedException {
        long before = ticker.nanos();
        try {
            if (!store.take(name, times.poll(), times.lease())) {
                return null;
            }
        } catch (RuntimeException failure) {
            log.atLevel(saidTaking ? Level.DEBUG : Level.WARN)
                    .setCause(failure)
                    .addKeyValue("name", name)
                    .log("The lock for the exclusive name {} cannot be asked for", name);
            saidTaking = true;
            obey(orders.poll(times.retryEvery().toNanos(), TimeUnit.NANOSECONDS));
            return null;
        }
        saidTaking = false;
        return granted(before);
    }

    /// The token is asked for while the lock is ours, and counts only if the lock was surely still ours when it came.
    private @Nullable Lease granted(long before) throws InterruptedException {
        try {
            OptionalLong token =
                    tokens == null ? OptionalLong.empty() : OptionalLong.of(tokens.next(name));
            Lease lease = new Lease(name, token, times, ticker, before);
            if (lease.age().compareTo(times.endAfter()) < 0) {
                return lease;
            }
            log.warn("The lock for the exclusive name {} came too late and is given back", name);
        } catch (RuntimeException failure) {
            log.atWarn()
                    .setCause(failure)
                    .addKeyValue("name", name)
                    .log("There is no fencing token for the exclusive name {}", name);
        }
        release();
        obey(orders.poll(times.retryEvery().toNanos(), TimeUnit.NANOSECONDS));
        return null;
    }

    private void hold(Lease lease) throws InterruptedException {
        listener.granted(lease);
        boolean ours = true;
        Duration delay = times.renewEvery();
        while (true) {
            Order order = orders.poll(delay.toNanos(), TimeUnit.NANOSECONDS);
            if (order != null) {
                release();
                obey(order);
                return;
            }
            if (!listener.isAlive()) {
                runOut(lease);
                return;
            }
            if (ours) {
                delay = renew(lease);
                ours = lease.isOurs();
                if (!ours) {
                    listener.lost(lease);
                }
            } else {
                delay = times.retryEvery();
            }
        }
    }

    /// @return when to look again
    private Duration renew(Lease lease) {
        long before = ticker.nanos();
        try {
            store.renew(name, times.lease());
            lease.renewed(before);
            saidRenewing = false;
            return times.renewEvery();
        } catch (LeaseLostException lost) {
            log.atError()
                    .addKeyValue("name", name)
                    .log("The exclusive name {} is lost: {}", name, lost.getMessage());
            lease.lost();
        } catch (RuntimeException failure) {
            log.atLevel(saidRenewing ? Level.DEBUG : Level.WARN)
                    .setCause(failure)
                    .addKeyValue("name", name)
                    .log("The lock for the exclusive name {} is not renewed", name);
            saidRenewing = true;
        }
        return times.retryEvery();
    }

    /// Nobody can say whether an instance still runs, so nobody else may begin before the time is over.
    private void runOut(Lease lease) throws InterruptedException {
        closed = true;
        Duration left = times.lease().minus(lease.age());
        while (!left.isNegative() && !left.isZero()) {
            orders.poll(left.toNanos(), TimeUnit.NANOSECONDS);
            left = times.lease().minus(lease.age());
        }
        release();
    }

    /// What fails here has no effect but that the lease runs out by itself.
    private void release() {
        try {
            store.release(name);
        } catch (RuntimeException failure) {
            log.debug("The lock for the exclusive name {} is not given back", name, failure);
        }
    }
}
