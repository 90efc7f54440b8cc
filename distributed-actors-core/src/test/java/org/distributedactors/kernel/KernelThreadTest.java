package org.distributedactors.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Services run one at a time, on the kernel's thread or on one that has read for them.
class KernelThreadTest {

    private final KernelThread kernel = new KernelThread();
    private final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        kernel.start();
    }

    @AfterEach
    void stop() {
        kernel.stop();
    }

    private void note() {
        log.add(Thread.currentThread().getName());
    }

    @Test
    void itHasAThreadOfItsOwn() {
        kernel.activate(this::note);
        await().untilAsserted(() -> assertThat(log).containsExactly("distributed-actors-kernel"));
    }

    @Test
    void aThreadThatReadsRunsAServiceWhileNoneRuns() {
        assertThat(kernel.runHere(this::note)).isTrue();
        assertThat(log).containsExactly(Thread.currentThread().getName());
    }

    @Test
    void noTwoRunAtATime() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        kernel.activate(() -> {
            begun.countDown();
            awaitUninterruptibly(end);
        });
        begun.await();
        assertThat(kernel.runHere(this::note)).isFalse();
        assertThat(log).isEmpty();
        end.countDown();
        await().until(() -> kernel.runHere(this::note));
    }

    @Test
    void theThreadWaitsForOneThatRunsElsewhere() {
        assertThat(
                        kernel.runHere(() -> {
                            kernel.activate(() -> log.add("second"));
                            log.add("first");
                        }))
                .isTrue();
        await().untilAsserted(() -> assertThat(log).containsExactly("first", "second"));
    }

    @Test
    void nothingRunsAfterTheEnd() {
        kernel.stop();
        kernel.activate(this::note);
        assertThat(kernel.runHere(this::note)).isFalse();
        assertThat(log).isEmpty();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
