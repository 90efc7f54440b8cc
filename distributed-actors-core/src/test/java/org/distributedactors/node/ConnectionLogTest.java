package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Nobody fills the log from outside, neither strangers nor members that connect again and again.
class ConnectionLogTest {

    private static final NodeName PEER = NodeName.of("peer@log.invalid");
    private static final Closed BAD = new Closed(CloseReason.PROTOCOL_ERROR, "a bad frame");

    private final Logger logger = (Logger) LoggerFactory.getLogger(ConnectionLog.class);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private Instant now = Instant.EPOCH;
    private final ConnectionLog log = new ConnectionLog(() -> now, Runnable::run);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        events.start();
        logger.addAppender(events);
        logger.setAdditive(false);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(events);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    private List<String> lines() {
        return events.list.stream()
                .filter(event -> event.getFormattedMessage().contains("log.invalid"))
                .map(event -> event.getFormattedMessage() + event.getKeyValuePairs())
                .toList();
    }

    @Test
    void aMemberThatComesAndGoesWithoutEndCausesALineASecond() {
        for (int i = 0; i < 10_000; i++) {
            log.connected(PEER);
            log.lost(PEER, BAD);
            now = now.plus(Duration.ofMillis(1));
        }

        assertThat(lines()).filteredOn(line -> line.startsWith("Connected")).hasSize(10);
        assertThat(lines()).filteredOn(line -> line.startsWith("Lost")).hasSize(10);
    }

    @Test
    void theNextLineTellsHowManyDidNotCome() {
        for (int i = 0; i < 8; i++) {
            log.lost(PEER, BAD);
        }
        now = now.plusSeconds(1);
        log.lost(PEER, BAD);

        assertThat(lines()).hasSize(2).last().asString().contains("left_out=\"7\"");
    }

    @Test
    void whatHappensNowAndThenIsToldEachTime() {
        for (int i = 0; i < 3; i++) {
            log.connected(PEER);
            log.lost(PEER, BAD);
            now = now.plusSeconds(2);
        }

        assertThat(lines()).hasSize(6).noneMatch(line -> line.contains("left_out"));
    }

    @Test
    void anotherReasonIsNews() {
        log.lost(PEER, BAD);
        log.lost(PEER, Closed.BY_PEER);

        assertThat(lines()).hasSize(2);
    }

    @Test
    void aStrangerCausesALineAMinuteWhateverThePort() {
        for (int port = 0; port < 1000; port++) {
            log.refused("log.invalid:" + port, BAD);
        }
        now = now.plus(Duration.ofMinutes(1));
        log.refused("log.invalid:1", BAD);

        assertThat(lines()).hasSize(2);
    }
}
