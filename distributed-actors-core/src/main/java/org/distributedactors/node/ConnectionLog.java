package org.distributedactors.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// The log lines about connections. Any thread may call. A line that a stranger can cause comes at most once a minute
/// for each address or node, and one that a member can at most once a second for each, so that nobody fills the log from
/// outside. The next line of a member tells how many did not come.
final class ConnectionLog {

    private static final Logger log = LoggerFactory.getLogger(ConnectionLog.class);

    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int REMEMBERED = 1000;

    private final InstantSource clock;
    private final Executor lines;
    private final Map<String, Said> said =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Said> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /// When a line was last written, and how often it was not since then.
    private record Said(Instant at, int leftOut) {}

    /// @param lines writes them, for the threads of the network may not wait for a log that stands still
    ConnectionLog(InstantSource clock, Executor lines) {
        this.clock = clock;
        this.lines = lines;
    }

    void connected(NodeName peer) {
        int leftOut = leftOut("up " + peer, PAUSE);
        if (leftOut >= 0) {
            LoggingEventBuilder line = log.atInfo().addKeyValue("peer", peer);
            lines.execute(() -> since(line, leftOut).log("Connected to {}", peer));
        }
    }

    void lost(NodeName peer, Closed why) {
        boolean wanted =
                why.reason() == CloseReason.CLOSED_HERE || why.reason() == CloseReason.SHUTDOWN;
        int leftOut = leftOut("down " + peer + why.reason(), PAUSE);
        if (leftOut >= 0) {
            String text = (wanted ? "Disconnected from" : "Lost") + " {}: {}";
            LoggingEventBuilder line = wanted ? log.atInfo() : log.atWarn();
            lines.execute(() ->
                    since(line, leftOut)
                            .addKeyValue("peer", peer)
                            .addKeyValue("reason", why.reason())
                            .log(text, peer, why));
        }
    }

    private static LoggingEventBuilder since(LoggingEventBuilder line, int leftOut) {
        return leftOut == 0 ? line : line.addKeyValue("left_out", leftOut);
    }

    void unreachable(NodeName peer, Closed why) {
        if (why.reason() == CloseReason.AUTH_FAILED || why.reason() == CloseReason.PROTOCOL_ERROR) {
            warnOnce(peer.toString(), why);
        } else {
            lines.execute(() ->
                    log.atDebug()
                            .addKeyValue("peer", peer)
                            .addKeyValue("reason", why.reason())
                            .log("No connection to {}: {}", peer, why));
        }
    }

    /// A connection that another opened and that did not come up.
    void refused(String from, Closed why) {
        if (why.reason() != CloseReason.NAME_CONFLICT) {
            // The port differs each time and says nothing.
            warnOnce(from.substring(0, Math.max(from.lastIndexOf(':'), 0)), why);
        }
    }

    private void warnOnce(String who, Closed why) {
        if (leftOut(who + why.reason(), QUIET) >= 0) {
            lines.execute(() ->
                    log.atWarn()
                            .addKeyValue("peer", who)
                            .addKeyValue("reason", why.reason())
                            .log("Connection with {} refused: {}", who, why));
        }
    }

    /// @return how often the same was left out before, or -1 to leave it out now
    private synchronized int leftOut(String what, Duration pause) {
        Instant now = clock.instant();
        Said last = said.get(what);
        if (last != null && now.isBefore(last.at().plus(pause))) {
            said.put(what, new Said(last.at(), last.leftOut() + 1));
            return -1;
        }
        said.put(what, new Said(now, 0));
        return last == null ? 0 : last.leftOut();
    }
}
