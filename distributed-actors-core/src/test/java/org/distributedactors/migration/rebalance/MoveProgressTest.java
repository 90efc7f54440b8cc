package org.distributedactors.migration.rebalance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// When the log says how far a node is that gives processes to others.
class MoveProgressTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(MoveProgress.class);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private long nanos = Long.MAX_VALUE - 1;
    private final MoveProgress progress = new MoveProgress(() -> nanos, Runnable::run);

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
        return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void oneMoreAfter(Duration time) {
        nanos += time.toNanos();
        progress.oneMore();
    }

    @Test
    void aLongRebalancingSaysEveryFiveSecondsHowFarItIs() {
        for (int round = 0; round < 12; round++) {
            progress.round(Moves.Why.REBALANCE, 12, round);
            oneMoreAfter(Duration.ofSeconds(1));
        }

        assertThat(lines())
                .containsExactly(
                        "Moved 5 of 12 processes to other nodes so far",
                        "Moved 10 of 12 processes to other nodes so far");
        assertThat(events.list).allMatch(event -> event.getLevel() == Level.INFO);
    }

    @Test
    void whatIsDoneSoonIsNotTold() {
        for (int i = 0; i < 3; i++) {
            progress.round(Moves.Why.DRAIN, 2, 0);
            oneMoreAfter(Duration.ofSeconds(2));
            oneMoreAfter(Duration.ofSeconds(2));
            progress.over(Moves.Why.DRAIN);
        }

        assertThat(lines()).isEmpty();
    }

    @Test
    void theEndOfARebalancingIsNotThatOfTheNodesLeaving() {
        progress.round(Moves.Why.REBALANCE, 9, 0);
        progress.round(Moves.Why.DRAIN, 40, 0);
        progress.over(Moves.Why.REBALANCE);
        assertThat(progress.now()).contains(new Moves(Moves.Why.DRAIN, 40, 0));

        progress.over(Moves.Why.DRAIN);
        assertThat(progress.now()).isEmpty();
        oneMoreAfter(Duration.ofSeconds(9));

        assertThat(lines()).isEmpty();
    }
}
