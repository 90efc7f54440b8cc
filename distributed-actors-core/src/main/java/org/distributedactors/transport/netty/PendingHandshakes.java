package org.distributedactors.transport.netty;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/// Counts the accepted connections that have not proved the cookie. Strangers can open as many as they like, so there
/// is a limit for all of them and a smaller one for each address. Any thread may call.
final class PendingHandshakes {

    private final int limit;
    private final int limitOfOne;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int all;

    /// @param limitOfOne the limit for one address; this host itself has only the limit for all
    PendingHandshakes(int limit, int limitOfOne) {
        this.limit = limit;
        this.limitOfOne = limitOfOne;
    }

    /// Whether one more may begin; if so it must {@link #end}.
    synchronized boolean begin(InetAddress from) {
        int ofThis = byAddress.getOrDefault(from, 0);
        if (all >= limit || (ofThis >= limitOfOne && !from.isLoopbackAddress())) {
            return false;
        }
        all++;
        byAddress.put(from, ofThis + 1);
        return true;
    }

    synchronized void end(InetAddress from) {
        all--;
        byAddress.computeIfPresent(from, (address, count) -> count == 1 ? null : count - 1);
    }
}
