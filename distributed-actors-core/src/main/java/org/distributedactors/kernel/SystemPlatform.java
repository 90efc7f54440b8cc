package org.distributedactors.kernel;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executor;
import org.distributedactors.dist.FrameLimits;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.node.NodeConfig.Environment;
import org.distributedactors.transport.Transport;
import org.distributedactors.transport.netty.NettyTransport;
import org.distributedactors.transport.netty.NettyTransportConfig;

/// The threads, the clocks and the network of this machine.
final class SystemPlatform implements Platform {

    private static final int OPEN_FRAGMENTS = 1024;

    private final KernelThreads threads = new KernelThreads();

    @Override
    public void start() {
        threads.start();
    }

    @Override
    public void stop() {
        threads.stop();
    }

    @Override
    public Environment environment() {
        return threads.environment();
    }

    @Override
    public Transport transport(KernelConfig config) {
        NettyTransportConfig netty =
                new NettyTransportConfig(
                        config.bindAddress(),
                        config.port(),
                        config.setupTime(),
                        config.netTickTime(),
                        new FrameLimits(
                                config.maxFrameBytes(),
                                config.maxMessageBytes(),
                                OPEN_FRAGMENTS,
                                TermLimits.defaults()),
                        config.budget(),
                        config.portMapperMode(),
                        config.portMapper(),
                        config.tls());
        Environment environment = environment();
        return new NettyTransport(netty, environment.clock(), environment.random());
    }

    @Override
    public double cpuLoad() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Math.max(0, system.getProcessCpuLoad())
                : 0;
    }

    @Override
    public Executor blocking() {
        return Thread::startVirtualThread;
    }
}
