package org.distributedactors.boot.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.util.StringUtils;

/// Finds the properties that only a node with a cookie reads. Whoever sets one of them means a cluster, and a node that stays
/// alone without a word would surprise him.
final class ClusterProperties {

    private static final List<String> GROUPS =
            Stream.of("node", "transport", "epmd", "ssl", "discovery")
                    .map("distributedactors"::concat)
                    .toList();

    private ClusterProperties() {}

    /// The names of those that are set, as they are spelled where they are set. An empty value counts as not set: that is what
    /// a placeholder with an empty default leaves.
    static List<String> setIn(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream()
                .flatMap(source ->
                        source instanceof EnumerablePropertySource<?> names
                                ? Stream.of(names)
                                : Stream.empty())
                .flatMap(source -> Stream.of(source.getPropertyNames()))
                .filter(ClusterProperties::isOfACluster)
                .filter(name -> StringUtils.hasText(environment.getProperty(name)))
                .distinct()
                .sorted()
                .toList();
    }

    /// Letters alone decide, so that every spelling that binds is found.
    private static boolean isOfACluster(String name) {
        String letters = name.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
        return GROUPS.stream().anyMatch(letters::startsWith);
    }
}
