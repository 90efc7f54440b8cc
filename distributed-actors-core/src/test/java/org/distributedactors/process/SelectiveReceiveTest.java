package org.distributedactors.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SelectiveReceiveTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private ProcessRuntime runtime;

    @BeforeEach
    void setUp() {
        runtime = extension.get();
    }

    @FunctionalInterface
    interface Body<T> {
        T run(PlainSelf self) throws Exception;
    }

    /// Runs it in a plain process and gives its result.
    private <T> T inProcess(Body<T> body) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        runtime.spawn(self -> {
            try {
                result.complete(body.run(self));
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        });
        return result.get(20, TimeUnit.SECONDS);
    }

    private static Matcher<Object> only(Object wanted) {
        return message -> message.equals(wanted) ? () -> message : null;
    }

    private static Object take(PlainSelf self) {
        return self.receive(SOON, message -> () -> message).orElse("nothing");
    }

    record Job(Pid replyTo, int id) {}

    record Done(int id) {}

    @Test
    void theExampleOfThePlainProcessWorks() throws Exception {
        Pid worker =
                runtime.spawn(self -> {
                    Job job = self.receive(message -> message instanceof Job j ? () -> j : null);
                    self.send(job.replyTo(), new Done(job.id()));
                });
        String result =
                inProcess(self -> {
                    Reference ref = self.monitor(worker);
                    self.send(worker, new Job(self.pid(), 42));
                    String outcome =
                            self.receive(
                                            Duration.ofSeconds(5),
                                            m ->
                                                    switch (m) {
                                                        case Done d when d.id() == 42 ->
                                                                () -> "done";
                                                        case Down down
                                                                when down.ref().equals(ref) ->
                                                                () -> "lost: " + down.reason();
                                                        default -> null;
                                                    })
                                    .orElse("late");
                    return outcome;
                });

        assertThat(result).isEqualTo("done");
    }

    @Test
    void whatIsNotTakenStaysInOrder() throws Exception {
        List<Object> order =
                inProcess(self -> {
                    for (Object message : List.of(1, 2, 3, 4)) {
                        self.send(self.pid(), message);
                    }
                    List<Object> taken = new ArrayList<>();
                    taken.add(self.receive(SOON, only(3)).orElseThrow());
                    taken.add(take(self));
                    taken.add(take(self));
                    taken.add(take(self));
                    return taken;
                });

        assertThat(order).containsExactly(3, 1, 2, 4);
    }

    @Test
    void theTimeoutEndsTheWaiting() throws Exception {
        Optional<Object> result =
                inProcess(self -> self.receive(Duration.ofMillis(1), only("never")));

        assertThat(result).isEmpty();
    }

    @Test
    void messagesThatDoNotMatchPutTheTimeoutOffByNothing() throws Exception {
        AtomicLong time = new AtomicLong();
        Semaphore shown = new Semaphore(0);
        CompletableFuture<Object> result = new CompletableFuture<>();
        ProcessRuntime byHand =
                new ProcessRuntime(
                        RuntimeConfig.of(
                                        NodeName.of("a@localhost"),
                                        7,
                                        (delay, action) -> Timer.OVER)
                                .withTicker(time::get));
        Pid pid =
                byHand.spawn(self -> {
                    Optional<Object> nothing =
                            self.receive(
                                    Duration.ofMillis(10),
                                    message -> {
                                        shown.release();
                                        return null;
                                    });
                    result.complete(List.of(nothing, take(self), take(self), take(self)));
                });
        await().until(() -> byHand.info(pid).orElseThrow().idle());
        for (int i = 0; i < 3; i++) {
            assertThat(result).isNotDone();
            byHand.send(pid, i);
            shown.acquire();
            time.addAndGet(4_000_000);
        }

        assertThat(result.get(20, TimeUnit.SECONDS)).isEqualTo(List.of(Optional.empty(), 0, 1, 2));
    }

    @Test
    void aTimeoutOfZeroLooksAtWhatIsThere() throws Exception {
        Object result =
                inProcess(self -> {
                    self.send(self.pid(), "here");
                    return self.receive(Duration.ZERO, only("here")).orElse("nothing");
                });

        assertThat(result).isEqualTo("here");
    }

    @Test
    void eachMessageIsShownOnceWhileItWaits() throws Exception {
        AtomicInteger shown = new AtomicInteger();
        inProcess(self -> {
            for (int i = 0; i < 100; i++) {
                self.send(self.pid(), i);
            }
            return self.receive(
                    SOON,
                    message -> {
                        shown.incrementAndGet();
                        if (message.equals(99)) {
                            self.send(self.pid(), "last");
                        }
                        return message.equals("last") ? () -> message : null;
                    });
        });

        assertThat(shown).hasValue(101);
    }

    @Test
    void theActionMayReceiveItself() throws Exception {
        Object result =
                inProcess(self -> {
                    self.send(self.pid(), "a");
                    self.send(self.pid(), "b");
                    self.send(self.pid(), "c");
                    return self.receive(
                                    SOON,
                                    message ->
                                            message.equals("b")
                                                    ? () -> List.of("b", take(self), take(self))
                                                    : null)
                            .orElseThrow();
                });

        assertThat(result).isEqualTo(List.of("b", "a", "c"));
    }

    @Test
    void aMarkSkipsWhatWasThereBefore() throws Exception {
        AtomicInteger shown = new AtomicInteger();
        Object result =
                inProcess(self -> {
                    for (int i = 0; i < 10_000; i++) {
                        self.send(self.pid(), i);
                    }
                    ReceiveMark mark = self.mark();
                    self.send(self.pid(), "reply");
                    return self.receive(
                                    mark,
                                    SOON,
                                    message -> {
                                        shown.incrementAndGet();
                                        return message.equals("reply") ? () -> message : null;
                                    })
                            .orElseThrow();
                });

        assertThat(result).isEqualTo("reply");
        assertThat(shown).hasValue(1);
    }

    @Test
    void aMarkHoldsWhenTheMessageItStandsOnIsTaken() throws Exception {
        Object result =
                inProcess(self -> {
                    self.send(self.pid(), "a");
                    self.send(self.pid(), "b");
                    ReceiveMark mark = self.mark();
                    self.receive(SOON, only("b"));
                    self.receive(SOON, only("a"));
                    self.send(self.pid(), "c");
                    return self.receive(mark, SOON, message -> () -> message).orElseThrow();
                });

        assertThat(result).isEqualTo("c");
    }

    @Test
    void aMessageFromAnotherThreadWakesTheWaitingProcess() throws Exception {
        CompletableFuture<Pid> pid = new CompletableFuture<>();
        CompletableFuture<Object> result = new CompletableFuture<>();
        runtime.spawn(self -> {
            pid.complete(self.pid());
            Object taken = self.receive(only("wake"));
            result.complete(taken);
        });
        runtime.send(pid.get(10, TimeUnit.SECONDS), "noise");
        runtime.send(pid.get(), "wake");

        assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo("wake");
    }

    @Test
    void demonitorTakesADownOutOfTheMailbox() throws Exception {
        Boolean foundDown =
                inProcess(self -> {
                    Pid child = self.spawn(me -> {});
                    Reference ref = self.monitor(child);
                    extension.awaitDead(child);
                    self.send(self.pid(), "marker");
                    self.receive(SOON, only("marker"));
                    self.demonitor(ref);
                    return self.receive(Duration.ZERO, message -> () -> message).isPresent();
                });

        assertThat(foundDown).isFalse();
    }

    @Test
    void messagesNobodyReadAreCountedAtTheEnd() throws Exception {
        inProcess(self -> {
            self.send(self.pid(), "unread");
            self.receive(Duration.ZERO, message -> null);
            return "done";
        });
        await().until(() -> runtime.counters().deadLetters(DeadLetter.UNREAD) == 1);
    }
}
