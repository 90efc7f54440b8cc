package org.distributedactors.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.distributedactors.term.NodeName;
import org.junit.jupiter.api.Test;

/// Where nodes may be, as DNS and port mappers say it.
class DiscoveryTest {

    private static InetAddress[] twoPods(String name) throws UnknownHostException {
        return new InetAddress[] {
            InetAddress.getByAddress(name, new byte[] {10, 0, 0, 7}),
            InetAddress.getByAddress(name, new byte[] {10, 0, 0, 8})
        };
    }

    @Test
    void eachAddressOfANameIsANode() {
        var dns = new DnsDiscovery("orders-nodes", "orders", 9100, DiscoveryTest::twoPods);

        assertThat(dns.nodes())
                .extracting(seed -> seed.name().toString())
                .containsExactly("orders@10.0.0.7", "orders@10.0.0.8");
        assertThat(dns.nodes()).extracting(seed -> seed.address().getPort()).containsOnly(9100);
    }

    @Test
    void withoutAPortThePortMapperIsAsked() {
        var dns = new DnsDiscovery("orders-nodes", "orders", 0, DiscoveryTest::twoPods);

        assertThat(dns.nodes()).extracting(Seed::address).containsOnlyNulls();
    }

    @Test
    void aNameWithoutAnAddressIsNoError() {
        var dns =
                new DnsDiscovery(
                        "orders-nodes",
                        "orders",
                        9100,
                        name -> {
                            throw new UnknownHostException(name);
                        });

        assertThat(dns.nodes()).isEmpty();
    }

    @Test
    void eachNameOfAPortMapperIsANode() {
        assertThat(
                        EpmdDiscovery.parse(
                                "10.0.0.7",
                                "name orders at port 9100\n"
                                        + "name billing at port 9101\n"
                                        + "nonsense\n"
                                        + "name a@b at port 1\n"))
                .containsExactly(
                        new Seed(
                                NodeName.of("orders@10.0.0.7"),
                                InetSocketAddress.createUnresolved("10.0.0.7", 9100)),
                        new Seed(
                                NodeName.of("billing@10.0.0.7"),
                                InetSocketAddress.createUnresolved("10.0.0.7", 9101)));
    }
}
