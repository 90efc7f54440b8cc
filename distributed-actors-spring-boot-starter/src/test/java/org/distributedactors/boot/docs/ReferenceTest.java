package org.distributedactors.boot.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distributedactors.boot.TestNode;
import org.distributedactors.boot.actuate.NodeEndpointsAutoConfiguration;
import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.boot.context.KernelLifecycle;
import org.distributedactors.boot.docs.KnownProperties.Property;
import org.distributedactors.boot.metrics.NodeMetricsAutoConfiguration;
import org.distributedactors.boot.observation.ActorObservation;
import org.distributedactors.boot.observation.CallContext;
import org.distributedactors.boot.observation.DefaultCallObservationConvention;
import org.distributedactors.boot.observation.DefaultHandleObservationConvention;
import org.distributedactors.boot.observation.DefaultSendObservationConvention;
import org.distributedactors.boot.observation.HandleContext;
import org.distributedactors.boot.observation.SendContext;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

/// `docs/reference.md` says what the code says. With the system property `reference.write` the page is written anew.
class ReferenceTest {

    private static final Path DASHBOARD = Path.of("..", "docs", "grafana", "dashboard.json");
    private static final Pattern METER = Pattern.compile("distributed_actors_\\w+");

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    DistributedActorsAutoConfiguration.class,
                                    NodeMetricsAutoConfiguration.class))
                    .withBean(MeterRegistry.class, SimpleMeterRegistry::new);

    private static final Path PAGE = Path.of("..", "docs", "reference.md");

    @Test
    void propertiesAreThoseOfTheCode() throws IOException {
        StringBuilder table =
                new StringBuilder("| Property | Default | Meaning |\n|---|---|---|\n");
        for (Property property : KnownProperties.find().all()) {
            String text = SourceComments.params(property.record()).get(property.component());
            assertThat(text).as(property.name()).isNotNull();
            table.append(
                    "| `%s` | %s | %s%s |\n"
                            .formatted(
                                    property.name(),
                                    property.value().map("`%s`"::formatted).orElse(""),
                                    text,
                                    choices(property.type())));
        }
        check("properties", table);
    }

    private static String choices(Class<?> type) {
        return type.isEnum()
                ? Stream.of(type.getEnumConstants())
                        .map(constant ->
                                constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .collect(Collectors.joining("`, `", " One of `", "`."))
                : "";
    }

    @Test
    void endpointsAreThoseOfTheCode() throws IOException {
        StringBuilder table =
                new StringBuilder("| Endpoint | Operations | What it is |\n|---|---|---|\n");
        for (Map.Entry<String, Class<?>> endpoint : endpoints().entrySet()) {
            table.append(
                    "| `%s` | %s | %s |\n"
                            .formatted(
                                    endpoint.getKey(),
                                    operations(endpoint.getKey(), endpoint.getValue()),
                                    SourceComments.firstParagraph(endpoint.getValue())));
        }
        check("endpoints", table);
    }

    private static SequencedMap<String, Class<?>> endpoints() {
        Map<String, Class<?>> found = new TreeMap<>();
        for (Method bean : NodeEndpointsAutoConfiguration.class.getDeclaredMethods()) {
            Class<?> type = bean.getReturnType();
            if (!bean.isAnnotationPresent(Bean.class)) {
                continue;
            }
            Endpoint endpoint = type.getAnnotation(Endpoint.class);
            found.put(
                    endpoint == null ? type.getAnnotation(WebEndpoint.class).id() : endpoint.id(),
                    type);
        }
        return new LinkedHashMap<>(found);
    }

    private static String operations(String id, Class<?> type) {
        TreeSet<String> operations = new TreeSet<>();
        for (Method method : type.getDeclaredMethods()) {
            String verb =
                    method.isAnnotationPresent(ReadOperation.class)
                            ? "GET"
                            : method.isAnnotationPresent(WriteOperation.class)
                                    ? "POST"
                                    : method.isAnnotationPresent(DeleteOperation.class)
                                            ? "DELETE"
                                            : null;
            if (verb != null) {
                operations.add("`" + verb + " " + id + path(method) + "`");
            }
        }
        return String.join(", ", operations);
    }

    private static String path(Method method) {
        String path =
                Stream.of(method.getParameters())
                        .filter(parameter -> parameter.isAnnotationPresent(Selector.class))
                        .map(parameter -> "/{" + parameter.getName() + "}")
                        .collect(Collectors.joining());
        String query =
                Stream.of(method.getParameters())
                        .filter(parameter -> !parameter.isAnnotationPresent(Selector.class))
                        .map(parameter -> parameter.getName())
                        .collect(Collectors.joining("&"));
        return path + (query.isEmpty() ? "" : "?" + query);
    }

    @Test
    void metersAreThoseOfTheCode() {
        contexts.run(context ->
                check("meters", meters(bound(context.getBeansOfType(MeterBinder.class)))));
    }

    /// As a registry of Prometheus looks: at all meters, one after the other, each with a number.
    @Test
    void everyMeterOfThePageIsInOneLookAtARunningNode() throws IOException {
        Set<String> named =
                Pattern.compile("^\\| `(distributed[a-z.]+)` \\|", Pattern.MULTILINE)
                        .matcher(section("meters"))
                        .results()
                        .map(row -> row.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(20);
        try (TestNode node = TestNode.start("looked-at")) {
            Set<String> seen = new TreeSet<>();
            for (Meter meter : node.bean(MeterRegistry.class).getMeters()) {
                String name = meter.getId().getName();
                if (name.startsWith("distributed.actors.")) {
                    assertThat(meter.measure())
                            .as(name)
                            .isNotEmpty()
                            .allMatch(measured -> Double.isFinite(measured.getValue()));
                    seen.add(name);
                }
            }
            assertThat(seen).isEqualTo(named);
        }
    }

    @Test
    void everyMeterOfTheDashboardExistsAndEveryMeterIsOnIt() throws IOException {
        Set<String> shown =
                METER.matcher(Files.readString(DASHBOARD))
                        .results()
                        // A timer is three series.
                        .map(found -> found.group().replaceFirst("_seconds_\\w+$", "_seconds"))
                        .collect(Collectors.toCollection(TreeSet::new));
        contexts.run(context -> {
            Set<String> known = new TreeSet<>(Set.of("distributed_actors_restarts_total"));
            bound(context.getBeansOfType(MeterBinder.class))
                    .getMeters()
                    .forEach(meter -> known.add(inPrometheus(meter.getId())));
            assertThat(shown).isEqualTo(known);
        });
    }

    /// As the registry of Prometheus names meters.
    private static String inPrometheus(Meter.Id id) {
        String unit = id.getBaseUnit();
        String name = id.getName().replace('.', '_');
        name = unit == null || name.endsWith(unit) ? name : name + "_" + unit;
        return id.getType() == Meter.Type.COUNTER ? name + "_total" : name;
    }

    @Test
    void observationsAreThoseOfTheCode() throws IOException {
        StringBuilder table =
                new StringBuilder(
                        "| Observation | Tags | Only in spans | Meaning |\n|---|---|---|---|\n");
        table.append(
                observation(
                        ActorObservation.HANDLE,
                        new DefaultHandleObservationConvention().getName(),
                        HandleContext.class));
        table.append(
                observation(
                        ActorObservation.CALL,
                        new DefaultCallObservationConvention().getName(),
                        CallContext.class));
        table.append(
                observation(
                        ActorObservation.SEND,
                        new DefaultSendObservationConvention().getName(),
                        SendContext.class));
        check("observations", table);
    }

    private static String observation(ActorObservation documented, String name, Class<?> context)
            throws IOException {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        name,
                        keys(documented.getLowCardinalityKeyNames()),
                        keys(documented.getHighCardinalityKeyNames()),
                        SourceComments.firstParagraph(context));
    }

    private static String keys(KeyName... keys) {
        return Stream.of(keys)
                .map(key -> "`" + key.asString() + "`")
                .collect(Collectors.joining(", "));
    }

    private static MeterRegistry bound(Map<String, MeterBinder> binders) {
        MeterRegistry registry = new SimpleMeterRegistry();
        binders.values().forEach(binder -> binder.bindTo(registry));
        return registry;
    }

    @Test
    void allRecordsOfPropertiesAreKnown() {
        assertThat(
                        new ClassFileImporter()
                                .importPackages("org.distributedactors.boot").stream()
                                        .filter(type ->
                                                type.isAnnotatedWith(ConfigurationProperties.class))
                                        .map(type ->
                                                type.getAnnotationOfType(
                                                                ConfigurationProperties.class)
                                                        .value()))
                .allMatch(prefix ->
                        KnownProperties.find().all().stream()
                                .anyMatch(property -> property.name().startsWith(prefix)))
                .hasSize(
                        (int)
                                KnownProperties.find().all().stream()
                                        .map(property -> property.record())
                                        .map(ReferenceTest::outermost)
                                        .distinct()
                                        .count());
    }

    private static Class<?> outermost(Class<?> type) {
        Class<?> outer = type;
        while (outer.getEnclosingClass() != null) {
            outer = outer.getEnclosingClass();
        }
        return outer;
    }

    private static StringBuilder meters(MeterRegistry registry) {
        Map<String, List<Meter.Id>> byName = new TreeMap<>();
        registry.getMeters()
                .forEach(meter ->
                        byName.merge(
                                meter.getId().getName(),
                                List.of(meter.getId()),
                                (before, more) ->
                                        Stream.concat(before.stream(), more.stream()).toList()));
        StringBuilder table =
                new StringBuilder("| Meter | Type | Tags | Meaning |\n|---|---|---|---|\n");
        byName.forEach((name, ids) ->
                table.append(
                        "| `%s` | %s | %s | %s |\n"
                                .formatted(
                                        name,
                                        type(ids.getFirst()),
                                        tags(ids),
                                        ids.getFirst().getDescription())));
        return table;
    }

    private static String type(Meter.Id id) {
        String unit = id.getBaseUnit();
        return id.getType().name().toLowerCase(Locale.ROOT) + (unit == null ? "" : ", " + unit);
    }

    private static String tags(List<Meter.Id> ids) {
        Map<String, TreeSet<String>> values = new TreeMap<>();
        for (Meter.Id id : ids) {
            for (Tag tag : id.getTags()) {
                values.computeIfAbsent(tag.getKey(), key -> new TreeSet<>()).add(tag.getValue());
            }
        }
        return values.entrySet().stream()
                .map(tag -> "`%s` = %s".formatted(tag.getKey(), String.join(", ", tag.getValue())))
                .collect(Collectors.joining("; "));
    }

    @Test
    void eventsAreThoseOfTheCode() throws IOException {
        StringBuilder table = new StringBuilder("| Event | Meaning |\n|---|---|\n");
        for (Class<?> event : events()) {
            String components =
                    Stream.of(event.getRecordComponents())
                            .map(RecordComponent::getName)
                            .collect(Collectors.joining(", "));
            table.append(
                    "| `%s(%s)` | %s |\n"
                            .formatted(
                                    event.getSimpleName(),
                                    components,
                                    SourceComments.firstParagraph(event)));
        }
        check("events", table);
    }

    private static List<Class<?>> events() {
        List<Class<?>> events = new ArrayList<>();
        for (JavaClass type :
                new ClassFileImporter().importPackages(KernelLifecycle.class.getPackageName())) {
            if (type.isRecord() && type.getSimpleName().endsWith("Event")) {
                events.add(type.reflect());
            }
        }
        events.sort(Comparator.comparing(Class::getSimpleName));
        return events;
    }

    /// A section of the page is the lines between its two marks.
    private static String section(String name) throws IOException {
        String begin = "<!-- " + name + ": from the code -->\n";
        String page = Files.readString(PAGE);
        int from = page.indexOf(begin) + begin.length();
        assertThat(from).as("a section " + name).isGreaterThanOrEqualTo(begin.length());
        return page.substring(from, page.indexOf("<!-- end of " + name + " -->"));
    }

    private static void check(String section, CharSequence expected) throws IOException {
        String page = Files.readString(PAGE);
        String now = section(section);
        if (Optional.ofNullable(System.getProperty("reference.write")).isPresent()) {
            Files.writeString(PAGE, page.replace(now, expected));
            return;
        }
        assertThat(now)
                .as("docs/reference.md, %s; -Dreference.write writes it anew", section)
                .isEqualTo(expected.toString());
    }
}
