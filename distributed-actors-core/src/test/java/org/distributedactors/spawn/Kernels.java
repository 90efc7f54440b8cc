package org.distributedactors.spawn;

import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.distributedactors.discovery.Seed;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;

/// Whole nodes on loopback that know each other, the first one as the seed. They start others' actors.
public final class Kernels implements AutoCloseable {

    private final List<Kernel> all = new ArrayList<>();

    public Kernel start(String name) {
        return start(name, config -> config);
    }

    /// Starts a node and waits until it and all before are connected and know what the others offer.
    public Kernel start(String name, UnaryOperator<KernelConfig.Builder> more) {
        KernelConfig.Builder config =
                KernelConfig.builder(NodeName.of(name + "@127.0.0.1"))
                        .cookie(Cookie.of("cookie-for-tests"))
                        .portMapper(PortMapperMode.NONE, new InetSocketAddress("127.0.0.1", 1))
                        .remoteSpawn(true);
        List<Seed> seeds =
                all.stream()
                        .map(Kernel::node)
                        .map(node -> new Seed(node.name(), node.status().orElseThrow().listening()))
                        .toList();
        config.discovery(() -> seeds, Duration.ofMillis(100));
        Kernel kernel = new Kernel(more.apply(config).build());
        kernel.start();
        all.forEach(other -> awaitKnown(kernel, other));
        all.add(kernel);
        return kernel;
    }

    private static void awaitKnown(Kernel one, Kernel other) {
        await().until(() -> one.node().capabilities().of(other.node().name()).isPresent());
        await().until(() -> other.node().capabilities().of(one.node().name()).isPresent());
    }

    @Override
    public void close() {
        all.reversed().forEach(Kernel::stop);
    }
}
