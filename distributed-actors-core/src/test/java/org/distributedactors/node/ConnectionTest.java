package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.distributedactors.process.Destination;
import org.distributedactors.process.Down;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Tuple;
import org.distributedactors.transport.CloseReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Two nodes over real sockets.
class ConnectionTest {

    private final TestNode a = new TestNode("a@127.0.0.1");
    private final TestNode b = new TestNode("b@127.0.0.1");

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    @Test
    void nodesWithOneCookieSeeEachOther() {
        assertThat(a.connectTo(b)).isTrue();

        assertThat(a.node.nodes()).containsExactly(b.node.name());
        await().untilAsserted(() -> assertThat(b.node.nodes()).containsExactly(a.node.name()));
    }

    @Test
    void aWrongCookieIsRefused() {
        try (TestNode c =
                new TestNode("c@127.0.0.1", "another-cookie-for-tests", Duration.ofSeconds(60))) {
            assertThat(c.connectTo(a)).isFalse();

            assertThat(c.node.nodes()).isEmpty();
            assertThat(a.node.nodes()).isEmpty();
            await().untilAsserted(() ->
                    assertThat(a.node.counters().connectionsClosed(CloseReason.AUTH_FAILED))
                            .isOne());
        }
    }

    @Test
    void bothLogsSayWhatToDoAboutAWrongCookieAndNoneSaysTheCookie() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(ConnectionLog.class);
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        logger.addAppender(log);
        try (TestNode c =
                new TestNode("c@127.0.0.1", "another-cookie-for-tests", Duration.ofSeconds(60))) {
            assertThat(c.connectTo(a)).isFalse();

            await().untilAsserted(() ->
                    assertThat(List.copyOf(log.list))
                            .extracting(ILoggingEvent::getFormattedMessage)
                            .anyMatch(line -> line.contains("c@127.0.0.1 has another cookie"))
                            .anyMatch(line ->
                                    line.startsWith("Connection with a@127.0.0.1 refused")
                                            && line.contains("cookies may differ"))
                            .filteredOn(line -> line.contains("refused"))
                            .allMatch(line ->
                                    line.contains("compare distributed-actors.cookie and")
                                            && line.contains("docs/cookie.md"))
                            .noneMatch(line ->
                                    line.contains("another-cookie-for-tests")
                                            || line.contains(TestNode.COOKIE)));
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void bothDiallingAtOnceEndsInOneConnection() {
        var fromA = a.node.connectAsync(b.node.name(), b.address()).toCompletableFuture();
        var fromB = b.node.connectAsync(a.node.name(), a.address()).toCompletableFuture();

        assertThat(fromA.join()).isTrue();
        assertThat(fromB.join()).isTrue();
        assertThat(a.node.nodes()).containsExactly(b.node.name());
        assertThat(b.node.nodes()).containsExactly(a.node.name());
    }

    @Test
    void aMessageReachesAProcessOfTheOtherNode() throws InterruptedException {
        a.connectTo(b);
        BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        Pid there = b.node.spawn(self -> received.add(self.receive(m -> () -> m)));

        a.node.send(there, Tuple.of(Atom.of("hello"), there));

        assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo(Tuple.of(Atom.of("hello"), there));
    }

    @Test
    void aMonitorFiresWithTheReasonOfTheOtherNodesProcess() throws InterruptedException {
        a.connectTo(b);
        Pid there = b.node.spawn(self -> self.receive(m -> () -> m));

        Down down = watch(Destination.of(there), () -> a.node.exit(there, ExitReason.of("gone")));

        assertThat(down.reason()).isEqualTo(ExitReason.of("gone"));
        assertThat(down.target()).isEqualTo(there);
    }

    @Test
    void aMonitorOfANameNobodyHasFiresAtOnce() throws InterruptedException {
        a.connectTo(b);

        Down down = watch(Destination.of(Atom.of("nobody"), b.node.name().atom()), () -> {});

        assertThat(down.reason()).isEqualTo(ExitReason.NOPROC);
    }

    @Test
    void losingTheNodeFiresMonitorsWithNoconnection() throws InterruptedException {
        a.connectTo(b);
        Pid there = b.node.spawn(self -> self.receive(m -> () -> m));

        Down down = watch(Destination.of(there), () -> a.node.disconnect(b.node.name()));

        assertThat(down.reason()).isEqualTo(ExitReason.NOCONNECTION);
        assertThat(a.node.nodes()).isEmpty();
    }

    @Test
    void monitorsOfNodesThatDeadProcessesLeftBehindAreForgotten() {
        a.connectTo(b);
        Pid dead = a.node.spawn(self -> {});
        await().until(() -> !a.node.processes().isAlive(dead));

        for (int i = 0; i < 1000; i++) {
            a.node.monitorNode(dead, b.node.name());
        }

        assertThat(a.node.processes().monitors().activeCount()).isLessThan(300);
    }

    @Test
    void aLinkCarriesTheExitOfTheOtherNodesProcess() throws InterruptedException {
        a.connectTo(b);
        Pid there = b.node.spawn(self -> self.receive(m -> () -> m));
        BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        BlockingQueue<Boolean> linked = new LinkedBlockingQueue<>();
        a.node.spawn(self -> {
            self.trapExit(true);
            self.link(there);
            linked.add(true);
            received.add(self.receive(m -> () -> m));
        });
        linked.take();

        a.node.exit(there, ExitReason.of("broken"));

        assertThat(received.poll(5, TimeUnit.SECONDS))
                .isEqualTo(new Exit(there, ExitReason.of("broken")));
    }

    @Test
    void aNodeThatCameBackIsANewIncarnation() {
        a.connectTo(b);
        Pid before = b.node.spawn(self -> self.receive(m -> () -> m));

        b.node.stop();
        await().until(() -> a.node.nodes().isEmpty());
        b.node.start();
        b.node.accept();

        assertThat(a.connectTo(b)).isTrue();
        assertThat(b.node.processes().isAlive(before)).isFalse();
        assertThat(b.node.processes().creation()).isNotEqualTo(before.creation());
    }

    private Down watch(Destination target, Runnable then) throws InterruptedException {
        BlockingQueue<Down> downs = new LinkedBlockingQueue<>();
        BlockingQueue<Boolean> watching = new LinkedBlockingQueue<>();
        a.node.spawn(self -> {
            self.monitor(target);
            watching.add(true);
            downs.add(self.receive(m -> m instanceof Down down ? () -> down : null));
        });
        watching.take();
        then.run();
        Down down = downs.poll(5, TimeUnit.SECONDS);
        assertThat(down).isNotNull();
        return down;
    }
}
