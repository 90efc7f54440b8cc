package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the watcher sees of visitors, look by look.
class VisitsTest {

    private static final long FIVE_MILLIS = 5_000_000;

    @RegisterExtension final TestRuntime extension = new TestRuntime();
    @RegisterExtension final LogLines lines = LogLines.of("WorkerPool");

    private final WorkerPool pool = new WorkerPool(1, Ticker.system());
    private final ActivationProfile profile = marked("inner");
    private final Visits visits = new Visits();
    private final CountDownLatch release = new CountDownLatch(1);
    private ProcessRuntime runtime;
    private long cpu;

    @BeforeEach
    void setUp() {
        runtime = extension.get();
    }

    @AfterEach
    void close() {
        release.countDown();
        pool.close();
    }

    private ActivationProfile marked(String type) {
        return new ActivationProfile(pool, pool, type, true);
    }

    private Visitor visitor(Thread thread, ActivationProfile visited) {
        ProcessBehaviour nothing =
                new ProcessBehaviour() {
                    @Override
                    public @Nullable ExitReason start(Self self) {
                        return null;
                    }

                    @Override
                    public @Nullable ExitReason receive(Self self, Object message) {
                        return null;
                    }
                };
        return new Visitor(
                thread, null, Ticker.system(), new BehaviourCell(runtime, visited, nothing), 1);
    }

    private Visitor visitorHere(ActivationProfile visited) {
        return visitor(Thread.currentThread(), visited);
    }

    private Thread waiting() {
        Thread thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                release.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        await().until(() -> thread.getState() == Thread.State.WAITING);
        return thread;
    }

    private boolean look() {
        return visits.lookAtAll(thread -> cpu);
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            look();
        }
    }

    @Test
    void fiveMillisecondsOfAProcessorAreTooMuch() {
        visits.begin(visitorHere(profile));
        look(2);
        cpu = FIVE_MILLIS - 1;
        look(10);
        assertThat(profile.isNonBlocking()).isTrue();

        cpu = FIVE_MILLIS;
        look();
        assertThat(profile.isNonBlocking()).isFalse();
    }

    @Test
    void oneWhoseUseOfAProcessorIsNotKnownIsGivenFiftyMilliseconds() {
        cpu = -1;
        visits.begin(visitorHere(profile));
        look(25);
        assertThat(profile.isNonBlocking()).isTrue();

        look();
        assertThat(profile.isNonBlocking()).isFalse();
    }

    @Test
    void whoeverWaitsIsSeenAtTheSecondLook() {
        visits.begin(visitor(waiting(), profile));
        look();
        assertThat(profile.isNonBlocking()).isTrue();

        look();
        assertThat(profile.isNonBlocking()).isFalse();
        await().until(() -> !lines.get().isEmpty());
        look(10);
        assertThat(lines.get())
                .singleElement()
                .asString()
                .contains("@NonBlocking")
                .contains("type=inner");
    }

    @Test
    void whoeverHasGoneIsNotSeen() {
        Visitor visitor = visitor(waiting(), profile);
        visits.end(visitor, visits.begin(visitor));

        assertThat(look()).isFalse();
        look(10);
        assertThat(profile.isNonBlocking()).isTrue();
    }

    @Test
    void aVisitIsSeenAgainWhenTheOneWithinItIsOver() {
        ActivationProfile outerProfile = marked("outer");
        Thread thread = waiting();
        Visitor outer = visitor(thread, outerProfile);
        Visitor inner = visitor(thread, profile);
        Visitor around = visits.begin(outer);
        visits.end(inner, visits.begin(inner));
        look(2);
        assertThat(outerProfile.isNonBlocking()).isFalse();
        assertThat(profile.isNonBlocking()).isTrue();

        visits.end(outer, around);
        assertThat(look()).isFalse();
    }

    @Test
    void aVisitOfAnotherThreadInTheSamePlaceIsNotBroughtBack() {
        Thread one = waiting();
        Thread other = waiting();
        while (Visits.placeOf(other.threadId()) != Visits.placeOf(one.threadId())) {
            other = waiting();
        }
        visits.begin(visitor(one, profile));
        Visitor second = visitor(other, profile);
        visits.end(second, visits.begin(second));

        assertThat(look()).isFalse();
    }

    /// Virtual threads have numbers too, and soon many of them.
    @Test
    void thereIsAPlaceForEveryThread() {
        int places = Visits.placeOf(63) + 1;
        assertThat(Visits.placeOf(1L << 31)).isBetween(0, places);
        assertThat(Visits.placeOf((1L << 32) - 1)).isBetween(0, places);
        assertThat(Visits.placeOf(Long.MAX_VALUE)).isBetween(0, places);
    }
}
