package org.distributedactors.boot.exclusive;

import java.util.function.Consumer;
import org.distributedactors.process.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where exclusive actors get their leases: a lock registry that renews, and fencing tokens if the application has them.
public final class Leases implements ExclusiveCandidate.Keepers {

    private static final Logger log = LoggerFactory.getLogger(Leases.class);

    private final LeaseStore store;
    private final @Nullable FencingTokens tokens;
    private final LeaseTimes times;
    private final Consumer<Runnable> threads;

    /// @param threads starts a thread of its own for each keeper
    Leases(
            LeaseStore store,
            @Nullable FencingTokens tokens,
            LeaseTimes times,
            Consumer<Runnable> threads) {
        this.store = store;
        this.tokens = tokens;
        this.times = times;
        this.threads = threads;
    }

    /// A daemon for each name: a process that waits for a lock must not keep the application alive.
    static void startThread(Runnable keeper) {
        Thread.ofPlatform().daemon().name("distributed-actors-lease").start(keeper);
    }

    @Override
    public Consumer<LeaseKeeper.Order> keep(
            String name, Ticker ticker, LeaseKeeper.Listener listener) {
        LeaseKeeper keeper = new LeaseKeeper(name, store, tokens, times, ticker, listener);
        threads.accept(keeper);
        log.info(
                "Exclusive name {}: its lock lasts {} without renewal, {}",
                name,
                times.lease(),
                tokens == null
                        ? "and there are no fencing tokens, since there is no FencingTokens bean"
                        : "and owners have fencing tokens");
        return keeper::order;
    }
}
