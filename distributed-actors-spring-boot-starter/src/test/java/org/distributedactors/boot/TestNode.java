package org.distributedactors.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.distributedactors.node.Node;
import org.distributedactors.term.NodeName;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.servlet.client.RestTestClient;

/// A whole application with a node, in this JVM. Several of them are a cluster; they need no port mapper.
public final class TestNode implements AutoCloseable {

    private static final String COOKIE = "a cookie for tests";

    private final ConfigurableApplicationContext context;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    private TestNode(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /// Starts an application whose node can be connected to.
    public static TestNode start(String name, String... properties) {
        return startLocal(
                Stream.concat(
                                Stream.of(
                                        "spring.application.name=" + name,
                                        "distributed-actors.cookie=" + COOKIE,
                                        "distributed-actors.epmd.mode=none"),
                                Stream.of(properties))
                        .toArray(String[]::new));
    }

    /// Starts an application with these properties only, and a web server with all endpoints.
    public static TestNode startLocal(String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("server.address=127.0.0.1");
        all.add("server.port=0");
        all.add("management.endpoints.web.exposure.include=*");
        all.add("management.endpoint.health.show-details=always");
        return new TestNode(
                new SpringApplicationBuilder(Application.class)
                        .bannerMode(Banner.Mode.OFF)
                        .registerShutdownHook(false)
                        .properties(all.toArray(String[]::new))
                        .run());
    }

    public Node node() {
        return context.getBean(Node.class);
    }

    public NodeName name() {
        return node().name();
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// The seed with which others find this node.
    public String seed() {
        return name() + ":" + node().status().orElseThrow().listening().getPort();
    }

    /// A client of this application's endpoints.
    public RestTestClient actuator() {
        return RestTestClient.bindToServer().baseUrl(actuatorAddress()).build();
    }

    /// Where this application's endpoints are.
    public String actuatorAddress() {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        return "http://127.0.0.1:" + port + "/actuator";
    }

    @Override
    public void close() {
        context.close();
    }
}
