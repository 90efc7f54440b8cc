package org.distributedactors.boot.discovery;

import java.time.Duration;
import java.util.List;
import org.distributedactors.discovery.DnsDiscovery;
import org.distributedactors.discovery.EpmdDiscovery;
import org.distributedactors.discovery.NodeDiscovery;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/// Where the node looks for others, beside the seeds. A bean of the user takes the place of ours.
@AutoConfiguration(
        beforeName = "org.distributedactors.boot.autoconfigure.DistributedActorsAutoConfiguration",
        afterName = {
            "org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration",
            "org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration"
        })
@ConditionalOnBooleanProperty(name = "distributed-actors.enabled", matchIfMissing = true)
public final class DiscoveryAutoConfiguration {

    private static final String MODE = "distributed-actors.discovery.mode";
    private static final Duration EPMD_TIMEOUT = Duration.ofSeconds(3);

    private static String alive(Environment environment) {
        String name = environment.getProperty("distributed-actors.node.name");
        return StringUtils.hasText(name)
                ? name
                : environment.getProperty("spring.application.name", "");
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = MODE, havingValue = "dns")
    @EnableConfigurationProperties(DnsDiscoveryProperties.class)
    static class Dns {

        @Bean
        @ConditionalOnMissingBean(NodeDiscovery.class)
        DnsDiscovery dnsNodeDiscovery(DnsDiscoveryProperties properties, Environment environment) {
            String name = properties.name();
            if (!StringUtils.hasText(name)) {
                throw new InvalidConfigurationPropertyValueException(
                        "distributed-actors.discovery.dns.name",
                        name,
                        "With distributed-actors.discovery.mode=dns it must be a name with one"
                                + " address per node, such as that of a headless service");
            }
            int port =
                    properties.port() != null
                            ? properties.port()
                            : environment.getProperty(
                                    "distributed-actors.transport.port", Integer.class, 0);
            String nodeName = properties.nodeName();
            return new DnsDiscovery(name, nodeName == null ? alive(environment) : nodeName, port);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = MODE, havingValue = "epmd")
    @EnableConfigurationProperties(EpmdDiscoveryProperties.class)
    static class Epmd {

        @Bean
        @ConditionalOnMissingBean(NodeDiscovery.class)
        EpmdDiscovery epmdNodeDiscovery(
                EpmdDiscoveryProperties properties, Environment environment) {
            List<String> hosts =
                    properties.hosts().isEmpty()
                            ? List.of(
                                    environment.getProperty(
                                            "distributed-actors.node.host", "127.0.0.1"))
                            : properties.hosts();
            int port = environment.getProperty("distributed-actors.epmd.port", Integer.class, 4369);
            return new EpmdDiscovery(hosts, port, EPMD_TIMEOUT);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DiscoveryClient.class)
    @ConditionalOnProperty(name = MODE, havingValue = "discovery-client")
    @EnableConfigurationProperties(ClientDiscoveryProperties.class)
    static class Client {

        @Bean
        @ConditionalOnBean(DiscoveryClient.class)
        @ConditionalOnMissingBean(NodeDiscovery.class)
        DiscoveryClientDiscovery discoveryClientNodeDiscovery(
                DiscoveryClient client,
                ClientDiscoveryProperties properties,
                Environment environment) {
            String serviceId = properties.serviceId();
            return new DiscoveryClientDiscovery(
                    client,
                    serviceId == null
                            ? environment.getProperty("spring.application.name", "")
                            : serviceId,
                    alive(environment));
        }
    }
}
