package org.distributedactors.transport.netty;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Connections of which nothing is known yet but where they come from. There is a limit for all of them and a smaller one
/// for each address; who comes when it is reached is taken, and the oldest has to go. One thread at a time.
final class WaitingConnections<C> {

    private final int limit;
    private final int limitOfOne;

    /// Where each comes from, the oldest first.
    private final Map<C, InetAddress> waiting = new LinkedHashMap<>();

    WaitingConnections(int limit, int limitOfOne) {
        this.limit = limit;
        this.limitOfOne = limitOfOne;
    }

    /// Takes one more.
    ///
    /// @return the one that has to go, which is not counted any more; null when there was room
    @Nullable C add(C connection, InetAddress from) {
        long ofThis = waiting.values().stream().filter(from::equals).count();
        C oldest = null;
        if (ofThis >= limitOfOne) {
            oldest = removeOldest(from);
        } else if (waiting.size() >= limit) {
            oldest = removeOldest(null);
        }
        waiting.put(connection, from);
        return oldest;
    }

    /// @param from whose oldest is meant; null for the oldest of all
    private @Nullable C removeOldest(@Nullable InetAddress from) {
        Iterator<Map.Entry<C, InetAddress>> all = waiting.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<C, InetAddress> next = all.next();
            if (from == null || from.equals(next.getValue())) {
                all.remove();
                return next.getKey();
            }
        }
        return null;
    }

    /// It is known now, or gone.
    void remove(C connection) {
        waiting.remove(connection);
    }

    int size() {
        return waiting.size();
    }
}
