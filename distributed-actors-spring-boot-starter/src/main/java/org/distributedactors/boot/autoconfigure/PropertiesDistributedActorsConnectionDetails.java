package org.distributedactors.boot.autoconfigure;

import java.net.InetSocketAddress;
import java.util.List;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.util.StringUtils;

/// The connection details that stand in the properties.
final class PropertiesDistributedActorsConnectionDetails
        implements DistributedActorsConnectionDetails {

    private static final String SEEDS = "distributed-actors.discovery.seeds";

    private final @Nullable String cookie;
    private final List<Seed> seeds;

    /// @throws InvalidConfigurationPropertyValueException when the cookie's file or a seed is unusable
    PropertiesDistributedActorsConnectionDetails(DistributedActorsProperties properties) {
        this.cookie = cookieOf(properties);
        this.seeds =
                properties.discovery().seeds().stream()
                        .map(PropertiesDistributedActorsConnectionDetails::seed)
                        .toList();
    }

    @Override
    public @Nullable String cookie() {
        return cookie;
    }

    @Override
    public List<Seed> seeds() {
        return seeds;
    }

    /// An empty cookie is none: that is what a placeholder with an empty default leaves.
    private static @Nullable String cookieOf(DistributedActorsProperties properties) {
        String cookie = StringUtils.hasText(properties.cookie()) ? properties.cookie() : null;
        MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn(
                entries -> {
                    entries.put("distributed-actors.cookie", cookie);
                    entries.put("distributed-actors.cookie-file", properties.cookieFile());
                });
        return properties.cookieFile() == null ? cookie : CookieFile.read(properties.cookieFile());
    }

    /// A host with more than one colon is an IPv6 address and not a host with a port.
    private static Seed seed(String text) {
        int colon = text.indexOf(':');
        boolean hasPort = colon >= 0 && text.indexOf(':', colon + 1) < 0;
        try {
            NodeName node = NodeName.of(hasPort ? text.substring(0, colon) : text);
            int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : 0;
            return new Seed(
                    node, hasPort ? InetSocketAddress.createUnresolved(node.host(), port) : null);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidConfigurationPropertyValueException(
                    SEEDS, text, "A seed has the form name@host or name@host:port", malformed);
        }
    }
}
