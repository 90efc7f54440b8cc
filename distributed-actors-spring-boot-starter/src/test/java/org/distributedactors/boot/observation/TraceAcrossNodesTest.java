package org.distributedactors.boot.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.distributedactors.behaviour.InterfaceClient;
import org.distributedactors.behaviour.Invocation;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.boot.actor.Actor;
import org.distributedactors.boot.actor.Whereis;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.node.Node;
import org.distributedactors.term.Atom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// A trace of OpenTelemetry goes with the messages from node to node: by Micrometer's own handlers, without an agent.
class TraceAcrossNodesTest {

    /// The spans that have ended, of all nodes.
    private static final Queue<SpanData> SPANS = new ConcurrentLinkedQueue<>();

    private ConfigurableApplicationContext shop;
    private ConfigurableApplicationContext warehouse;

    interface Orders {
        long order(long n);

        void remember(long n);
    }

    interface Stock {
        long take(long n);

        void note(long n);
    }

    @Actor("orders")
    static class OrdersActor implements Orders {

        private final Stock stock;

        OrdersActor(@Whereis("stock") Stock stock) {
            this.stock = stock;
        }

        @Override
        public long order(long n) {
            return stock.take(n);
        }

        @Override
        public void remember(long n) {
            stock.note(n);
        }
    }

    @Actor(global = "stock")
    static class StockActor implements Stock {

        @Override
        public long take(long n) {
            return n;
        }

        @Override
        public void note(long n) {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Tracing {

        /// What Spring Boot makes of a tracer that an application has.
        @Bean
        ObservationRegistry observationRegistry() {
            SdkTracerProvider provider =
                    SdkTracerProvider.builder()
                            .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                            .build();
            Tracer tracer = provider.get("test");
            OtelTracer otel = new OtelTracer(tracer, new OtelCurrentTraceContext(), event -> {});
            OtelPropagator propagator =
                    new OtelPropagator(
                            ContextPropagators.create(W3CTraceContextPropagator.getInstance()),
                            tracer);
            ObservationRegistry registry = ObservationRegistry.create();
            registry.observationConfig()
                    .observationHandler(
                            new ObservationHandler.FirstMatchingCompositeObservationHandler(
                                    new PropagatingSenderTracingObservationHandler<>(
                                            otel, propagator),
                                    new PropagatingReceiverTracingObservationHandler<>(
                                            otel, propagator),
                                    new DefaultTracingObservationHandler(otel)));
            return registry;
        }
    }

    @Import({Tracing.class, OrdersActor.class})
    static class Shop {}

    @Import({Tracing.class, StockActor.class})
    static class Warehouse {}

    private static final class Kept implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            SPANS.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @AfterEach
    void close() {
        shop.close();
        warehouse.close();
        SPANS.clear();
    }

    private void start(boolean observed) {
        warehouse = start(Warehouse.class, "warehouse", observed, "");
        Node there = warehouse.getBean(Node.class);
        int port = there.status().orElseThrow().listening().getPort();
        shop = start(Shop.class, "shop", true, there.name() + ":" + port);
        Node here = shop.getBean(Node.class);
        await().until(() -> here.capabilities().of(there.name()).isPresent());
        await().until(() -> there.capabilities().of(here.name()).isPresent());
        GlobalRegistry names = shop.getBean(GlobalRegistry.class);
        await().until(() -> names.whereis("stock").isPresent());
    }

    private static ConfigurableApplicationContext start(
            Class<?> application, String name, boolean observed, String seeds) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        "spring.main.register-shutdown-hook=false",
                        "distributed-actors.cookie=a cookie for tests",
                        "distributed-actors.node.name=" + name,
                        "distributed-actors.epmd.mode=none",
                        "distributed-actors.discovery.interval=100ms",
                        "distributed-actors.discovery.seeds=" + seeds,
                        "distributed-actors.observations.enabled=" + observed)
                .run();
    }

    private void inARequest(Consumer<Orders> action) {
        ServerRef<Invocation> orders =
                ServerRef.of(shop.getBean(Node.class).processes(), Atom.of("orders"));
        ObservationRegistry registry = shop.getBean(ObservationRegistry.class);
        Observation.createNotStarted("request", registry)
                .observe(() -> action.accept(InterfaceClient.of(Orders.class, orders)));
    }

    private static List<String> trace(String last) {
        await().until(() -> SPANS.stream().anyMatch(span -> span.getName().equals(last)));
        List<String> names = new ArrayList<>();
        for (SpanData span = named(last); span != null; span = parentOf(span)) {
            names.add(span.getName());
        }
        return names;
    }

    private static SpanData named(String name) {
        return SPANS.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
    }

    private static SpanData parentOf(SpanData child) {
        return SPANS.stream()
                .filter(span ->
                        span.getSpanId().equals(child.getParentSpanId())
                                && span.getTraceId().equals(child.getTraceId()))
                .findFirst()
                .orElse(null);
    }

    @Test
    void aCallToAnotherNodeIsInTheTraceOfTheRequest() {
        start(true);
        inARequest(orders -> orders.order(3));

        await().until(() -> SPANS.size() >= 5);
        assertThat(trace("handle take"))
                .containsExactly(
                        "handle take", "call take", "handle order", "call order", "request");
        assertThat(named("handle take").getParentSpanContext().isRemote()).isTrue();
    }

    @Test
    void soIsAMessageThatIsNotAnswered() {
        start(true);
        inARequest(orders -> orders.remember(3));

        await().until(() -> SPANS.size() >= 5);
        assertThat(trace("handle note"))
                .containsExactly(
                        "handle note", "send note", "handle remember", "send remember", "request");
    }

    @Test
    void aNodeThatObservesNothingServesAllTheSame() {
        start(false);
        inARequest(orders -> orders.order(3));

        await().until(() -> SPANS.size() >= 4);
        assertThat(trace("call take"))
                .containsExactly("call take", "handle order", "call order", "request");
    }
}
