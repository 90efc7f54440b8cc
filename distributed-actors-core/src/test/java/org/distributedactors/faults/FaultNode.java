package org.distributedactors.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.distributedactors.faults.EventLog.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.distributedactors.discovery.Seed;
import org.distributedactors.global.GlobalLock;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.migration.MigrationSettings;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.process.ProcessBody;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.jspecify.annotations.Nullable;

/// A program that is one node, tells its events ({@link EventLog}), and does what it reads, a command in a line. Each
/// answer is one line that begins with `=`.
///
/// Properties: `node.tick` seconds of silence after which a peer is down (4), `node.bind` the address to listen on, unless
/// it is that of the name, `node.epmd` what it does for a port mapper (EMBEDDED), `node.doubt` seconds after which it resolves a
/// doubt about a move alone (60).
final class FaultNode {

    private final Kernel kernel;
    private final List<String> others;
    private final Sink sink = new Sink(EventLog::event);
    private final Load load;
    private final Watch watch;
    private final Churn churn;
    private final Trouble trouble;
    private final Moves moves;
    private @Nullable GlobalLock lock;

    private FaultNode(NodeName name, String cookie, List<String> others) throws IOException {
        String address = System.getProperty("node.bind", name.host());
        List<Seed> seeds = others.stream().map(Seed::of).toList();
        kernel =
                new Kernel(
                        KernelConfig.builder(name)
                                .cookie(Cookie.of(cookie))
                                .bindAddress(InetAddress.getByName(address))
                                .netTickTime(Duration.ofSeconds(Integer.getInteger("node.tick", 4)))
                                .setupTime(Duration.ofSeconds(7))
                                .portMapper(
                                        PortMapperMode.valueOf(
                                                System.getProperty("node.epmd", "EMBEDDED")),
                                        new InetSocketAddress(address, 4369))
                                .discovery(() -> seeds, Duration.ofSeconds(1))
                                .migration(
                                        MigrationSettings.defaults()
                                                .doubting(
                                                        Duration.ofSeconds(
                                                                Integer.getInteger(
                                                                        "node.doubt", 60))))
                                .build());
        this.others = others;
        load = new Load(kernel.node());
        watch = new Watch(kernel.node(), EventLog::event);
        churn = new Churn(kernel);
        trouble = new Trouble(kernel.node());
        moves = new Moves(kernel);
    }

    /// @param args name, cookie, and the names of the other nodes
    public static void main(String[] args) throws IOException {
        List<String> others = Arrays.stream(args).skip(2).filter(n -> !n.equals(args[0])).toList();
        FaultNode node = new FaultNode(NodeName.of(args[0]), args[1], others);
        node.start();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line; (line = in.readLine()) != null; ) {
            IO.println("=" + node.answer(line.split(" ")));
        }
        Runtime.getRuntime().halt(0);
    }

    private void start() {
        event("begins");
        kernel.addListener(this::tell);
        kernel.start();
        kernel.globalRegistry().onEvent(happened -> event("global", happened));
        sink.start(kernel.node());
        watch.start();
        load.open(others);
        IO.println("=up");
    }

    private void tell(NodeEvent happened) {
        switch (happened) {
            case NodeEvent.NodeUp up -> event("nodeup", up.node().toString());
            case NodeEvent.NodeDown down -> {
                watch.lost(down.node());
                event("nodedown", down.node().toString(), down.reason(), down.detail());
            }
        }
    }

    private String answer(String[] words) throws IOException {
        try {
            return String.valueOf(does(words));
        } catch (IllegalStateException refused) {
            return "refused " + refused.getMessage();
        }
    }

    private Object does(String[] words) throws IOException {
        return switch (words[0]) {
            case "register" -> register(words[1]);
            case "whereis" -> whereis(words[1]);
            case "lock" -> lock(words[1], Duration.ofSeconds(Integer.parseInt(words[2])));
            case "unlock" -> unlock();
            case "known" ->
                    sorted(kernel.globalRegistry().known().stream().map(Atom::name).toList());
            case "nodes" -> sorted(kernel.node().nodes().stream().map(NodeName::toString).toList());
            case "connect" -> kernel.node().connect(NodeName.of(words[1]));
            case "disconnect" -> kernel.node().disconnect(NodeName.of(words[1]));
            case "load" -> load(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            case "quiet" -> quiet();
            case "churn" -> churn(Integer.parseInt(words[1]), Long.parseLong(words[2]));
            case "watched" -> watch.watched();
            case "stale" -> watch.stale();
            case "sent" -> load.sent();
            case "received" -> sink.received();
            case "figures" -> Figures.now(kernel.node());
            case "port" -> kernel.node().status().orElseThrow().listening().getPort();
            case "stop" -> stop();
            default -> Moves.knows(words[0]) ? moves.does(words) : trouble.make(words);
        };
    }

    private boolean register(String name) {
        ProcessBody idle =
                self -> {
                    try {
                        self.receive(message -> null);
                    } finally {
                        event("gives", name, self.pid());
                    }
                };
        Pid owner = kernel.node().spawn(idle);
        long from = System.nanoTime();
        boolean has = kernel.globalRegistry().register(Atom.of(name), owner);
        if (has) {
            event("has", name, owner, from);
        }
        return has;
    }

    private String whereis(String name) {
        Optional<Pid> owner = kernel.globalRegistry().whereis(Atom.of(name));
        owner.ifPresent(found -> event("sees", name, found));
        return owner.map(pid -> pid.node().name()).orElse("undefined");
    }

    private boolean lock(String resource, Duration limit) {
        lock = kernel.globalRegistry().lock(Atom.of(resource), limit);
        return true;
    }

    private boolean unlock() {
        Objects.requireNonNull(lock).close();
        return true;
    }

    private boolean load(int rate, int bytes) {
        load.set(rate, bytes);
        return true;
    }

    private boolean churn(int names, long seed) {
        churn.start(names, seed);
        return true;
    }

    private boolean quiet() {
        load.set(0, 0);
        churn.stop();
        return true;
    }

    private long stop() {
        long start = System.nanoTime();
        kernel.stop();
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    private static String sorted(List<String> names) {
        return new TreeSet<>(names).stream().collect(Collectors.joining(" "));
    }
}
