package org.distributedactors.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.Closed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log lines about connections. Any thread may call. A line that a stranger can cause comes at most once a minute
/// for each address or node, so that nobody fills the log from outside.
final class ConnectionLog {

    private static final Logger log = LoggerFactory.getLogger(ConnectionLog.class);

    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final int REMEMBERED = 1000;

    private final InstantSource clock;
    private final Map<String, Instant> said =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                    return size() > REMEMBERED;
                }
            };

    ConnectionLog(InstantSource clock) {
        this.clock = clock;
    }

    void connected(NodeName peer) {
        log.atInfo().addKeyValue("peer", peer).log("Connected to {}", peer);
    }

    void lost(NodeName peer, Closed why) {
        boolean wanted =
                why.reason() == CloseReason.CLOSED_HERE || why.reason() == CloseReason.SHUTDOWN;
        if (wanted) {
            log.atInfo()
                    .addKeyValue("peer", peer)
                    .addKeyValue("reason", why.reason())
                    .log("Disconnected from {}: {}", peer, why);
        } else {
            log.atWarn()
                    .addKeyValue("peer", peer)
                    .addKeyValue("reason", why.reason())
                    .log("Lost {}: {}", peer, why);
        }
    }

    void unreachable(NodeName peer, Closed why) {
        if (why.reason() == CloseReason.AUTH_FAILED || why.reason() == CloseReason.PROTOCOL_ERROR) {
            warnOnce(peer.toString(), why);
        } else {
            log.atDebug()
                    .addKeyValue("peer", peer)
                    .addKeyValue("reason", why.reason())
                    .log("No connection to {}: {}", peer, why);
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
        if (isNews(who + why.reason())) {
            log.atWarn()
                    .addKeyValue("peer", who)
                    .addKeyValue("reason", why.reason())
                    .log("Connection with {} refused: {}", who, why);
        }
    }

    private synchronized boolean isNews(String what) {
        Instant now = clock.instant();
        Instant last = said.get(what);
        if (last != null && now.isBefore(last.plus(QUIET))) {
            return false;
        }
        said.put(what, now);
        return true;
    }
}
