package org.distributedactors.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.LogLines;
import org.distributedactors.process.NonBlocking;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.RuntimeConfig;
import org.distributedactors.process.SystemTimers;
import org.distributedactors.process.Ticker;
import org.distributedactors.process.WorkerPool;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Callers run an idle server themselves when its type is marked, and nothing else changes by it.
class NonBlockingTest {

    private final AtomicLong time = new AtomicLong();
    private final SystemTimers timers = new SystemTimers("non-blocking-test");
    private final WorkerPool pool = new WorkerPool(2, Ticker.system());
    private final ProcessRuntime runtime =
            new ProcessRuntime(
                    new RuntimeConfig(
                            Atom.of("visits@test"),
                            1,
                            pool,
                            time::get,
                            InstantSource.system(),
                            timers,
                            1 << 20,
                            10));

    /// Runs what it is asked to.
    private record Do(Callable<Object> action) implements Call<Do, Object> {}

    @RegisterExtension final LogLines lines = LogLines.of("WorkerPool");

    @NonBlocking
    private static final class Marked implements GenServer<Do> {
        @Override
        public Next handle(Do request) throws Exception {
            return reply(request, request.action().call());
        }
    }

    @NonBlocking
    private static final class MarkedToo implements GenServer<Do> {
        @Override
        public Next handle(Do request) throws Exception {
            return reply(request, request.action().call());
        }
    }

    private static final class Unmarked implements GenServer<Do> {
        @Override
        public Next handle(Do request) throws Exception {
            return reply(request, request.action().call());
        }
    }

    private interface Where {
        Thread thread();
    }

    @NonBlocking
    private static final class WhereServer implements Where {
        @Override
        public Thread thread() {
            return Thread.currentThread();
        }
    }

    @AfterEach
    void close() {
        runtime.close();
        pool.close();
        timers.close();
    }

    private ServerRef<Do> start(GenServer<Do> server) {
        ServerRef<Do> ref = GenServer.start(runtime, server).ref();
        awaitIdle(ref.whereis().orElseThrow());
        return ref;
    }

    private void awaitIdle(Pid pid) {
        await().until(() -> runtime.info(pid).orElseThrow().idle());
    }

    private Object passes(Duration duration) {
        return time.addAndGet(duration.toNanos());
    }

    @Test
    void aCallerRunsAnIdleMarkedServerItself() {
        ServerRef<Do> server = start(new Marked());
        assertThat(server.call(new Do(Thread::currentThread))).isSameAs(Thread.currentThread());
    }

    @Test
    void aPlainProcessDoesSoToo() throws Exception {
        ServerRef<Do> server = start(new Marked());
        CompletableFuture<Boolean> same = new CompletableFuture<>();
        runtime.spawn(self ->
                same.complete(
                        server.call(new Do(Thread::currentThread)) == Thread.currentThread()));
        assertThat(same.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theMarkOfAnObjectBehindAnInterfaceCounts() {
        ServerRef<Invocation> server =
                GenServer.start(runtime, InterfaceServer.of(Where.class, new WhereServer())).ref();
        awaitIdle(server.whereis().orElseThrow());
        assertThat(InterfaceClient.of(Where.class, server).thread())
                .isSameAs(Thread.currentThread());
    }

    @Test
    void aServerWithoutTheMarkRunsElsewhere() {
        ServerRef<Do> server = start(new Unmarked());
        assertThat(server.call(new Do(Thread::currentThread))).isNotSameAs(Thread.currentThread());
    }

    @Test
    void theServerIsItselfWhileItsCallerRunsIt() {
        ServerRef<Do> server = start(new Marked());
        assertThat(server.call(new Do(runtime::sender))).isEqualTo(server.whereis().orElseThrow());
        assertThat(runtime.sender()).isEqualTo(runtime.outside());
    }

    @Test
    void theTimeoutHoldsThoughTheCallerRanTheHandlerToItsEnd() {
        ServerRef<Do> server = start(new Marked());
        Do slow = new Do(() -> passes(Duration.ofMillis(4)));
        assertThatThrownBy(() -> server.call(slow, Duration.ofMillis(3)))
                .isInstanceOf(CallTimeoutException.class)
                .hasMessageEndingWith("marked @NonBlocking, held the caller's thread for 4 ms");
    }

    @Test
    void aCallThatSaysNothingElseMayTakeFiveSeconds() {
        ServerRef<Do> server = start(new Marked());
        server.call(new Do(() -> passes(Duration.ofMillis(4_999))));

        CallTimeoutException e =
                catchThrowableOfType(
                        CallTimeoutException.class,
                        () -> server.call(new Do(() -> passes(Duration.ofMillis(5_001)))));
        assertThat(e.timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void anInterruptOfTheCallerSurvivesTheHandlerItRuns() {
        ServerRef<Do> server = start(new Marked());
        Thread caller = Thread.currentThread();
        server.call(
                new Do(() -> {
                    caller.interrupt();
                    return "done";
                }));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptedCallerFailsAsEver() {
        ServerRef<Do> server = start(new Marked());
        CompletableFuture<Object> held = new CompletableFuture<>();
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> server.call(new Do(() -> held.get())))
                    .isInstanceOf(CallFailedException.class)
                    .hasMessageContaining("interrupted");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
            held.complete("late");
        }
    }

    @Test
    void killEndsAServerWhenTheHandlerThatItsCallerRunsReturns() {
        ServerRef<Do> server = start(new Marked());
        Pid pid = server.whereis().orElseThrow();
        Object reply =
                server.call(
                        new Do(() -> {
                            runtime.exit(pid, ExitReason.KILL);
                            return Thread.currentThread().isInterrupted();
                        }));
        assertThat(reply).isEqualTo(false);
        await().until(() -> !runtime.isAlive(pid));
    }

    @Test
    void aCrashOfTheServerIsTheCallersFailureOnly() {
        ServerRef<Do> server = start(new Marked());
        assertThatThrownBy(() ->
                        server.call(
                                new Do(() -> {
                                    throw new IllegalStateException("broken");
                                })))
                .isInstanceOf(CallFailedException.class);
        assertThat(server.whereis().map(runtime::isAlive)).contains(false);
    }

    private void awaitWarning() {
        await().until(() -> !lines.get().isEmpty());
    }

    /// The warning comes from a virtual thread, whose only carrier this one may be on.
    private Object computesUntilWarned() {
        while (lines.get().isEmpty()) {
            Thread.yield();
        }
        return "computed";
    }

    private void assertMarkIsLost(ServerRef<Do> server) {
        awaitWarning();
        assertThat(lines.get())
                .singleElement()
                .asString()
                .contains("@NonBlocking")
                .contains("type=" + Marked.class.getName());
        for (int i = 0; i < 3; i++) {
            awaitIdle(server.whereis().orElseThrow());
            assertThat(server.call(new Do(() -> Thread.currentThread().getName())))
                    .asString()
                    .startsWith("distributed-actors-worker-");
        }
    }

    @Test
    void aHandlerThatWaitsOnItsCallersThreadLosesTheMark() {
        ServerRef<Do> server = start(new Marked());
        Object ran =
                server.call(
                        new Do(() -> {
                            awaitWarning();
                            return Thread.currentThread();
                        }));
        assertThat(ran).isSameAs(Thread.currentThread());
        assertMarkIsLost(server);
    }

    @Test
    void oneThatComputesForLongOnItsCallersThreadLosesTheMark() {
        ServerRef<Do> server = start(new Marked());
        server.call(new Do(this::computesUntilWarned), Duration.ofMinutes(1));
        assertMarkIsLost(server);
    }

    @Test
    void oneThatComputesForLongOnAVirtualThreadLosesTheMark() {
        ServerRef<Do> server = start(new Marked());
        CompletableFuture.supplyAsync(
                        () -> server.call(new Do(this::computesUntilWarned), Duration.ofMinutes(1)),
                        Thread::startVirtualThread)
                .join();
        assertMarkIsLost(server);
    }

    /// It says so itself, before the watcher sees it.
    @Test
    void oneThatCallsWhoeverDoesNotAnswerAtOnceLosesTheMark() {
        ServerRef<Do> slow = start(new Unmarked());
        ServerRef<Do> server = start(new Marked());
        Do untilWarned =
                new Do(() -> {
                    awaitWarning();
                    return "done";
                });
        server.call(new Do(() -> slow.call(untilWarned, Duration.ofMinutes(1))));
        assertMarkIsLost(server);
    }

    /// The visit within it has come and gone meanwhile.
    @Test
    void oneThatWaitsAfterItHasCalledAnotherLosesTheMark() {
        ServerRef<Do> inner = start(new MarkedToo());
        ServerRef<Do> server = start(new Marked());
        Object innerRan =
                server.call(
                        new Do(() -> {
                            Object thread = inner.call(new Do(Thread::currentThread));
                            awaitWarning();
                            return thread;
                        }));
        assertThat(innerRan).isSameAs(Thread.currentThread());
        assertMarkIsLost(server);
    }

    @Test
    void callsInCallsNestOnlySoDeep() {
        List<ServerRef<Do>> servers = Stream.generate(() -> start(new Marked())).limit(20).toList();
        assertThat(nested(servers.subList(0, 3))).isSameAs(Thread.currentThread());
        assertThat(nested(servers)).isNotSameAs(Thread.currentThread());
    }

    /// Each server calls the next. Returns the thread of the last.
    private Object nested(List<ServerRef<Do>> servers) {
        List<ServerRef<Do>> rest = servers.subList(1, servers.size());
        return servers.getFirst()
                .call(new Do(() -> rest.isEmpty() ? Thread.currentThread() : nested(rest)));
    }
}
