package org.distributedactors.boot.exclusive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One lock, held by one thread, with a store that can be made to fail.
class LeaseKeeperTest {

    private static final LeaseTimes TIMES = new LeaseTimes(Duration.ofSeconds(1));

    private final FakeStore store = new FakeStore();
    private final AtomicLong skipped = new AtomicLong();
    private final Told told = new Told();
    private @Nullable LeaseKeeper keeper;
    private @Nullable Thread thread;

    /// What the keeper reports.
    private static final class Told implements LeaseKeeper.Listener {

        final List<Lease> granted = Collections.synchronizedList(new ArrayList<>());
        volatile int lost;
        volatile boolean closed;
        volatile boolean alive = true;

        @Override
        public void granted(Lease lease) {
            granted.add(lease);
        }

        @Override
        public void lost(Lease lease) {
            lost++;
        }

        @Override
        public void closed() {
            closed = true;
        }

        @Override
        public boolean isAlive() {
            return alive;
        }
    }

    private LeaseKeeper start(@Nullable FencingTokens tokens) {
        LeaseKeeper started =
                new LeaseKeeper(
                        "ledger",
                        store,
                        tokens,
                        TIMES,
                        () -> System.nanoTime() + skipped.get(),
                        told);
        keeper = started;
        thread = Thread.startVirtualThread(started);
        return started;
    }

    @AfterEach
    void close() throws InterruptedException {
        if (keeper != null && thread != null) {
            store.fails = false;
            keeper.order(LeaseKeeper.Order.CLOSE);
            thread.join(Duration.ofSeconds(10));
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private void awaitGranted(int times) {
        await().until(() -> told.granted.size() == times);
    }

    private void awaitCall(String call) {
        await().until(() -> store.calls.contains(call));
    }

    @Test
    void aFreeLockIsTakenAndRenewed() {
        start(null);

        awaitGranted(1);
        awaitCall("renew");

        assertThat(told.granted.getFirst().isValid()).isTrue();
        assertThat(told.granted.getFirst().fencingToken()).isEmpty();
        assertThat(told.lost).isZero();
    }

    @Test
    void aLockOfAnotherIsWaitedFor() {
        store.free = false;
        start(null);

        store.free = true;

        awaitGranted(1);
    }

    @Test
    void itIsGivenBackOnlyOnOrderAndTakenAnew() {
        LeaseKeeper keeper = start(null);
        awaitGranted(1);
        assertThat(store.calls).doesNotContain("release");

        keeper.order(LeaseKeeper.Order.RELEASE);

        awaitGranted(2);
        assertThat(store.calls).contains("release");
    }

    @Test
    void anOwnerThatCloses() {
        LeaseKeeper keeper = start(null);
        awaitGranted(1);

        keeper.order(LeaseKeeper.Order.CLOSE);

        await().until(() -> told.closed);
        assertThat(store.free).isTrue();
    }

    @Test
    void aLockThatTheStoreGaveToAnotherIsReportedAtOnce() {
        start(null);
        awaitGranted(1);

        store.stolen = true;

        await().until(() -> told.lost == 1);
        assertThat(told.granted.getFirst().isValid()).isFalse();
    }

    @Test
    void aDatabaseThatComesBackInTimeCostsNothing() {
        start(null);
        awaitGranted(1);
        store.fails = true;
        store.fails = false;

        awaitCall("renew");

        assertThat(told.lost).isZero();
    }

    @Test
    void aDatabaseThatStaysAwayEndsTheLease() {
        start(null);
        awaitGranted(1);

        store.fails = true;

        await().until(() -> told.lost == 1);
        assertThat(told.granted.getFirst().isValid()).isFalse();
        assertThat(told.granted).hasSize(1);
    }

    @Test
    void afterALossNothingIsTakenBeforeTheInstanceIsKnownToBeGone() {
        LeaseKeeper keeper = start(null);
        awaitGranted(1);
        store.stolen = true;
        await().until(() -> told.lost == 1);
        store.stolen = false;
        store.free = true;
        assertThat(told.granted).hasSize(1);

        keeper.order(LeaseKeeper.Order.RELEASE);

        awaitGranted(2);
    }

    @Test
    void aDatabaseThatIsAwayAtTheStartIsAskedAgain() {
        store.fails = true;
        start(null);

        store.fails = false;

        awaitGranted(1);
    }

    @Test
    void eachOwnerHasAHigherToken() {
        AtomicLong last = new AtomicLong(40);
        LeaseKeeper keeper = start(name -> last.incrementAndGet());
        awaitGranted(1);
        keeper.order(LeaseKeeper.Order.RELEASE);
        awaitGranted(2);

        assertThat(told.granted.get(0).fencingToken()).hasValue(41);
        assertThat(told.granted.get(1).fencingToken()).hasValue(42);
    }

    @Test
    void withoutTheTokenThatWasAskedForTheLockIsGivenBack() {
        AtomicLong asked = new AtomicLong();
        start(name -> {
            if (asked.incrementAndGet() < 3) {
                throw new IllegalStateException("no token");
            }
            return 7;
        });

        awaitGranted(1);

        assertThat(told.granted.getFirst().fencingToken()).hasValue(7);
        assertThat(store.calls).containsSequence("take", "release", "take", "release", "take");
    }

    /// The lease may have run out before the token was given, and then it could be higher than that of a later owner.
    @Test
    void aTokenThatCameTooLateIsNotUsed() {
        AtomicLong asked = new AtomicLong();
        start(name -> {
            if (asked.incrementAndGet() == 1) {
                skipped.addAndGet(TIMES.lease().toNanos());
            }
            return asked.get();
        });

        awaitGranted(1);

        assertThat(told.granted.getFirst().fencingToken()).hasValue(2);
        assertThat(store.calls).startsWith("take", "release", "take");
    }

    @Test
    void whenNobodyIsLeftToSayThatTheInstanceHasEndedTheLeaseRunsOut() throws Exception {
        start(null);
        awaitGranted(1);
        Lease lease = told.granted.getFirst();

        told.alive = false;

        await().until(() -> told.closed);
        assertThat(lease.age()).isGreaterThanOrEqualTo(TIMES.lease());
        assertThat(store.free).isTrue();
    }
}
