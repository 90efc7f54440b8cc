package org.distributedactors.faults;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hosts of their own on this machine: network namespaces, each plugged into a switch that has a namespace of its own too,
/// so that no packet and no interface is ever in the machine's own network. Needs root, `ip` and `nft`.
///
/// Names carry the number of this process, so two builds at once do not meet; what a build that was killed has left is
/// taken away by the next one.
final class Hosts implements AutoCloseable {

    private static final String KIND = "distributed-actors-";
    private static final Pattern OURS = Pattern.compile(KIND + "(\\d+)-\\S+");
    private static final AtomicInteger CLUSTERS = new AtomicInteger();
    private static final String SWITCH = "switch";

    private final String prefix =
            KIND + ProcessHandle.current().pid() + "-" + CLUSTERS.incrementAndGet() + "-";
    private final List<String> hosts = new ArrayList<>();

    /// Leaves the test where there can be none; on a build server, and in a run for evidence, that is a failure.
    static void assumePossible() {
        boolean root = "root".equals(System.getProperty("user.name"));
        String probe = KIND + ProcessHandle.current().pid() + "-probe";
        boolean possible =
                root
                        && Command.succeeds("nft", "--version")
                        && Command.succeeds("ip", "netns", "add", probe)
                        && Command.succeeds("ip", "netns", "del", probe);
        if (possible) {
            return;
        }
        if ("true".equals(System.getenv("CI")) || Boolean.getBoolean("evidence")) {
            fail("network namespaces need root, ip and nft, without which nothing is shown here");
        }
        abort("network namespaces need root, ip and nft");
    }

    /// Makes a host for each of these names, from address 1 on.
    Hosts(String... names) {
        clearLeftovers();
        Command.run("ip", "netns", "add", namespace(SWITCH));
        inside(SWITCH, "ip", "link", "add", "bridge", "type", "bridge");
        inside(SWITCH, "ip", "link", "set", "bridge", "up");
        for (String name : names) {
            add(name);
        }
    }

    private void add(String name) {
        hosts.add(name);
        String namespace = namespace(name);
        Command.run("ip", "netns", "add", namespace);
        inside(
                SWITCH,
                "ip",
                "link",
                "add",
                port(name),
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                namespace);
        inside(SWITCH, "ip", "link", "set", port(name), "master", "bridge", "up");
        inside(name, "ip", "addr", "add", address(name) + "/24", "dev", "eth0");
        inside(name, "ip", "link", "set", "eth0", "up");
        inside(name, "ip", "link", "set", "lo", "up");
    }

    /// What a build that is no more has left.
    private static void clearLeftovers() {
        for (String line : Command.run("ip", "netns", "list").split("\n")) {
            Matcher ours = OURS.matcher(line.split(" ")[0]);
            if (ours.matches() && ProcessHandle.of(Long.parseLong(ours.group(1))).isEmpty()) {
                clear(ours.group());
            }
        }
    }

    private static void clear(String namespace) {
        for (String pid : Command.run("ip", "netns", "pids", namespace).split("\\s+")) {
            if (!pid.isBlank()) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        Command.run("ip", "netns", "del", namespace);
    }

    List<String> all() {
        return List.copyOf(hosts);
    }

    String namespace(String host) {
        return prefix + host;
    }

    /// The socket of the switch that the host is plugged into.
    static String port(String host) {
        return "port-" + host;
    }

    String address(String host) {
        return "10.77.0." + (hosts.indexOf(host) + 1);
    }

    /// What makes a command run on that host.
    List<String> on(String host) {
        return List.of("ip", "netns", "exec", namespace(host));
    }

    /// Runs a command on a host.
    String inside(String host, String... command) {
        List<String> whole = new ArrayList<>(on(host));
        whole.addAll(Arrays.asList(command));
        return Command.run(whole);
    }

    /// Runs a command on the switch.
    String insideSwitch(String... command) {
        return inside(SWITCH, command);
    }

    /// Ends what runs on the hosts, by process id, and takes them away.
    @Override
    public void close() {
        hosts.forEach(host -> clear(namespace(host)));
        clear(namespace(SWITCH));
    }
}
