package org.distributedactors.boot.autoconfigure;

import java.net.InetAddress;
import java.util.List;

/// When a node may be in the network. A cookie is all that keeps a stranger out, so there is no default one and a short one
/// is for one machine only.
final class CookieRules {

    private static final int SHORTEST_STRONG_COOKIE = 16;

    private CookieRules() {}

    /// @param set the names of properties that only a node with a cookie reads
    /// @throws NodeConfigurationException when there are any
    static void checkLocal(List<String> set) {
        if (!set.isEmpty()) {
            throw new NodeConfigurationException(
                    "No cookie is set, so this node would stay local and read nothing of: %s."
                            .formatted(String.join(", ", set)),
                    "Set distributed-actors.cookie (in the environment DISTRIBUTEDACTORS_COOKIE) or distributed-actors.cookie-file to the cluster's secret, or remove these properties for a node without a cluster.");
        }
    }

    /// @throws NodeConfigurationException when other hosts can reach the node and could guess its cookie
    static void checkStrength(String cookie, InetAddress bindAddress, boolean allowWeak) {
        if (cookie.length() < SHORTEST_STRONG_COOKIE
                && !bindAddress.isLoopbackAddress()
                && !allowWeak) {
            throw new NodeConfigurationException(
                    "The cookie has fewer than %d characters, and other hosts can reach this node on %s."
                            .formatted(SHORTEST_STRONG_COOKIE, bindAddress.getHostAddress()),
                    "Use a long random cookie on all nodes ('openssl rand -hex 32' makes one), listen on 127.0.0.1, or set distributed-actors.allow-weak-cookie to true.");
        }
    }
}
