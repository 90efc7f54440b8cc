package org.distributedactors.boot.docs;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.distributedactors.boot.autoconfigure.DistributedActorsProperties;
import org.distributedactors.boot.discovery.ClientDiscoveryProperties;
import org.distributedactors.boot.discovery.DnsDiscoveryProperties;
import org.distributedactors.boot.discovery.EpmdDiscoveryProperties;
import org.distributedactors.boot.health.NodeHealthProperties;
import org.distributedactors.boot.observation.ObservationsProperties;
import org.distributedactors.boot.overview.OverviewProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// All properties there are, as the records say that bind them.
record KnownProperties(List<Property> all) {

    /// @param value the default as it is written; empty when there is none
    /// @param record where it stands, and under which name
    record Property(
            String name,
            Class<?> type,
            Optional<String> value,
            Class<?> record,
            String component) {}

    static KnownProperties find() {
        List<Property> found = new ArrayList<>();
        Stream.of(
                        DistributedActorsProperties.class,
                        DnsDiscoveryProperties.class,
                        EpmdDiscoveryProperties.class,
                        ClientDiscoveryProperties.class,
                        NodeHealthProperties.class,
                        OverviewProperties.class,
                        ObservationsProperties.class)
                .forEach(type ->
                        collect(
                                type.getAnnotation(ConfigurationProperties.class).value(),
                                type,
                                found));
        return new KnownProperties(found);
    }

    private static void collect(String prefix, Class<?> type, List<Property> found) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = prefix + "." + dashed(component.getName());
            if (component.getType().isRecord()) {
                collect(name, component.getType(), found);
            } else {
                found.add(
                        new Property(
                                name,
                                component.getType(),
                                valueOf(type, component),
                                type,
                                component.getName()));
            }
        }
    }

    private static Optional<String> valueOf(Class<?> type, RecordComponent component) {
        List<Parameter> parameters = List.of(type.getDeclaredConstructors()[0].getParameters());
        return parameters.stream()
                .filter(parameter -> parameter.getName().equals(component.getName()))
                .flatMap(
                        parameter -> Stream.ofNullable(parameter.getAnnotation(DefaultValue.class)))
                .map(value -> String.join(",", value.value()))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static String dashed(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /// Whether an environment variable sets one of these.
    boolean hasVariable(String name) {
        return all.stream().anyMatch(property -> letters(property.name()).equals(letters(name)));
    }

    private static String letters(String name) {
        return name.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    }
}
