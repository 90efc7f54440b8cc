package org.distributedactors.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.distributedactors.boot.context.KernelLifecycle;
import org.distributedactors.discovery.Seed;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.node.Node;
import org.distributedactors.spawn.RemoteSpawner;
import org.distributedactors.term.NodeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

@ExtendWith(OutputCaptureExtension.class)
class DistributedActorsAutoConfigurationTest {

    private static final String COOKIE = "distributed-actors.cookie=a cookie for tests";
    private static final String NO_EPMD = "distributed-actors.epmd.mode=none";
    private static final String NAME = "spring.application.name=orders";

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(DistributedActorsAutoConfiguration.class));

    @Test
    void withoutACookieTheNodeIsLocalAndSaysHowToCluster(CapturedOutput output) {
        contexts.run(context -> {
            Node node = context.getBean(Node.class);
            assertThat(node.name()).isEqualTo(NodeName.NONODE);
            assertThat(node.isUp()).isTrue();
            assertThat(node.status().orElseThrow().listening()).isNull();
        });

        assertThat(output)
                .containsOnlyOnce("to form a cluster set the same distributed-actors.cookie");
    }

    @Test
    void withACookieTheNodeListens(CapturedOutput output) {
        contexts.withPropertyValues(COOKIE, NO_EPMD, NAME)
                .run(context -> {
                    Node node = context.getBean(Node.class);
                    assertThat(node.name()).isEqualTo(NodeName.of("orders@127.0.0.1"));
                    assertThat(node.status().orElseThrow().listening().getPort()).isPositive();
                });

        assertThat(output).doesNotContain("to form a cluster").doesNotContain("a cookie for tests");
    }

    @Test
    void servicesOfTheKernelAreBeans() {
        contexts.run(context ->
                assertThat(context)
                        .hasSingleBean(Kernel.class)
                        .hasSingleBean(GlobalRegistry.class)
                        .hasSingleBean(RemoteSpawner.class)
                        .hasSingleBean(KernelLifecycle.class));
    }

    @Test
    void aContextThatIsPausedGoesOnAsANewIncarnation() {
        contexts.withPropertyValues(COOKIE, NO_EPMD, NAME)
                .run(context -> {
                    Node node = context.getBean(Node.class);
                    int first = node.status().orElseThrow().creation();
                    context.getSourceApplicationContext().stop();
                    assertThat(node.isUp()).isFalse();
                    context.getSourceApplicationContext().start();
                    assertThat(node.isUp()).isTrue();
                    assertThat(node.status().orElseThrow().creation()).isNotEqualTo(first);
                });
    }

    @Test
    void aUserMaySwitchItOff() {
        contexts.withPropertyValues("distributed-actors.enabled=false")
                .run(context ->
                        assertThat(context)
                                .doesNotHaveBean(Node.class)
                                .doesNotHaveBean(Kernel.class)
                                .doesNotHaveBean(KernelLifecycle.class));
    }

    @Test
    void withoutTheCoreThereIsNothing() {
        contexts.withClassLoader(new FilteredClassLoader(Kernel.class))
                .run(context -> assertThat(context).doesNotHaveBean(Node.class));
    }

    @Test
    void propertiesOfAClusterWithoutACookieStopTheStart() {
        contexts.withPropertyValues("distributed-actors.discovery.seeds=a@127.0.0.1")
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .hasRootCauseInstanceOf(NodeConfigurationException.class)
                                .hasStackTraceContaining("distributed-actors.discovery.seeds"));
    }

    @Test
    void aValueWithoutSenseStopsTheStart() {
        contexts.withPropertyValues(COOKIE, NAME, "distributed-actors.transport.port=70000")
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .hasRootCauseInstanceOf(
                                        InvalidConfigurationPropertyValueException.class));
    }

    @Test
    void aKernelOfTheUserTakesTheOthersPlaceAndIsStartedToo() {
        contexts.withUserConfiguration(OwnKernel.class)
                .run(context -> {
                    assertThat(context).hasSingleBean(Kernel.class).hasBean("ownKernel");
                    assertThat(context.getBean(Node.class))
                            .isSameAs(context.getBean(Kernel.class).node());
                    assertThat(context.getBean(Node.class).isUp()).isTrue();
                });
    }

    @Test
    void aNodeOfTheUserTakesTheOthersPlace() {
        contexts.withUserConfiguration(OwnNode.class)
                .run(context -> assertThat(context).hasSingleBean(Node.class).hasBean("ownNode"));
    }

    @Test
    void connectionDetailsWinOverProperties() {
        contexts.withUserConfiguration(OwnDetails.class)
                .withPropertyValues(NO_EPMD, NAME)
                .run(context -> {
                    assertThat(context)
                            .doesNotHaveBean(PropertiesDistributedActorsConnectionDetails.class);
                    assertThat(context.getBean(Node.class).isDistributed()).isTrue();
                });
    }

    @Test
    void customizersComeInTheirOrderAndAfterTheProperties() {
        contexts.withUserConfiguration(Customizers.class)
                .withPropertyValues(NO_EPMD, NAME)
                .run(context ->
                        assertThat(context.getBean(Node.class).status().orElseThrow().hidden())
                                .isTrue());
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnKernel {

        @Bean
        Kernel ownKernel() {
            return new Kernel(KernelConfig.local().build());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnNode {

        @Bean
        Node ownNode() {
            return new Kernel(KernelConfig.local().build()).node();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDetails {

        @Bean
        DistributedActorsConnectionDetails details() {
            return new DistributedActorsConnectionDetails() {
                @Override
                public @Nullable String cookie() {
                    return "a cookie for tests";
                }

                @Override
                public List<Seed> seeds() {
                    return List.of();
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        @Bean
        @Order(2)
        KernelCustomizer second() {
            return builder -> builder.hidden(true);
        }

        @Bean
        @Order(1)
        KernelCustomizer first() {
            return builder -> builder.hidden(false);
        }

        @Bean
        DistributedActorsConnectionDetails details() {
            return new OwnDetails().details();
        }
    }
}
