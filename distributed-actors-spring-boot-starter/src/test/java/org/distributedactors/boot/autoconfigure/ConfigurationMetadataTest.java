package org.distributedactors.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an editor shows to whoever writes the properties.
class ConfigurationMetadataTest {

    private static JsonNode metadata;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream file =
                DistributedActorsProperties.class.getResourceAsStream(
                        "/META-INF/spring-configuration-metadata.json")) {
            metadata = JsonMapper.builder().build().readTree(file);
        }
    }

    @Test
    void everyPropertyHasAText() {
        assertThat(metadata.get("properties"))
                .isNotEmpty()
                .allSatisfy(property ->
                        assertThat(property.path("description").asString(""))
                                .as(property.get("name").asString())
                                .endsWith("."));
    }

    @Test
    void defaultsAreShown() {
        assertThat(
                        property("distributed-actors.transport.net-tick-time")
                                .get("defaultValue")
                                .asString())
                .isEqualTo("60s");
        assertThat(
                        property("distributed-actors.transport.buffer-busy-limit")
                                .get("defaultValue")
                                .asString())
                .isEqualTo("1MB");
        assertThat(property("distributed-actors.epmd.port").get("defaultValue").asInt())
                .isEqualTo(4369);
    }

    @Test
    void theSwitchOfTheHealthCheckIsKnown() {
        assertThat(property("management.health.actornode.enabled").get("defaultValue").asBoolean())
                .isTrue();
    }

    @Test
    void whatHasAFormIsHinted() {
        List<String> hinted =
                metadata.get("hints")
                        .valueStream()
                        .map(hint -> hint.get("name").asString())
                        .toList();

        assertThat(hinted)
                .contains(
                        "distributed-actors.cookie-file",
                        "distributed-actors.discovery.seeds",
                        "distributed-actors.ssl.bundle");
    }

    private static JsonNode property(String name) {
        return metadata.get("properties")
                .valueStream()
                .filter(property -> property.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
