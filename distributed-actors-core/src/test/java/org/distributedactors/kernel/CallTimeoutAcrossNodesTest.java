package org.distributedactors.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.CallTimeoutException;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.discovery.Seed;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.rpc.Inspector;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A call to a process of another node that times out says what that process was doing.
class CallTimeoutAcrossNodesTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    private final Kernel callee = kernel("callee", null);
    private Kernel caller;
    private final CountDownLatch release = new CountDownLatch(1);
    private ServerRef<Work> server;

    sealed interface Work {
        record Block() implements Work {}

        record Ask() implements Work, Call<Work, String> {}
    }

    final class Worker implements GenServer<Work> {

        @Override
        public Next handle(Work message) throws Exception {
            return switch (message) {
                case Work.Block block -> {
                    release.await();
                    yield noReply();
                }
                case Work.Ask ask -> reply(ask, "answer");
            };
        }
    }

    private static Kernel kernel(String name, Kernel seed) {
        KernelConfig.Builder config =
                KernelConfig.builder(NodeName.of(name + "@127.0.0.1"))
                        .cookie(Cookie.of("cookie-for-tests"))
                        .portMapper(PortMapperMode.NONE, new InetSocketAddress("127.0.0.1", 1));
        if (seed != null) {
            InetSocketAddress listening = seed.node().status().orElseThrow().listening();
            config.discovery(
                    () -> List.of(new Seed(seed.node().name(), listening)), Duration.ofMillis(100));
        }
        return new Kernel(config.build());
    }

    @BeforeEach
    void start() {
        callee.start();
        caller = kernel("caller", callee);
        caller.start();
        await().until(() -> caller.node().nodes().contains(callee.node().name()));
        GenServer.start(callee.node().processes(), SpawnOptions.named("worker"), new Worker());
        server =
                ServerRef.of(
                        caller.node().processes(), Atom.of("worker"), callee.node().name().atom());
    }

    @AfterEach
    void stop() {
        release.countDown();
        caller.stop();
        callee.stop();
    }

    private CallTimeoutException timeout() {
        return catchThrowableOfType(
                CallTimeoutException.class, () -> server.call(new Work.Ask(), SHORT));
    }

    @Test
    void itTellsQueueMessageAgeAndStack() {
        server.cast(new Work.Block());
        server.cast(new Work.Block());
        CallTimeoutException late = timeout();

        assertThat(late.calleeInfo())
                .hasValueSatisfying(info -> {
                    assertThat(info.queueLength()).isEqualTo(2);
                    assertThat(info.messageInProgress()).endsWith("Work$Block");
                    assertThat(info.busyFor()).isPositive();
                    assertThat(info.stack()).isNotEmpty();
                    assertThat(info.pid().node()).isEqualTo(callee.node().name().atom());
                });
        assertThat(late).hasMessageContaining("queue length 2").hasMessageContaining("Block");
        assertThat(caller.node().processes().aliases().size()).isZero();
    }

    @Test
    void anAsynchronousCallTellsItToo() {
        server.cast(new Work.Block());
        CompletionException late =
                catchThrowableOfType(
                        CompletionException.class,
                        () ->
                                server.callAsync(new Work.Ask(), SHORT)
                                        .toCompletableFuture()
                                        .orTimeout(20, TimeUnit.SECONDS)
                                        .join());

        assertThat(late.getCause())
                .isInstanceOfSatisfying(
                        CallTimeoutException.class,
                        timeout -> assertThat(timeout.calleeInfo()).isPresent());
    }

    /// As an Erlang node, or an older one of ours.
    @Test
    void aNodeThatTellsNothingIsNoHindrance() {
        callee.node().unregister(Inspector.NAME.name());
        server.cast(new Work.Block());

        assertThat(timeout().calleeInfo()).isEmpty();
    }

    @Test
    void aLateAnswerVanishes() {
        server.cast(new Work.Block());
        assertThat(timeout()).isNotNull();
        release.countDown();

        assertThat(server.call(new Work.Ask(), Duration.ofSeconds(20))).isEqualTo("answer");
        assertThat(caller.node().processes().aliases().size()).isZero();
    }
}
