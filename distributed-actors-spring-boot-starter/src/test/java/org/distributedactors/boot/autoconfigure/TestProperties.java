package org.distributedactors.boot.autoconfigure;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/// Properties as Spring Boot would bind them.
final class TestProperties {

    private TestProperties() {}

    static DistributedActorsProperties of(Map<String, Object> properties) {
        return bind(new MapPropertySource("test", properties));
    }

    static DistributedActorsProperties ofEnvironment(Map<String, Object> variables) {
        return bind(
                new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    }

    private static DistributedActorsProperties bind(PropertySource<?> source) {
        return new Binder(ConfigurationPropertySources.from(source))
                .bindOrCreate("distributed-actors", DistributedActorsProperties.class);
    }
}
