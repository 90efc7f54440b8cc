package org.distributedactors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.TestRuntime;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CallTest {

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private ProcessRuntime runtime;
    private ServerRef<CounterMsg> counter;

    @BeforeEach
    void setUp() {
        runtime = extension.get();
        counter =
                GenServer.start(runtime, SpawnOptions.named("counter"), new CounterServer()).ref();
    }

    private static ExitReason reasonOf(Runnable call) {
        return catchThrowableOfType(CallFailedException.class, call::run).reason();
    }

    @Test
    void aPlatformThreadCanCall() {
        assertThat(counter.call(new CounterMsg.Get())).isZero();
    }

    @Test
    void aPlainProcessCanCall() throws Exception {
        CompletableFuture<Long> result = new CompletableFuture<>();
        runtime.spawn(self -> result.complete(counter.call(new CounterMsg.Get())));

        assertThat(result.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void aServerCanCallAnother() {
        ServerRef<CounterMsg> through =
                GenServer.start(
                                runtime,
                                new CounterServer() {
                                    @Override
                                    public Next handle(CounterMsg m) {
                                        return m instanceof CounterMsg.Get get
                                                ? reply(get, counter.call(get) + 100)
                                                : noReply();
                                    }
                                })
                        .ref();

        assertThat(through.call(new CounterMsg.Get())).isEqualTo(100);
    }

    @Test
    void aCallToNobodyFailsAtOnceWithNoproc() {
        Pid nobody = new Pid(runtime.node(), 4711, 0, runtime.creation());
        ServerRef<CounterMsg> ref = ServerRef.of(runtime, nobody);
        ServerRef<CounterMsg> name = ServerRef.of(runtime, Atom.of("nobody"));
        ServerRef<CounterMsg> found = ServerRef.of(runtime, Binary.utf8("nobody"), Optional::empty);

        assertThat(reasonOf(() -> ref.call(new CounterMsg.Get()))).isEqualTo(ExitReason.NOPROC);
        assertThat(reasonOf(() -> name.call(new CounterMsg.Get()))).isEqualTo(ExitReason.NOPROC);
        assertThat(reasonOf(() -> found.call(new CounterMsg.Get()))).isEqualTo(ExitReason.NOPROC);
    }

    @Test
    void aCallFailsAtOnceWhenTheCalleeEndsBeforeItComesToIt() {
        Self[] server = new Self[1];
        ServerRef<CounterMsg> busy =
                GenServer.start(
                                runtime,
                                new CounterServer() {
                                    @Override
                                    public Next init(Self self) {
                                        server[0] = self;
                                        return noReply();
                                    }

                                    @Override
                                    public Next handle(CounterMsg m) {
                                        var queued =
                                                ServerRef.<CounterMsg>of(runtime, server[0].pid());
                                        CompletableFuture.runAsync(
                                                        () -> queued.call(new CounterMsg.Get()))
                                                .whenComplete(
                                                        (done, thrown) -> seen.complete(thrown));
                                        await().until(() ->
                                                runtime.info(server[0].pid())
                                                                .orElseThrow()
                                                                .queueLength()
                                                        > 0);
                                        return stop(ExitReason.of("over"));
                                    }
                                })
                        .ref();
        busy.cast(new CounterMsg.Add(1));

        assertThat(seen.orTimeout(10, TimeUnit.SECONDS).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        CallFailedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ExitReason.of("over")));
    }

    @Test
    void aCallThatIsQueuedWhenAnExitSignalEndsTheCalleeFailsAtOnce() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ServerRef<CounterMsg> busy =
                GenServer.start(
                                runtime,
                                new CounterServer() {
                                    @Override
                                    public Next handle(CounterMsg m) throws Exception {
                                        blocked.countDown();
                                        release.await();
                                        return noReply();
                                    }
                                })
                        .ref();
        busy.cast(new CounterMsg.Add(1));
        blocked.await();
        CompletableFuture<Long> answer = busy.callAsync(new CounterMsg.Get()).toCompletableFuture();
        runtime.exit(busy.whereis().orElseThrow(), ExitReason.SHUTDOWN);
        release.countDown();

        assertThatThrownBy(() -> answer.get(3, TimeUnit.SECONDS)).hasMessageContaining("shutdown");
    }

    private final CompletableFuture<Throwable> seen = new CompletableFuture<>();

    @Test
    void aCallFailsWhenTheCalleeEndsWithoutHavingAnswered() throws Exception {
        ServerRef<CounterMsg> silent =
                GenServer.start(
                                runtime,
                                new CounterServer() {
                                    @Override
                                    public Next handle(CounterMsg m) {
                                        return m instanceof CounterMsg.Add
                                                ? stop(ExitReason.SHUTDOWN)
                                                : noReply();
                                    }
                                })
                        .ref();
        CompletableFuture<Long> answer =
                silent.callAsync(new CounterMsg.Get()).toCompletableFuture();
        silent.cast(new CounterMsg.Add(1));

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        CallFailedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ExitReason.SHUTDOWN));
        assertThat(runtime.aliases().size()).isZero();
    }

    @Test
    void aServerThatCallsItselfFailsInsteadOfWaiting() {
        ServerRef<CounterMsg> self = ServerRef.of(runtime, Atom.of("self"));
        GenServer.start(
                runtime,
                SpawnOptions.named("self"),
                new CounterServer() {
                    @Override
                    public Next handle(CounterMsg m) {
                        return reply((CounterMsg.Get) m, self.call(new CounterMsg.Get()));
                    }
                });

        assertThatThrownBy(() -> self.call(new CounterMsg.Get()))
                .hasMessageContaining("calling_self");
    }

    @Test
    void aLostNodeFailsTheCallWithNodedown() {
        Pid remote = TestRuntime.remotePid(1);
        ServerRef<CounterMsg> ref = ServerRef.of(runtime, remote);

        assertThat(reasonOf(() -> ref.call(new CounterMsg.Get())).term())
                .isEqualTo(Tuple.of(Atom.of("nodedown"), remote.node()));
    }

    @Test
    void anAnsweredCallLeavesNothingBehind() {
        counter.call(new CounterMsg.Get());

        assertThat(runtime.aliases().size()).isZero();
        assertThat(runtime.monitors().activeCount()).isZero();
    }

    @Test
    void theExceptionNamesTheCalleeAndTheTypeOfTheRequest() {
        ServerRef<CounterMsg> name = ServerRef.of(runtime, Atom.of("nobody"));

        assertThatThrownBy(() -> name.call(new CounterMsg.Get()))
                .hasMessageContaining("nobody")
                .hasMessageContaining("CounterMsg$Get")
                .hasMessageContaining("noproc");
    }
}
