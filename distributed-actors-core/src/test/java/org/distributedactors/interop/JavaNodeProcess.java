package org.distributedactors.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.term.NodeName;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;

/// A node of ours in a process of its own, so that a test can kill it.
final class JavaNodeProcess implements AutoCloseable {

    private static final String UP = "#up ";

    private final Process process;

    private JavaNodeProcess(Process process) {
        this.process = process;
    }

    /// What runs in that process: a node until its standard input ends.
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) throws IOException {
            Kernel kernel =
                    new Kernel(
                            KernelConfig.builder(NodeName.of(arguments[0]))
                                    .cookie(Cookie.of(arguments[1]))
                                    .portMapper(
                                            PortMapperMode.AUTO,
                                            new InetSocketAddress(
                                                    InetAddress.getLoopbackAddress(),
                                                    Integer.parseInt(arguments[2])))
                                    .build());
            kernel.start();
            IO.println(UP + kernel.node().status().orElseThrow().portMapper());
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
            kernel.stop();
        }
    }

    /// Starts a node and waits until it is up.
    ///
    /// @param epmd the port of the port mapper, which this node is if nobody else is
    static JavaNodeProcess start(String name, String cookie, int epmd) throws IOException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Main.class.getName(),
                                        name,
                                        cookie,
                                        String.valueOf(epmd)))
                        .redirectErrorStream(true)
                        .start();
        StringBuilder printed = new StringBuilder();
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(UP)) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(ignored -> {}));
                return new JavaNodeProcess(process);
            }
            printed.append(line).append('\n');
        }
        throw new AssertionError(name + " did not come up:\n" + printed);
    }

    /// Ends it at once, as `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws Exception {
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
