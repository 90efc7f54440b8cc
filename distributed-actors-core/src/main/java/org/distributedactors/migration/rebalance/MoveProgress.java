package org.distributedactors.migration.rebalance;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.distributedactors.process.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far a node is that gives processes to others, and now and then a line of the log about it. Any thread may call.
final class MoveProgress {

    private static final Logger log = LoggerFactory.getLogger(MoveProgress.class);
    private static final long EVERY = Duration.ofSeconds(5).toNanos();

    private final Ticker clock;
    private final Executor lines;
    private @Nullable Moves moves;
    private long nextLine;

    /// @param lines writes them, for the threads of the network may not wait for a log that stands still
    MoveProgress(Ticker clock, Executor lines) {
        this.clock = clock;
        this.lines = lines;
    }

    /// What goes at this moment; empty when nothing does.
    synchronized Optional<Moves> now() {
        return Optional.ofNullable(moves);
    }

    /// A round begins.
    ///
    /// @param moved how many have gone in earlier ones
    synchronized void round(Moves.Why why, int all, int moved) {
        if (moves == null || moves.why() != why) {
            nextLine = clock.nanos() + EVERY;
        }
        moves = new Moves(why, all, moved);
    }

    synchronized void oneMore() {
        if (moves == null) {
            return;
        }
        Moves now = moves.oneMore();
        moves = now;
        if (clock.nanos() - nextLine >= 0) {
            nextLine = clock.nanos() + EVERY;
            lines.execute(() ->
                    log.info(
                            "Moved {} of {} processes to other nodes so far",
                            now.moved(),
                            now.all()));
        }
    }

    synchronized void over(Moves.Why why) {
        if (moves != null && moves.why() == why) {
            moves = null;
        }
    }
}
