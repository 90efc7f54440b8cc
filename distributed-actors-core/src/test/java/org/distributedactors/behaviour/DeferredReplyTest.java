package org.distributedactors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.distributedactors.process.DeadLetter;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.TestRuntime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Answers that come after the handler has returned, and who waits for them.
class DeferredReplyTest {

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private final BlockingQueue<From<String>> kept = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> stage = new CompletableFuture<>();
    private ProcessRuntime runtime;
    private ServerRef<Desk> desk;

    sealed interface Desk {
        record Later() implements Desk, Call<Desk, String> {}

        record Staged() implements Desk, Call<Desk, String> {}

        record Now() implements Desk, Call<Desk, String> {}

        record Leave(ExitReason reason) implements Desk, Call<Desk, String> {}
    }

    final class DeskServer implements GenServer<Desk> {

        @Override
        public Next handle(Desk message) {
            return switch (message) {
                case Desk.Later later -> replyLater(later, kept::add);
                case Desk.Staged staged -> reply(staged, stage);
                case Desk.Now now -> reply(now, "now");
                case Desk.Leave(ExitReason reason) -> stop(reason);
            };
        }
    }

    @BeforeEach
    void setUp() {
        runtime = extension.get();
        desk = GenServer.start(runtime, new DeskServer()).ref();
    }

    private From<String> kept() throws InterruptedException {
        return kept.poll(10, TimeUnit.SECONDS);
    }

    private static String get(CompletableFuture<String> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
    }

    @Test
    void anyThreadMayAnswerAndTheServerGoesOnMeanwhile() throws Exception {
        CompletableFuture<String> answer = desk.callAsync(new Desk.Later()).toCompletableFuture();
        From<String> from = kept();
        assertThat(desk.call(new Desk.Now())).isEqualTo("now");
        Thread.ofPlatform().start(() -> from.reply("later")).join();

        assertThat(get(answer)).isEqualTo("later");
    }

    @Test
    void onlyTheFirstAnswerCounts() throws Exception {
        CompletableFuture<String> answer = desk.callAsync(new Desk.Later()).toCompletableFuture();
        From<String> from = kept();
        from.reply("first");
        from.reply("second");

        assertThat(get(answer)).isEqualTo("first");
        assertThat(runtime.counters().deadLetters(DeadLetter.NO_ALIAS)).isZero();
    }

    @Test
    void callsMayBeAnsweredInAnyOrder() throws Exception {
        CompletableFuture<String> one = desk.callAsync(new Desk.Later()).toCompletableFuture();
        From<String> first = kept();
        CompletableFuture<String> two = desk.callAsync(new Desk.Later()).toCompletableFuture();
        kept().reply("two");
        first.reply("one");

        assertThat(get(one)).isEqualTo("one");
        assertThat(get(two)).isEqualTo("two");
    }

    @Test
    void aStageIsAnsweredFromWhereverItIsCompleted() throws Exception {
        CompletableFuture<String> answer = desk.callAsync(new Desk.Staged()).toCompletableFuture();
        assertThat(desk.call(new Desk.Now())).isEqualTo("now");
        stage.complete("staged");

        assertThat(get(answer)).isEqualTo("staged");
    }

    @Test
    void whoWaitsForALaterAnswerLearnsOfTheEndOfTheServer() throws Exception {
        CompletableFuture<String> answer = desk.callAsync(new Desk.Later()).toCompletableFuture();
        From<String> from = kept();
        catchThrowableOfType(
                CallFailedException.class, () -> desk.call(new Desk.Leave(ExitReason.of("tired"))));

        assertThat(catchThrowableOfType(ExecutionException.class, () -> get(answer)).getCause())
                .isInstanceOfSatisfying(
                        CallFailedException.class,
                        failed -> assertThat(failed.reason()).isEqualTo(ExitReason.of("tired")));
        from.reply("too late");
        assertThat(runtime.aliases().size()).isZero();
    }

    @Test
    void aCallInHandWhenTheServerStopsFailsWithItsReason() {
        CallFailedException failed =
                catchThrowableOfType(
                        CallFailedException.class,
                        () -> desk.call(new Desk.Leave(ExitReason.SHUTDOWN)));

        assertThat(failed.reason()).isEqualTo(ExitReason.SHUTDOWN);
    }

    @Test
    void anInterruptWhileWaitingEndsTheCallAndTheAnswerVanishes() throws Exception {
        for (Thread.Builder kind : new Thread.Builder[] {Thread.ofVirtual(), Thread.ofPlatform()}) {
            CompletableFuture<CallFailedException> outcome = new CompletableFuture<>();
            Thread caller =
                    kind.start(() -> {
                        try {
                            desk.call(new Desk.Later());
                        } catch (CallFailedException failed) {
                            outcome.complete(
                                    Thread.currentThread().isInterrupted() ? failed : null);
                        }
                    });
            From<String> from = kept();
            await().until(() ->
                    caller.getState() == Thread.State.WAITING
                            || caller.getState() == Thread.State.TIMED_WAITING);
            caller.interrupt();

            assertThat(outcome.get(10, TimeUnit.SECONDS).reason())
                    .isEqualTo(ExitReason.of("interrupted"));
            assertThat(runtime.aliases().size()).isZero();
            from.reply("too late");
            assertThat(desk.call(new Desk.Now())).isEqualTo("now");
        }
    }

    @Test
    void aProcessThatIsKilledWhileItWaitsLeavesNothingBehind() throws Exception {
        var caller = runtime.spawn(self -> desk.call(new Desk.Later()));
        From<String> from = kept();
        runtime.exit(caller, ExitReason.KILL);
        extension.awaitDead(caller);

        await().until(() -> runtime.aliases().size() == 0);
        from.reply("too late");
        assertThat(desk.call(new Desk.Now())).isEqualTo("now");
    }
}
