package org.distributedactors.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.distributedactors.discovery.Seed;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;

/// R5: a thousand names, one after the other, and lookups; two and four nodes, each in a JVM of its own. The same as `r5` in
/// `bench.erl`.
public final class OursNames {

    /// Rounds before the one that counts, on each side.
    private static final int WARM_UP = 10;

    private static final String COOKIE = "benchmarks";

    private OursNames() {}

    /// @param args `R5`, or `node NAME SEED PORT` for one of the other nodes
    public static void main(String[] args) throws Exception {
        if (args[0].equals("node")) {
            kernel(args[1], args[2], Integer.parseInt(args[3])).start();
            new CountDownLatch(1).await(3, TimeUnit.MINUTES); // Ended by who started it.
            System.exit(0);
        }
        for (int nodes : new int[] {2, 4}) {
            measure(nodes);
        }
        System.exit(0);
    }

    private static Kernel kernel(String name, String seed, int epmd) {
        return new Kernel(
                KernelConfig.builder(NodeName.of(name))
                        .cookie(Cookie.of(COOKIE))
                        .portMapper(
                                PortMapperMode.AUTO,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), epmd))
                        .discovery(() -> List.of(Seed.of(seed)), Duration.ofMillis(500))
                        .build());
    }

    private static void measure(int nodes) throws Exception {
        int epmd = freePort();
        String us = "r5main" + nodes + "@127.0.0.1";
        Kernel kernel = kernel(us, us, epmd);
        kernel.start();
        List<Process> others = new ArrayList<>();
        try {
            for (int i = 2; i <= nodes; i++) {
                others.add(startNode("r5" + nodes + i + "@127.0.0.1", us, epmd));
            }
            while (kernel.globalRegistry().known().size() < nodes - 1) {
                new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
            }
            report(kernel, "nodes=" + nodes);
        } finally {
            others.forEach(Process::destroyForcibly);
            kernel.stop();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Process startNode(String name, String seed, int epmd) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OursNames.class.getName(),
                        "node",
                        name,
                        seed,
                        String.valueOf(epmd))
                .inheritIO()
                .start();
    }

    private static void report(Kernel kernel, String variant) throws Exception {
        GlobalRegistry names = kernel.globalRegistry();
        int count = Report.scale(1000);
        List<Pid> pids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Ours.Receiving idle = (self, message) -> null;
            pids.add(kernel.node().spawn(SpawnOptions.DEFAULT, idle).pid());
        }
        Report.report("ours", "R5", variant, "first_1000_names", "ms", millis(names, pids));
        Report.report(
                "ours",
                "R5",
                variant,
                "register_1000_names",
                "ms",
                Report.runs(WARM_UP - 1, Report.REPS, () -> millis(names, pids)));
        registerAll(names, pids);
        int lookups = Report.scale(2_000_000);
        List<Term> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(name(i));
        }
        Report.report(
                "ours",
                "R5",
                variant,
                "whereis",
                "lookup/s",
                Report.runs(() -> lookupRate(names, all, lookups)));
    }

    private static double millis(GlobalRegistry names, List<Pid> pids) {
        long start = System.nanoTime();
        registerAll(names, pids);
        long end = System.nanoTime();
        for (int i = 0; i < pids.size(); i++) {
            names.unregister(name(i));
        }
        return (end - start) / 1e6;
    }

    private static void registerAll(GlobalRegistry names, List<Pid> pids) {
        for (int i = 0; i < pids.size(); i++) {
            if (!names.register(name(i), pids.get(i))) {
                throw new IllegalStateException("name " + i + " is taken");
            }
        }
    }

    private static double lookupRate(GlobalRegistry names, List<Term> all, int lookups) {
        long start = System.nanoTime();
        for (int i = 0; i < lookups; i++) {
            if (names.whereis(all.get(i % all.size())).isEmpty()) {
                throw new IllegalStateException("a name is gone");
            }
        }
        return Report.rate(lookups, start, System.nanoTime());
    }

    private static Term name(int number) {
        return Tuple.of(Atom.of("name"), IntegerTerm.of(number));
    }
}
