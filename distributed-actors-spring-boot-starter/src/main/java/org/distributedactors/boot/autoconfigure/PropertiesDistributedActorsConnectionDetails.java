package org.distributedactors.boot.autoconfigure;

import java.util.List;
import org.distributedactors.discovery.Seed;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.util.StringUtils;

/// The connection details that stand in the properties.
final class PropertiesDistributedActorsConnectionDetails
        implements DistributedActorsConnectionDetails {

    private static final String SEEDS = "distributed-actors.discovery.seeds";

    private final @Nullable String cookie;
    private final List<Seed> seeds;
    private final DistributedActorsProperties.Ssl ssl;
    private final NodeSslBundles bundles;

    /// @throws InvalidConfigurationPropertyValueException when the cookie's file or a seed is unusable
    PropertiesDistributedActorsConnectionDetails(
            DistributedActorsProperties properties, NodeSslBundles bundles) {
        this.ssl = properties.ssl();
        this.bundles = bundles;
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

    /// @throws NodeConfigurationException when there is no such bundle
    @Override
    public @Nullable SslBundle sslBundle() {
        return ssl.isEnabled() ? bundles.get(ssl.bundle()) : null;
    }

    /// What is empty is none: that is what a placeholder with an empty default leaves.
    private static @Nullable String cookieOf(DistributedActorsProperties properties) {
        String cookie = StringUtils.hasText(properties.cookie()) ? properties.cookie() : null;
        String file = StringUtils.hasText(properties.cookieFile()) ? properties.cookieFile() : null;
        MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn(
                entries -> {
                    entries.put("distributed-actors.cookie", cookie);
                    entries.put("distributed-actors.cookie-file", file);
                });
        return file == null ? cookie : CookieFile.read(file);
    }

    private static Seed seed(String text) {
        try {
            return Seed.of(text);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidConfigurationPropertyValueException(
                    SEEDS, text, "A seed has the form name@host or name@host:port", malformed);
        }
    }
}
