package org.distributedactors.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;

/// Nodes of ours and of Erlang that find each other by a port mapper of their own. Closing it ends them all, the last one
/// first.
final class InteropCluster implements AutoCloseable {

    static final String COOKIE = "interop-cluster-cookie";

    private final Deque<Runnable> open = new ArrayDeque<>();
    private final InetSocketAddress portMapper;
    private final Map<String, String> environment;

    InteropCluster() {
        try (ServerSocket free = new ServerSocket(0)) {
            int port = free.getLocalPort();
            portMapper = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            environment = Map.of("ERL_EPMD_PORT", String.valueOf(port));
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /// What makes a program find the port mapper.
    Map<String, String> environment() {
        return environment;
    }

    Kernel java(String name) {
        return java(name, builder -> builder);
    }

    /// A node of ours. The first one has the port mapper.
    Kernel java(String name, UnaryOperator<KernelConfig.Builder> more) {
        KernelConfig.Builder builder =
                KernelConfig.builder(NodeName.of(name))
                        .cookie(Cookie.of(COOKIE))
                        .portMapper(PortMapperMode.AUTO, portMapper);
        Kernel kernel = new Kernel(more.apply(builder).build());
        kernel.start();
        open.push(kernel::stop);
        return kernel;
    }

    ErlangNode erlang(OtpRelease release, String name, String... arguments) {
        return erlangWithCookie(release, name, COOKIE, arguments);
    }

    ErlangNode erlangWithCookie(
            OtpRelease release, String name, String cookie, String... arguments) {
        ErlangNode node = ErlangNode.start(release, name, cookie, environment, arguments);
        open.push(node::close);
        return node;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().run();
        }
    }
}
