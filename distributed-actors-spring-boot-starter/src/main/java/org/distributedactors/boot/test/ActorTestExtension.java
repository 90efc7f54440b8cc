package org.distributedactors.boot.test;

import java.util.List;
import java.util.Set;
import org.distributedactors.testing.Probe;
import org.distributedactors.testing.SimulatedCluster;
import org.distributedactors.testing.SimulatedNode;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;

/// Gives each test method of an {@link ActorTest} its cluster, and says the seed of one that failed.
public final class ActorTestExtension implements ParameterResolver, TestExecutionExceptionHandler {

    private static final Namespace NAMESPACE = Namespace.create(ActorTestExtension.class);
    private static final Set<Class<?>> KNOWN =
            Set.of(SimulatedCluster.class, SimulatedNode.class, Probe.class);

    /// Closed by JUnit when the method is over.
    private record Running(SimulatedCluster cluster) implements AutoCloseable {

        @Override
        public void close() {
            cluster.running().forEach(SimulatedNode::stop);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return KNOWN.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "Each test method has a cluster of its own; take it as a parameter of the"
                            + " method or of a @BeforeEach method");
        }
        SimulatedCluster cluster = running(context).cluster();
        SimulatedNode node =
                parameter
                        .findAnnotation(OnNode.class)
                        .map(on -> cluster.on(on.value()))
                        .orElseGet(() -> cluster.nodes().getFirst());
        Class<?> type = parameter.getParameter().getType();
        if (type.equals(Probe.class)) {
            return node.probe();
        }
        return type.equals(SimulatedNode.class) ? node : cluster;
    }

    private static Running running(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(Running.class, ignored -> start(context), Running.class);
    }

    private static Running start(ExtensionContext context) {
        ActorTest test =
                AnnotationSupport.findAnnotation(context.getRequiredTestClass(), ActorTest.class)
                        .orElseThrow();
        SimulatedCluster cluster = SimulatedCluster.of(test.seed(), test.nodes());
        if (test.connected()) {
            cluster.shouldPartitionAs(
                    String.join(" ", List.of(test.nodes()).stream().sorted().toList()));
        }
        return new Running(cluster);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        Running running = context.getStore(NAMESPACE).get(Running.class, Running.class);
        if (running != null) {
            failure.addSuppressed(
                    new AssertionError(
                            "it failed with seed %d at the virtual time %s"
                                    .formatted(running.cluster().seed(), running.cluster().now())));
        }
        throw failure;
    }
}
