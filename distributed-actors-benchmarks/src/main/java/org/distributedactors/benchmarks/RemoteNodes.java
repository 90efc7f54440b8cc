package org.distributedactors.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;

/// Nodes on loopback, each in a process of its own.
final class RemoteNodes {
    static final NodeName NEAR = NodeName.of("near@127.0.0.1");
    static final NodeName FAR = NodeName.of("far@127.0.0.1");
    private static final String COOKIE = "peers-bench-cookie";

    private RemoteNodes() {}

    static Kernel start(NodeName name) {
        Kernel kernel =
                new Kernel(
                        KernelConfig.builder(name)
                                .cookie(Cookie.of(COOKIE))
                                .portMapper(
                                        PortMapperMode.NONE,
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                                .remoteSpawn(true)
                                .preventOverlappingPartitions(false)
                                .build());
        kernel.start();
        return kernel;
    }

    /// Starts the far node and connects to it.
    static Process far(Kernel near) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.distributedactors.benchmarks.OursFar"));
        Process far =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader out = new BufferedReader(new InputStreamReader(far.getInputStream()));
        String line = out.readLine();
        while (!line.startsWith("PORT ")) {
            line = out.readLine();
        }
        connect(near, FAR, Integer.parseInt(line.substring("PORT ".length())));
        return far;
    }

    /// Starts an Erlang node that runs the functions of `bench.erl`, and connects to it. It ends with its input.
    ///
    /// @param beams the directory of the compiled modules
    static Process erlang(Kernel near, String beams) throws Exception {
        int port = freePort();
        Process erl =
                new ProcessBuilder(
                                "erl",
                                "-noshell",
                                "-name",
                                FAR.toString(),
                                "-setcookie",
                                COOKIE,
                                "-start_epmd",
                                "false",
                                "-erl_epmd_port",
                                "" + port,
                                "-kernel",
                                "inet_dist_use_interface",
                                "{127,0,0,1}",
                                "prevent_overlapping_partitions",
                                "false",
                                "-pa",
                                beams,
                                "-eval",
                                "io:format(\"up~n\"), spawn(fun() -> io:get_line(\"\"), halt(0) end).")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        new BufferedReader(new InputStreamReader(erl.getInputStream())).readLine();
        connect(near, FAR, port);
        return erl;
    }

    private static int freePort() throws IOException {
        try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void connect(Kernel near, NodeName far, int port) throws Exception {
        boolean up =
                near.node()
                        .connectAsync(
                                far, new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .toCompletableFuture()
                        .get();
        if (!up) {
            throw new IllegalStateException("no connection with " + far);
        }
    }

    /// The time that all threads of this JVM have computed, its compilers and collectors among them.
    static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /// The bytes that all threads of this JVM have allocated.
    static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }
}
