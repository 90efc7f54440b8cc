package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.distributedactors.process.PlainSelf;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Numbered messages of one process to another, over connections that break at any moment. What the documentation promises:
///
/// 1. No message comes twice, and none before an earlier one.
/// 2. Where numbers are missing, the receiver has heard in between that the node was lost.
class ReconnectOrderTest {

    private static final int MESSAGES = 3000;
    private static final int MILLION = 1_000_000;
    private static final int LOSSES = 20;

    /// Sent while there may be no connection.
    private static final int IN_BETWEEN = 1000;

    private final TestNode a = new TestNode("a@127.0.0.1");
    private final TestNode b = new TestNode("b@127.0.0.1");

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 0})
    void numbersComeInOrderAndHolesAreTold(long fixed) {
        long seed = fixed == 0 ? System.nanoTime() : fixed;

        List<Long> heard = heardOf(MESSAGES, to -> sendAll(to, new Random(seed)));

        check(heard, seed);
    }

    @Test
    @EnabledIfSystemProperty(named = "evidence", matches = "true")
    void aMillionNumbersComeInOrderThroughTwentyConnections() {
        long seed = System.nanoTime();

        List<Long> heard = heardOf(MILLION, to -> sendAMillion(to, new Random(seed)));

        check(heard, seed);
        assertThat(heard).filteredOn(number -> number < 0).hasSizeGreaterThanOrEqualTo(LOSSES);
        assertThat(heard).hasSizeGreaterThan(MILLION / 2);
    }

    private List<Long> heardOf(int messages, Consumer<Pid> sender) {
        assertThat(a.connectTo(b)).isTrue();
        await().until(() -> b.node.nodes().contains(a.node.name()));
        CompletableFuture<List<Long>> heard = new CompletableFuture<>();
        CompletableFuture<Pid> receiver = new CompletableFuture<>();
        b.node.spawn(self -> {
            b.node.monitorNodes(self.pid());
            receiver.complete(self.pid());
            heard.complete(listen(self, messages));
        });
        Pid to = receiver.join();
        CompletableFuture<Void> sent = new CompletableFuture<>();

        a.node.spawn(self -> {
            try {
                sender.accept(to);
                sent.complete(null);
            } catch (RuntimeException failure) {
                sent.completeExceptionally(failure);
            }
        });

        sent.orTimeout(5, TimeUnit.MINUTES).join();
        // The connection may break after the last message too.
        await().until(() -> {
            a.node.send(to, Tuple.of(IntegerTerm.of(messages)));
            return heard.isDone();
        });
        return heard.join();
    }

    /// The numbers as they come; -1 for the loss of the node.
    private static List<Long> listen(PlainSelf self, int messages) {
        List<Long> log = new ArrayList<>();
        while (true) {
            Object message = self.receive(m -> () -> m);
            if (message instanceof NodeEvent.NodeDown) {
                log.add(-1L);
            } else if (message instanceof Tuple numbered) {
                long number = ((IntegerTerm) numbered.get(0)).longValue();
                if (number == messages) {
                    return log;
                }
                log.add(number);
            }
        }
    }

    private void sendAll(Pid to, Random random) {
        int next = 0;
        while (next < MESSAGES) {
            for (int i = random.nextInt(200); i >= 0 && next < MESSAGES; i--) {
                int size = random.nextInt(30) == 0 ? random.nextInt(200_000) : random.nextInt(50);
                send(to, next++, size);
            }
            switch (random.nextInt(3)) {
                case 0 -> a.node.disconnect(b.node.name());
                case 1 -> b.node.disconnect(a.node.name());
                default -> Thread.yield();
            }
        }
    }

    private void sendAMillion(Pid to, Random random) {
        for (int number = 0; number < MILLION; number++) {
            int size = random.nextInt(3000) == 0 ? random.nextInt(200_000) : random.nextInt(50);
            send(to, number, size);
            int sinceLoss = number % (MILLION / LOSSES) - MILLION / LOSSES / 2;
            if (sinceLoss == 0) {
                await().until(() -> a.connectTo(b) && b.node.nodes().contains(a.node.name()));
                TestNode first = random.nextBoolean() ? a : b;
                first.node.disconnect((first == a ? b : a).node.name());
            } else if (sinceLoss == IN_BETWEEN) {
                await().until(() -> a.connectTo(b));
            }
        }
    }

    private void send(Pid to, int number, int size) {
        Term content = Binary.wrap(new byte[size]);
        a.node.send(to, Tuple.of(IntegerTerm.of(number), content));
    }

    private static void check(List<Long> log, long seed) {
        long last = -1;
        boolean told = false;
        for (long entry : log) {
            if (entry < 0) {
                told = true;
                continue;
            }
            assertThat(entry).as("seed %d: twice, or out of order", seed).isGreaterThan(last);
            if (!told) {
                assertThat(entry)
                        .as("seed %d: a hole of which nobody heard", seed)
                        .isEqualTo(last + 1);
            }
            last = entry;
            told = false;
        }
    }
}
