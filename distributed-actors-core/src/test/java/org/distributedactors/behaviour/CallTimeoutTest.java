package org.distributedactors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.distributedactors.process.DeadLetter;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.TestRuntime;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CallTimeoutTest {

    private static final Duration SHORT = Duration.ofMillis(20);

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private static final String HANDLER = Pattern.quote(CallTimeoutTest.class.getName()) + "\\$1";

    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<From<Long>> held = new ArrayList<>();
    private ProcessRuntime runtime;
    private ServerRef<CounterMsg> server;

    @BeforeEach
    void setUp() {
        runtime = extension.get();
        server =
                GenServer.start(
                                runtime,
                                new CounterServer() {
                                    @Override
                                    public Next handle(CounterMsg m) {
                                        return switch (m) {
                                            case CounterMsg.Add add -> block();
                                            case CounterMsg.Get get -> replyLater(get, held::add);
                                            case CounterMsg.Crash crash -> {
                                                held.forEach(from -> from.reply(1L));
                                                yield reply(crash, (long) held.size());
                                            }
                                        };
                                    }

                                    private Next block() {
                                        blocked.countDown();
                                        try {
                                            release.await();
                                        } catch (InterruptedException e) {
                                            Thread.currentThread().interrupt();
                                        }
                                        return noReply();
                                    }
                                })
                        .ref();
    }

    @Test
    void aCallEndsWhenItsTimeIsOver() {
        CallTimeoutException e =
                catchThrowableOfType(
                        CallTimeoutException.class, () -> server.call(new CounterMsg.Get(), SHORT));

        assertThat(e.reason()).isEqualTo(ExitReason.TIMEOUT);
        assertThat(e.timeout()).isEqualTo(SHORT);
    }

    /// The explanation of a call that times out now.
    private String explanationOf(Pid callee) {
        return new CallTimeoutException(callee, "Get", SHORT, runtime.info(callee).orElseThrow())
                .getMessage();
    }

    @Test
    void aCalleeThatHasNothingToDoIsIdle() {
        Pid pid = server.whereis().orElseThrow();
        await().until(() -> runtime.info(pid).orElseThrow().idle());

        assertThat(explanationOf(pid))
                .endsWith("queue length 0; the callee is idle and has not replied");
    }

    @Test
    void aPlainCalleeThatReceivesSomethingElseWaits() {
        Pid pid = runtime.spawn(self -> self.receive(message -> null));
        runtime.send(pid, "noise");
        await().until(() -> runtime.info(pid).orElseThrow().idle());

        assertThat(explanationOf(pid))
                .endsWith(
                        "queue length 1; the callee waits for other messages and has not replied");
    }

    @Test
    void aPlainCalleeThatDoesNotReceiveIsBusy() throws Exception {
        Pid pid =
                runtime.spawn(self -> {
                    self.receive(Duration.ZERO, message -> null);
                    blocked.countDown();
                    release.await();
                });
        blocked.await();
        runtime.send(pid, "noise");
        CallTimeoutException e =
                catchThrowableOfType(
                        CallTimeoutException.class,
                        () ->
                                ServerRef.<CounterMsg>of(runtime, pid)
                                        .call(new CounterMsg.Get(), SHORT));

        assertThat(e.calleeInfo())
                .hasValueSatisfying(info -> {
                    assertThat(info.idle()).isFalse();
                    assertThat(info.queueLength()).isEqualTo(2);
                    assertThat(info.messageInProgress()).isNull();
                });
        assertThat(e.getMessage())
                .contains("queue length 2; busy at ")
                .contains(" in " + CallTimeoutTest.class.getName())
                .doesNotContain("null");
    }

    @Test
    void aCallOfAVirtualThreadEndsWhenItsTimeIsOver() {
        assertThat(timeOf(virtualCall(SHORT))).isEqualTo(SHORT);
    }

    @Test
    void aVirtualThreadWaitsNoLongerThoughTheTimersAreClosed() {
        Duration limit = Duration.ofMillis(200);
        CompletableFuture<Object> waiting = virtualCall(limit);
        extension.closeTimers();

        assertThat(timeOf(waiting)).isEqualTo(limit);
        assertThat(timeOf(virtualCall(SHORT))).isEqualTo(SHORT);
    }

    private CompletableFuture<Object> virtualCall(Duration limit) {
        return CompletableFuture.supplyAsync(
                () -> server.call(new CounterMsg.Get(), limit), Thread::startVirtualThread);
    }

    private static Duration timeOf(CompletableFuture<Object> call) {
        CompletionException failure = catchThrowableOfType(CompletionException.class, call::join);
        return ((CallTimeoutException) failure.getCause()).timeout();
    }

    @Test
    void theExceptionSaysWhatTheCalleeIsDoing() throws Exception {
        server.cast(new CounterMsg.Add(1));
        blocked.await();
        server.cast(new CounterMsg.Add(2));

        CallTimeoutException e =
                catchThrowableOfType(
                        CallTimeoutException.class, () -> server.call(new CounterMsg.Get(), SHORT));
        release.countDown();

        assertThat(e.calleeInfo())
                .hasValueSatisfying(info -> {
                    assertThat(info.queueLength()).isEqualTo(2);
                    assertThat(info.messageInProgress()).endsWith("CounterMsg$Add");
                    assertThat(info.busyFor()).isGreaterThan(SHORT.dividedBy(2));
                    assertThat(info.stack()).isNotEmpty();
                });
        assertThat(e).hasMessageContaining("queue length 2").hasMessageContaining("CounterMsg$Add");
        assertThat(e.getMessage()).matches(".* at .* in " + HANDLER + "\\..*");
    }

    @Test
    void aLateReplyVanishes() {
        assertThatThrownBy(() -> server.call(new CounterMsg.Get(), SHORT))
                .isInstanceOf(CallTimeoutException.class);
        long answered = server.call(new CounterMsg.Crash());

        assertThat(answered).isEqualTo(1);
        assertThat(runtime.counters().deadLetters(DeadLetter.NO_ALIAS)).isEqualTo(1);
        assertThat(runtime.aliases().size()).isZero();
    }

    @Test
    void aLateReplyReachesNoMailboxEither() throws Exception {
        CompletableFuture<Object> received = new CompletableFuture<>();
        runtime.spawn(self -> {
            try {
                server.call(new CounterMsg.Get(), SHORT);
            } catch (CallTimeoutException late) {
                server.call(new CounterMsg.Crash());
                self.send(self.pid(), "last");
                Object first = self.receive(message -> () -> message);
                received.complete(first);
            }
        });

        assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo("last");
        assertThat(runtime.counters().deadLetters(DeadLetter.NO_ALIAS)).isEqualTo(1);
    }

    @Test
    void anAsynchronousCallEndsWhenItsTimeIsOver() {
        CompletableFuture<Long> answer =
                server.callAsync(new CounterMsg.Get(), SHORT).toCompletableFuture();

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CallTimeoutException.class);
        assertThat(runtime.aliases().size()).isZero();
    }

    @Test
    void anInterruptedCallerGivesUpAndStaysInterrupted() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread caller =
                Thread.startVirtualThread(() -> {
                    try {
                        server.call(new CounterMsg.Get());
                    } catch (CallFailedException e) {
                        interrupted.complete(Thread.currentThread().isInterrupted());
                    }
                });
        caller.interrupt();

        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(runtime.aliases().size()).isZero();
    }
}
