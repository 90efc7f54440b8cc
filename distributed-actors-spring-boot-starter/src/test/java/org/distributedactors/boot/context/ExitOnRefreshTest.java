package org.distributedactors.boot.context;

import static org.assertj.core.api.Assertions.assertThat;

import org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration;
import org.distributedactors.node.Node;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.DefaultLifecycleProcessor;

/// An application that is only refreshed, to be stored or to be processed ahead of time, opens nothing.
class ExitOnRefreshTest {

    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(DistributedActorsAutoConfiguration.class));

    @Test
    void beansAreMadeAndNothingIsStarted() {
        contexts.withBean("lifecycleProcessor", DefaultLifecycleProcessor.class, StartsNothing::new)
                .withPropertyValues(
                        "distributed-actors.cookie=a cookie for tests",
                        "distributed-actors.node.name=a",
                        // Whoever would ask this port mapper, or listen, would fail.
                        "distributed-actors.epmd.mode=external",
                        "distributed-actors.epmd.port=1")
                .run(context -> assertThat(context.getBean(Node.class).isUp()).isFalse());
    }

    /// What `spring.context.exit=onRefresh` does before it ends the JVM, without ending it.
    static final class StartsNothing extends DefaultLifecycleProcessor {

        @Override
        public void onRefresh() {}
    }
}
