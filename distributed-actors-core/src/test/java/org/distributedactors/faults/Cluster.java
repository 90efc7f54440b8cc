package org.distributedactors.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ConditionTimeoutException;

/// Nodes on hosts of their own, what goes wrong between them, and what they told. A host of the name `e` has an Erlang
/// node, the others have nodes of ours.
final class Cluster implements AutoCloseable {

    static final String ERLANG = "e";

    /// Silence after which a node is down, unless a cluster has another.
    static final int TICK_SECONDS = 4;

    static final String COOKIE = "fault-test-cookie-of-ours";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Hosts hosts;
    private final Network network;
    private final History history = new History();
    private final int tickSeconds;
    private final Map<String, Member> members = new LinkedHashMap<>();

    /// @param names of the hosts
    /// @param tickSeconds silence after which a node is down
    Cluster(int tickSeconds, String... names) {
        this.tickSeconds = tickSeconds;
        this.hosts = new Hosts(names);
        this.network = new Network(hosts);
    }

    /// Starts a node on each of these hosts and waits until all know all.
    static Cluster of(int tickSeconds, String... names) {
        Cluster cluster = new Cluster(tickSeconds, names);
        try {
            for (String name : names) {
                cluster.start(name);
            }
            cluster.awaitWhole();
            return cluster;
        } catch (RuntimeException | Error failure) {
            cluster.close();
            throw failure;
        }
    }

    /// Starts the node of a host, with further flags for the JVM of one of ours.
    Member start(String host, String... jvm) {
        List<String> all = hosts.all().stream().map(this::name).toList();
        Member member =
                host.equals(ERLANG)
                        ? new ErlangMember(
                                hosts.namespace(host), name(host), COOKIE, all, tickSeconds)
                        : java(host, name(host), jvm);
        members.put(host, member);
        return member;
    }

    /// Starts a node on each host that has none, because a case failed before it did so.
    void startMissing() {
        hosts.all().stream().filter(host -> !members.containsKey(host)).forEach(this::start);
    }

    /// Takes a node that was started apart as that of a host.
    void put(String host, Member member) {
        members.put(host, member);
    }

    /// Starts a node of ours on a host.
    JavaMember java(String host, String name, String... jvm) {
        return java(hosts.on(host), name, jvm);
    }

    JavaMember java(List<String> where, String name, String... jvm) {
        List<String> flags = new ArrayList<>(List.of("-Dnode.tick=" + tickSeconds));
        flags.addAll(Arrays.asList(jvm));
        List<String> all = hosts.all().stream().map(this::name).toList();
        return new JavaMember(new JavaMember.Start(where, name, COOKIE, all, flags), history);
    }

    Hosts hosts() {
        return hosts;
    }

    Network network() {
        return network;
    }

    History history() {
        return history;
    }

    String name(String host) {
        return host + "@" + hosts.address(host);
    }

    Member member(String host) {
        return Objects.requireNonNull(members.get(host), host);
    }

    JavaMember java(String host) {
        return (JavaMember) member(host);
    }

    List<Member> members() {
        return List.copyOf(members.values());
    }

    void forget(String host) {
        member(host).close();
        members.remove(host);
    }

    /// Waits until all nodes see all, in `nodes()` and in `global`.
    void awaitWhole() {
        awaitViews(String.join(" ", members.keySet()));
    }

    /// Waits until the nodes of each part see each other and nobody else. Parts are written as `a b | c`.
    void awaitViews(String parts) {
        for (String part : parts.split("\\|")) {
            List<String> together = List.of(part.strip().split("\\s+"));
            for (String host : together) {
                List<String> expected =
                        together.stream()
                                .filter(other -> !other.equals(host))
                                .map(this::name)
                                .sorted()
                                .toList();
                until(host + " sees " + expected, () -> sees(host, expected));
            }
        }
    }

    private boolean sees(String host, List<String> expected) {
        Member member = member(host);
        return member.nodes().equals(expected) && member.known().equals(expected);
    }

    /// Waits for a condition, and tells what the nodes say when it does not come true.
    void until(String what, java.util.function.BooleanSupplier condition) {
        try {
            await(what)
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(50))
                    .until(condition::getAsBoolean);
        } catch (ConditionTimeoutException never) {
            throw new AssertionError(never.getMessage() + "\n" + told(), never);
        }
    }

    private String told() {
        StringBuilder told = new StringBuilder();
        members.forEach((host, member) ->
                told.append(host)
                        .append(": nodes ")
                        .append(member.nodes())
                        .append(" known ")
                        .append(member.known())
                        .append('\n'));
        List<History.Event> events = history.since(0);
        events.stream()
                .skip(Math.max(0, events.size() - 60))
                .forEach(event -> told.append(event).append('\n'));
        history.printed().forEach(line -> told.append(line).append('\n'));
        return told.toString();
    }

    /// Waits until a name has one owner, the same for all.
    ///
    /// @return the owner's node
    String awaitOneOwner(String name) {
        until(
                name + " has one owner",
                () -> {
                    List<String> owners =
                            members().stream()
                                    .map(member -> member.whereis(name))
                                    .distinct()
                                    .toList();
                    return owners.size() == 1 && !owners.getFirst().equals("undefined");
                });
        return members().getFirst().whereis(name);
    }

    /// When a node told that it lost another, in milliseconds after a moment; waits for it.
    long lossAfter(long moment, String host, String lost) {
        until(
                host + " loses " + lost,
                () -> history.first(name(host), moment, "nodedown", name(lost)).isPresent());
        long at = history.first(name(host), moment, "nodedown", name(lost)).orElseThrow().at();
        return Duration.ofNanos(at - moment).toMillis();
    }

    /// The promises that hold whatever happened: no monitor twice or forgotten, no message twice, out of order or lost
    /// without a word, no name with two owners among connected nodes, no buffer leaked.
    void assertPromises() {
        assertThat(members()).allSatisfy(member -> assertThat(member.broken()).isEmpty());
        members().forEach(member -> until("no stale monitor", () -> member.stale().isEmpty()));
        assertThat(history.sharedNames()).isEmpty();
        assertThat(history.leaks()).isEmpty();
    }

    @Override
    public void close() {
        members().forEach(Member::close);
        hosts.close();
    }
}
