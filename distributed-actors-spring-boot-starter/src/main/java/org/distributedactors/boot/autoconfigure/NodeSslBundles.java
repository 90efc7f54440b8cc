package org.distributedactors.boot.autoconfigure;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/// The application's SSL bundles, as the node asks for one of them.
final class NodeSslBundles {

    private static final String PROPERTY = "distributed-actors.ssl.bundle";

    private final @Nullable SslBundles bundles;

    /// @param bundles null in an application without bundles
    NodeSslBundles(@Nullable SslBundles bundles) {
        this.bundles = bundles;
    }

    /// @throws NodeConfigurationException when there is no bundle of this name, or its files cannot be read
    SslBundle get(@Nullable String name) {
        if (!StringUtils.hasText(name)) {
            throw new NodeConfigurationException(
                    "distributed-actors.ssl.enabled is true, and no SSL bundle is named.",
                    "Set " + PROPERTY + " to the name of a bundle under spring.ssl.bundle.");
        }
        if (bundles == null) {
            throw unknown(name, "none");
        }
        try {
            return bundles.getBundle(name);
        } catch (NoSuchSslBundleException none) {
            throw unknown(name, String.join(", ", bundles.getBundleNames()));
        } catch (RuntimeException unreadable) {
            throw new NodeConfigurationException(
                    "The SSL bundle '%s' cannot be used: %s."
                            .formatted(name, unreadable.getMessage()),
                    "Correct the files and passwords under spring.ssl.bundle.");
        }
    }

    /// Calls for each new state of a bundle; never for one that does not tell of its changes.
    void onUpdate(String name, Consumer<SslBundle> action) {
        if (bundles != null) {
            bundles.addBundleUpdateHandler(name, action);
        }
    }

    private static NodeConfigurationException unknown(String name, String known) {
        return new NodeConfigurationException(
                "%s is '%s', and there is no SSL bundle of this name; known are: %s."
                        .formatted(PROPERTY, name, known.isEmpty() ? "none" : known),
                "Define spring.ssl.bundle.pem.%s or spring.ssl.bundle.jks.%s, or set %s to another name."
                        .formatted(name, name, PROPERTY));
    }
}
