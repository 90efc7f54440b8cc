package org.distributedactors.benchmarks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;

/// One bare node of {@link Mesh}.
final class OursMesh {

    private OursMesh() {}

    /// @param args its number, how many there are, the port of the port mapper
    public static void main(String[] args) throws Exception {
        int others = Integer.parseInt(args[1]) - 1;
        Kernel kernel =
                new Kernel(
                        KernelConfig.builder(NodeName.of("mesh" + args[0] + "@127.0.0.1"))
                                .cookie(Cookie.of("benchmarks-of-a-mesh"))
                                .portMapper(
                                        PortMapperMode.AUTO,
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(),
                                                Integer.parseInt(args[2])))
                                .build());
        kernel.start();
        System.out.println("READY");
        System.in.read();
        if (!args[0].equals("0")) {
            kernel.node().connect(NodeName.of("mesh0@127.0.0.1"));
        }
        while (kernel.node().nodes().size() < others) {
            new CountDownLatch(1).await(2, TimeUnit.MILLISECONDS);
        }
        System.out.println("WHOLE");
        System.in.read();
    }
}
