package org.distributedactors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.distributedactors.process.Down;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.RuntimeConfig;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.TestRuntime;
import org.distributedactors.process.Timer;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GenServerTest {

    @RegisterExtension final TestRuntime extension = new TestRuntime();

    private ProcessRuntime runtime;
    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    @BeforeEach
    void setUp() {
        runtime = extension.get();
    }

    private Object nextSeen() throws InterruptedException {
        return seen.poll(10, TimeUnit.SECONDS);
    }

    sealed interface Msg {
        record Hold() implements Msg, Call<Msg, String> {}

        record Release(String value) implements Msg {}

        record Later(CompletableFuture<String> stage) implements Msg, Call<Msg, String> {}

        record Stop(ExitReason reason) implements Msg {}

        record Bye() implements Msg, Call<Msg, String> {}

        record Watch(Pid pid) implements Msg {}

        record Idle(Duration timeout) implements Msg {}
    }

    class Server implements GenServer<Msg> {
        private final List<From<String>> held = new ArrayList<>();
        private Self self;

        @Override
        public Next init(Self self) {
            this.self = self;
            return noReply();
        }

        @Override
        public Next handle(Msg message) {
            return switch (message) {
                case Msg.Hold hold -> replyLater(hold, held::add);
                case Msg.Release(String value) -> {
                    held.forEach(from -> from.reply(value));
                    yield noReply();
                }
                case Msg.Later later -> reply(later, later.stage());
                case Msg.Stop(ExitReason reason) -> stop(reason);
                case Msg.Bye bye -> stop(ExitReason.NORMAL, bye, "bye");
                case Msg.Watch(Pid pid) -> {
                    Reference ref = self.monitor(pid);
                    seen.add(ref);
                    yield noReply();
                }
                case Msg.Idle(Duration timeout) -> noReply().withTimeout(timeout);
            };
        }

        @Override
        public Next handleInfo(Object info) {
            seen.add(info);
            return noReply();
        }

        @Override
        public void terminate(ExitReason reason) {
            seen.add(reason);
        }
    }

    private ServerRef<Msg> server() {
        return GenServer.start(runtime, new Server()).ref();
    }

    @Test
    void castsAreHandledBeforeALaterCall() {
        ServerRef<CounterMsg> counter = GenServer.start(runtime, new CounterServer()).ref();
        counter.cast(new CounterMsg.Add(2));
        counter.cast(new CounterMsg.Add(3));

        long n = counter.call(new CounterMsg.Get());

        assertThat(n).isEqualTo(5);
    }

    @Test
    void aReplyMayComeLaterFromTheServerItself() throws Exception {
        ServerRef<Msg> server = server();
        var answer = server.callAsync(new Msg.Hold()).toCompletableFuture();
        server.cast(new Msg.Release("now"));

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("now");
    }

    @Test
    void aReplyMayComeWhenAStageIsComplete() throws Exception {
        ServerRef<Msg> server = server();
        CompletableFuture<String> stage = new CompletableFuture<>();
        var answer = server.callAsync(new Msg.Later(stage)).toCompletableFuture();
        stage.complete("done");

        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("done");
    }

    @Test
    void aStageThatFailsEndsTheServerAndTheCallerSeesWhy() {
        ServerRef<Msg> server = server();
        CompletableFuture<String> stage =
                CompletableFuture.failedFuture(new IllegalStateException("no"));

        assertThatThrownBy(() -> server.call(new Msg.Later(stage)))
                .isInstanceOf(CallFailedException.class)
                .hasMessageContaining("IllegalStateException");
        extension.awaitDead(server.whereis().orElseThrow());
    }

    @Test
    void terminateGetsTheReasonOfTheStop() throws Exception {
        server().cast(new Msg.Stop(ExitReason.SHUTDOWN));

        assertThat(nextSeen()).isEqualTo(ExitReason.SHUTDOWN);
    }

    @Test
    void aServerMayReplyWithItsLastBreath() throws Exception {
        assertThat(server().call(new Msg.Bye())).isEqualTo("bye");
        assertThat(nextSeen()).isEqualTo(ExitReason.NORMAL);
    }

    @Test
    void plainMessagesAndDownsComeToHandleInfo() throws Exception {
        ServerRef<Msg> server = server();
        server.send("plain");
        assertThat(nextSeen()).isEqualTo("plain");

        Pid target = runtime.spawn(self -> {});
        server.cast(new Msg.Watch(target));
        Reference ref = (Reference) nextSeen();
        assertThat(nextSeen())
                .isInstanceOfSatisfying(Down.class, down -> assertThat(down.ref()).isEqualTo(ref));
    }

    @Test
    void aTimeoutComesWhenNoMessageDoes() throws Exception {
        server().cast(new Msg.Idle(Duration.ofMillis(5)));

        assertThat(nextSeen()).isEqualTo(new Timeout());
    }

    @Test
    void aMessageInTimeStopsTheTimeout() throws Exception {
        Duration hour = Duration.ofHours(1);
        List<Runnable> timers = new CopyOnWriteArrayList<>();
        AtomicInteger stopped = new AtomicInteger();
        Timer timer =
                new Timer() {
                    @Override
                    public Optional<Duration> cancel() {
                        stopped.incrementAndGet();
                        return Optional.empty();
                    }

                    @Override
                    public Optional<Duration> left() {
                        return Optional.of(hour);
                    }
                };
        ProcessRuntime byHand =
                new ProcessRuntime(
                        RuntimeConfig.of(
                                NodeName.of("a@localhost"),
                                7,
                                (delay, action) -> {
                                    if (!delay.equals(hour)) {
                                        return Timer.OVER;
                                    }
                                    timers.add(action);
                                    return timer;
                                }));
        ServerRef<Msg> server = GenServer.start(byHand, new Server()).ref();
        server.cast(new Msg.Idle(hour));
        server.send("in time");
        assertThat(nextSeen()).isEqualTo("in time");
        assertThat(stopped).hasValue(1);

        // It was stopped too late.
        timers.forEach(Runnable::run);
        server.send("later");
        assertThat(nextSeen()).isEqualTo("later");
        assertThat(timers).hasSize(1);
        byHand.close();
    }

    @Test
    void anInitThatFailsIsAResultOfTheStart() {
        GenServer<Msg> failing =
                new Server() {
                    @Override
                    public Next init(Self self) {
                        return stop(ExitReason.of("no_licence"));
                    }
                };

        assertThat(GenServer.start(runtime, failing))
                .isEqualTo(new StartResult.Failed<Msg>(ExitReason.of("no_licence")));
    }

    @Test
    void anInitThatThrowsIsAResultOfTheStart() {
        GenServer<Msg> failing =
                new Server() {
                    @Override
                    public Next init(Self self) {
                        throw new IllegalStateException("no");
                    }
                };

        assertThat(GenServer.start(runtime, failing)).isInstanceOf(StartResult.Failed.class);
    }

    @Test
    void aTakenNameIsAResultOfTheStart() {
        ServerRef<CounterMsg> first =
                GenServer.start(runtime, SpawnOptions.named("counter"), new CounterServer()).ref();

        assertThat(GenServer.start(runtime, SpawnOptions.named("counter"), new CounterServer()))
                .isEqualTo(new StartResult.AlreadyStarted<>(first));
    }

    @Test
    void anExceptionEndsTheServerWithReasonAndStack() {
        ServerRef<CounterMsg> counter = GenServer.start(runtime, new CounterServer()).ref();

        assertThatThrownBy(() -> counter.call(new CounterMsg.Crash()))
                .isInstanceOf(CallFailedException.class)
                .hasMessageContaining("crash as asked")
                .hasMessageContaining("CounterServer");
    }

    @Test
    void aServerThatTrapsExitsStillEndsWithItsParent() throws Exception {
        GenServer<Msg> trapping =
                new Server() {
                    @Override
                    public Next init(Self self) {
                        self.trapExit(true);
                        return noReply();
                    }
                };
        runtime.spawn(self -> {
            GenServer.startLink(self, SpawnOptions.DEFAULT, trapping);
            self.exit(ExitReason.SHUTDOWN);
        });

        assertThat(nextSeen()).isEqualTo(ExitReason.SHUTDOWN);
    }

    @Test
    void aTrappedExitOfAnyoneElseComesToHandleInfo() throws Exception {
        GenServer<Msg> trapping =
                new Server() {
                    @Override
                    public Next init(Self self) {
                        self.trapExit(true);
                        return noReply();
                    }
                };
        Pid pid = GenServer.start(runtime, trapping).ref().whereis().orElseThrow();
        runtime.exit(pid, ExitReason.SHUTDOWN);

        assertThat(nextSeen()).isEqualTo(new Exit(runtime.outside(), ExitReason.SHUTDOWN));
    }
}
