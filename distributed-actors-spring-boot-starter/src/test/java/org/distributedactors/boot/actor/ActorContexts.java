package org.distributedactors.boot.actor;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.node.Node;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// Several contexts of one application in one JVM, each a node of one cluster.
final class ActorContexts implements AutoCloseable {

    private final Class<?> application;
    private final List<String> properties = new ArrayList<>();
    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

    ActorContexts(Class<?> application) {
        this.application = application;
    }

    /// All that start from now on have this property too.
    ActorContexts with(String property) {
        properties.add(property);
        return this;
    }

    ConfigurableApplicationContext start(String name, ConfigurableApplicationContext... seeds) {
        List<String> seedNames = new ArrayList<>();
        for (ConfigurableApplicationContext seed : seeds) {
            Node node = seed.getBean(Node.class);
            seedNames.add(node.name() + ":" + address(node).getPort());
        }
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(application)
                        .web(WebApplicationType.NONE)
                        .properties(
                                "spring.main.banner-mode=off",
                                "spring.main.register-shutdown-hook=false",
                                "distributed-actors.cookie=cookie-of-the-tests",
                                "distributed-actors.node.name=" + name,
                                "distributed-actors.epmd.mode=none",
                                "distributed-actors.discovery.interval=1s",
                                "distributed-actors.discovery.seeds=" + String.join(",", seedNames))
                        .properties(properties.toArray(String[]::new))
                        .run();
        contexts.add(context);
        return context;
    }

    static InetSocketAddress address(Node node) {
        return node.status().orElseThrow().listening();
    }

    @Override
    public void close() {
        contexts.reversed().forEach(ConfigurableApplicationContext::close);
    }
}
