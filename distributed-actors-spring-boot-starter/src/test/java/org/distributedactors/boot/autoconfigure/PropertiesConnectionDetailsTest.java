package org.distributedactors.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.distributedactors.discovery.Seed;
import org.distributedactors.term.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;

class PropertiesConnectionDetailsTest {

    @TempDir Path directory;

    @Test
    void theCookieIsThatOfTheProperties() {
        assertThat(details(Map.of("distributed-actors.cookie", "secret")).cookie())
                .isEqualTo("secret");
    }

    @Test
    void anEmptyCookieIsNone() {
        assertThat(details(Map.of("distributed-actors.cookie", "")).cookie()).isNull();
    }

    @Test
    void theCookieMayStandInAFile() throws IOException {
        String file = cookieFile();

        for (String location : List.of(file, "file:" + file)) {
            assertThat(details(Map.of("distributed-actors.cookie-file", location)).cookie())
                    .isEqualTo("secret");
        }
    }

    @Test
    void anEmptyFileNameIsNone() {
        Map<String, Object> properties =
                Map.of("distributed-actors.cookie", "secret", "distributed-actors.cookie-file", "");

        assertThat(details(properties).cookie()).isEqualTo("secret");
    }

    @Test
    void aCookieAndAFileAreOneTooMany() throws IOException {
        Map<String, Object> both =
                Map.of(
                        "distributed-actors.cookie",
                        "secret",
                        "distributed-actors.cookie-file",
                        cookieFile());

        assertThatExceptionOfType(MutuallyExclusiveConfigurationPropertiesException.class)
                .isThrownBy(() -> details(both))
                .withMessageContaining("distributed-actors.cookie-file")
                .withMessageNotContaining("secret");
    }

    @Test
    void seedsHaveANameAndPerhapsAPort() {
        assertThat(seeds("a@127.0.0.1,b@10.0.0.7:9100,c@fe80::7"))
                .containsExactly(
                        new Seed(NodeName.of("a@127.0.0.1"), null),
                        new Seed(
                                NodeName.of("b@10.0.0.7"),
                                InetSocketAddress.createUnresolved("10.0.0.7", 9100)),
                        new Seed(NodeName.of("c@fe80::7"), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "@b", "a@", "a@b:", "a@b:port", "a@b:70000", "a b@c"})
    void aSeedOfAnotherFormIsRefused(String seed) {
        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> seeds(seed))
                .withMessageContaining("name@host:port");
    }

    private static List<Seed> seeds(String text) {
        return details(Map.of("distributed-actors.discovery.seeds", text)).seeds();
    }

    private static DistributedActorsConnectionDetails details(Map<String, Object> properties) {
        return new PropertiesDistributedActorsConnectionDetails(
                TestProperties.of(properties), new NodeSslBundles(null));
    }

    private String cookieFile() throws IOException {
        Path file = Files.writeString(directory.resolve("cookie"), "secret\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }
}
