package org.distributedactors.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;

/// The node `java@127.0.0.1` with a port mapper of its own on a free port, and the Erlang nodes that a test starts beside it.
final class JavaBesideErlang implements AutoCloseable {

    static final NodeName NAME = NodeName.of("java@127.0.0.1");

    private final String cookie;
    private final Map<String, String> environment;
    private final Kernel kernel;
    private final List<ErlangNode> started = new ArrayList<>();

    JavaBesideErlang(String cookie) throws IOException {
        ErlangNode.assumeInstalled();
        this.cookie = cookie;
        int epmd = freePort();
        environment = Map.of("ERL_EPMD_PORT", String.valueOf(epmd));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), epmd);
        kernel =
                new Kernel(
                        KernelConfig.builder(NAME)
                                .cookie(Cookie.of(cookie))
                                .portMapper(PortMapperMode.EMBEDDED, address)
                                .build());
        kernel.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    Kernel kernel() {
        return kernel;
    }

    /// What programs need to find the port mapper.
    Map<String, String> environment() {
        return environment;
    }

    /// Starts the `erl` of this host.
    ErlangNode erlang(String name, String... arguments) {
        return add(ErlangNode.start(name, cookie, environment, arguments));
    }

    /// Starts the `erl` of a release.
    ErlangNode erlang(OtpRelease release, String name, String... arguments) {
        return add(ErlangNode.start(release, name, cookie, environment, arguments));
    }

    private ErlangNode add(ErlangNode node) {
        started.add(node);
        return node;
    }

    /// The Erlang nodes that were started.
    List<ErlangNode> started() {
        return List.copyOf(started);
    }

    @Override
    public void close() {
        started.forEach(ErlangNode::close);
        kernel.stop();
    }
}
