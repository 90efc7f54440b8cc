package org.distributedactors.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.migration.Account.Message;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Processes that move between real nodes, over sockets.
class TwoNodesMigrationTest {

    private final List<Kernel> kernels = new ArrayList<>();
    private Kernel one;
    private Kernel other;

    @BeforeEach
    void start() throws Exception {
        one = kernel("one");
        other = kernel("other");
        boolean connected =
                one.node()
                        .connectAsync(
                                other.node().name(),
                                other.node().status().orElseThrow().listening())
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
        assertThat(connected).isTrue();
        await().until(() -> other.node().connectedNodes().contains(one.node().name()));
    }

    private Kernel kernel(String name) {
        KernelConfig config =
                KernelConfig.builder(NodeName.of(name + "@127.0.0.1"))
                        .cookie(Cookie.of("migration-test-cookie"))
                        .portMapper(
                                PortMapperMode.NONE,
                                new java.net.InetSocketAddress("127.0.0.1", 4369))
                        .busyBytes(256 << 10)
                        .build();
        Kernel kernel = new Kernel(config);
        kernel.migrator().types().declare(Account.TYPE);
        kernel.start();
        kernels.add(kernel);
        return kernel;
    }

    @AfterEach
    void stop() {
        kernels.forEach(Kernel::stop);
    }

    private Pid spawn() {
        return one.node().spawn(SpawnOptions.DEFAULT, Account.behaviour()).pid();
    }

    private Pid move(Pid process) throws Exception {
        return one.migrator()
                .migrate(process, other.node().name())
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    void callsGoOnWhileItMoves() throws Exception {
        Pid process = spawn();
        ServerRef<Message> here = one.node().ref(process, Message.class);
        ServerRef<Message> there = other.node().ref(process, Message.class);
        List<CompletionStage<Long>> calls = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            calls.add(here.callAsync(new Message.PutAs("here:", i)));
            there.cast(new Message.Add("there:", i));
        }
        Pid moved = move(process);
        for (int i = 500; i < 1000; i++) {
            calls.add(here.callAsync(new Message.PutAs("here:", i)));
            there.cast(new Message.Add("there:", i));
        }
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i).toCompletableFuture().get(20, TimeUnit.SECONDS)).isEqualTo(i);
        }
        List<String> entries = new ArrayList<>();
        await().until(() -> {
            entries.clear();
            entries.addAll(one.node().ref(moved, Message.class).call(new Message.Entries()));
            return entries.size() == 2001;
        });
        for (String client : List.of("here:", "there:")) {
            assertThat(entries.stream().filter(entry -> entry.startsWith(client)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 1000).mapToObj(i -> client + i).toList());
        }
    }

    /// Answers when it is told to.
    private static final class Slow implements GenServer<Message> {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch answer = new CountDownLatch(1);

        @Override
        public Next handle(Message message) throws InterruptedException {
            asked.countDown();
            answer.await();
            return reply("late");
        }
    }

    @Test
    void oneThatWaitsForAnAnswerMovesWhenItHasIt() throws Exception {
        for (Kernel askedNode : kernels) {
            Slow slow = new Slow();
            Pid asked =
                    askedNode.node().spawn(SpawnOptions.DEFAULT, GenServer.behaviour(slow)).pid();
            Pid process = spawn();
            CountDownLatch wanted = new CountDownLatch(1);
            CountDownLatch frozen = new CountDownLatch(1);
            one.migrator()
                    .observe((point, id) -> {
                        switch (point) {
                            case REQUEST -> wanted.countDown();
                            case FREEZE -> frozen.countDown();
                            default -> {}
                        }
                    });
            one.node().ref(process, Message.class).cast(new Message.Ask(asked));
            slow.asked.await();

            CompletionStage<Pid> moving = one.migrator().migrate(process, other.node().name());
            wanted.await();
            assertThat(frozen.getCount()).isEqualTo(1);
            slow.answer.countDown();

            Pid moved = moving.toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(other.node().ref(moved, Message.class).call(new Message.Entries()))
                    .containsExactly("init", "asked late");
        }
    }

    @Test
    void aLargeStateArrivesWhole() throws Exception {
        Pid process = spawn();
        String text = "x".repeat(1 << 20);
        one.node().ref(process, Message.class).cast(new Message.Note(text));

        Pid moved = move(process);

        assertThat(other.node().ref(moved, Message.class).call(new Message.Entries()))
                .containsExactly("init", text);
    }

    /// Far more than a sender may leave for another node at one time.
    @Test
    void whatComesWhileItMovesIsPassedOnHoweverMuchItIs() throws Exception {
        Pid process = spawn();
        String text = "x".repeat(8000);
        one.migrator()
                .observe((point, id) -> {
                    if (point == MigrationPoint.COMMIT_SENT) {
                        for (int i = 0; i < 1000; i++) {
                            one.node().send(process, new Message.Note(i + text));
                        }
                    }
                });

        Pid moved = move(process);

        ServerRef<Message> ref = other.node().ref(moved, Message.class);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> ref.call(new Message.Entries()).size() == 1001);
        assertThat(ref.call(new Message.Entries()).subList(1, 1001))
                .isEqualTo(IntStream.range(0, 1000).mapToObj(i -> i + text).toList());
    }

    @Test
    void aThousandMoveAtOnce() throws Exception {
        List<Pid> processes = IntStream.range(0, 1000).mapToObj(i -> spawn()).toList();
        List<CompletionStage<Pid>> moves =
                processes.stream()
                        .map(process -> one.migrator().migrate(process, other.node().name()))
                        .toList();
        for (CompletionStage<Pid> move : moves) {
            Pid moved = move.toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(other.node().processes().isAlive(moved)).isTrue();
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(one.migrator().underWay()).isZero());
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(other.migrator().movable()).hasSize(1000));
        assertThat(one.migrator().movable()).isEmpty();
    }
}
