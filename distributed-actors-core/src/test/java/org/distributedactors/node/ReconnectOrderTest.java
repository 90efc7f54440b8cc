package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Numbered messages of one process to another, over connections that break at any moment. What the documentation promises:
///
/// 1. No message comes twice, and none before an earlier one.
/// 2. Where numbers are missing, the receiver has heard in between that the node was lost.
class ReconnectOrderTest {

    private static final int MESSAGES = 3000;

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
        assertThat(a.connectTo(b)).isTrue();
        await().until(() -> b.node.nodes().contains(a.node.name()));
        CompletableFuture<List<Long>> heard = new CompletableFuture<>();
        CompletableFuture<Pid> receiver = new CompletableFuture<>();
        b.node.spawn(self -> {
            b.node.monitorNodes(self.pid());
            receiver.complete(self.pid());
            heard.complete(listen(self));
        });
        Pid to = receiver.join();

        a.node.spawn(self -> sendAll(to, new Random(seed)));

        // The connection may break after the last message too.
        await().until(() -> {
            a.node.send(to, Tuple.of(IntegerTerm.of(MESSAGES)));
            return heard.isDone();
        });
        check(heard.join(), seed);
    }

    /// The numbers as they come; -1 for the loss of the node.
    private static List<Long> listen(org.distributedactors.process.PlainSelf self) {
        List<Long> log = new ArrayList<>();
        while (true) {
            Object message = self.receive(m -> () -> m);
            if (message instanceof NodeEvent.NodeDown) {
                log.add(-1L);
            } else if (message instanceof Tuple numbered) {
                long number = ((IntegerTerm) numbered.get(0)).longValue();
                if (number == MESSAGES) {
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
                Term content = Binary.wrap(new byte[size]);
                a.node.send(to, Tuple.of(IntegerTerm.of(next++), content));
            }
            switch (random.nextInt(3)) {
                case 0 -> a.node.disconnect(b.node.name());
                case 1 -> b.node.disconnect(a.node.name());
                default -> Thread.yield();
            }
        }
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
