package org.distributedactors.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.junit.jupiter.api.Test;

class KernelConfigTest {

    private final KernelConfig config = KernelConfig.builder(NodeName.of("a@127.0.0.1")).build();

    /// `erl` and Elixir find the port mapper there without any option: `epmd` has had this port from IANA for decades.
    @Test
    void thePortMapperIsWhereErlangLooksForIt() {
        assertThat(config.portMapper()).isEqualTo(new InetSocketAddress("127.0.0.1", 4369));
        assertThat(config.portMapperMode()).isEqualTo(PortMapperMode.AUTO);
    }

    @Test
    void connectionsArePlainUnlessTlsIsGivenIn() {
        assertThat(config.tls()).isNull();
    }
}
