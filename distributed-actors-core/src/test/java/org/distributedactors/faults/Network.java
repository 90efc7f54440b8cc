package org.distributedactors.faults;

import java.util.Arrays;
import java.util.List;

/// What can go wrong between hosts. Each kind of fault has a table of its own at a host, so that they add up; `heal`
/// ends them all.
final class Network {

    private final Hosts hosts;

    Network(Hosts hosts) {
        this.hosts = hosts;
    }

    /// Cuts the hosts into parts, written as `a b | c`: no packet passes between them.
    void split(String parts) {
        List<List<String>> groups =
                Arrays.stream(parts.split("\\|"))
                        .map(part -> List.of(part.strip().split("\\s+")))
                        .toList();
        for (List<String> group : groups) {
            List<String> others =
                    hosts.all().stream().filter(other -> !group.contains(other)).toList();
            group.forEach(host -> deafen(host, others));
        }
    }

    /// Makes a host deaf to others, which still hear it.
    void deafen(String host, List<String> others) {
        String addresses = String.join(", ", others.stream().map(hosts::address).toList());
        atEntry(host, "cut", "ip saddr { " + addresses + " } drop");
    }

    /// Loses some of what comes to a host.
    void lose(String host, int percent) {
        atEntry(host, "loss", "numgen random mod 100 < " + percent + " drop");
    }

    /// Ends every TCP connection from another host with a reset, as soon as a packet of it comes.
    void reset(String host, String other) {
        atEntry(
                host,
                "reset",
                "ip saddr " + hosts.address(other) + " tcp dport != 4369 reject with tcp reset");
    }

    private void atEntry(String host, String table, String rule) {
        hosts.inside(
                host,
                "nft",
                "table inet fault_%s { chain in { type filter hook input priority 0; %s ; } ; }"
                        .formatted(table, rule));
    }

    /// Pulls the plug of a host. Nobody is told.
    void unplug(String host) {
        hosts.insideSwitch("ip", "link", "set", Hosts.port(host), "nomaster");
    }

    void plug(String host) {
        hosts.insideSwitch("ip", "link", "set", Hosts.port(host), "master", "bridge");
    }

    /// Lets so many bits leave a host in a second.
    void slow(String host, String rate) {
        hosts.inside(
                host, "tc", "qdisc", "replace", "dev", "eth0", "root", "tbf", "rate", rate, "burst",
                "16kb", "latency", "200ms");
    }

    /// All packets pass again.
    void heal() {
        for (String host : hosts.all()) {
            hosts.inside(host, "nft", "flush ruleset");
            plug(host);
            if (hosts.inside(host, "tc", "qdisc", "show", "dev", "eth0").contains("tbf")) {
                hosts.inside(host, "tc", "qdisc", "del", "dev", "eth0", "root");
            }
        }
    }
}
