package org.distributedactors.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.distributedactors.node.Node;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.util.ClassUtils;

/// The starter alone: this class runs on a class path without Actuator, Micrometer and Testcontainers.
class WithoutOptionalTests {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void theOptionalPartsAreReallyAbsent() {
        assertThat(isPresent("org.springframework.boot.actuate.endpoint.annotation.Endpoint"))
                .isFalse();
        assertThat(isPresent("org.springframework.boot.health.contributor.Health")).isFalse();
        assertThat(isPresent("io.micrometer.core.instrument.MeterRegistry")).isFalse();
    }

    @Test
    void theNodeStartsWithoutThem() {
        try (var context =
                new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .properties(
                                "spring.application.name=alone",
                                "distributed-actors.cookie=a cookie for tests",
                                "distributed-actors.epmd.mode=none")
                        .run()) {
            assertThat(context.getBean(Node.class).isUp()).isTrue();
        }
    }

    private static boolean isPresent(String type) {
        return ClassUtils.isPresent(type, null);
    }
}
