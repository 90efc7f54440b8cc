package org.distributedactors.faults;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.distributedactors.interop.ErlangNode;

/// An Erlang node, which does by `faults_peer.erl` what the others do.
final class ErlangMember implements Member {

    private final ErlangNode node;
    private final List<String> others;

    /// On a host of its own.
    ErlangMember(String namespace, String name, String cookie, List<String> all, int tickSeconds) {
        this(ErlangNode.startIn(namespace, name, cookie, ticks(tickSeconds)), all);
    }

    /// On this machine.
    ErlangMember(
            Map<String, String> environment,
            String name,
            String cookie,
            List<String> all,
            int tickSeconds) {
        this(ErlangNode.start(name, cookie, environment, ticks(tickSeconds)), all);
    }

    private ErlangMember(ErlangNode node, List<String> all) {
        this.node = node;
        others = all.stream().filter(other -> !other.equals(node.name())).toList();
        node.eval(
                "{ok, Module, Code} = compile:file(\"%s\", [binary]), code:load_binary(Module, \"\", Code)"
                        .formatted(source()));
        node.eval("faults_peer:start()");
    }

    private static String[] ticks(int seconds) {
        return new String[] {"-kernel", "net_ticktime", String.valueOf(seconds)};
    }

    private static Path source() {
        try {
            return Path.of(
                    Objects.requireNonNull(
                                    ErlangMember.class.getResource("/faults/faults_peer.erl"))
                            .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Evaluates expressions.
    String eval(String expressions) {
        return node.eval(expressions);
    }

    @Override
    public String name() {
        return node.name();
    }

    @Override
    public boolean register(String global) {
        return node.eval(
                        "global:register_name('"
                                + global
                                + "', spawn(fun() -> receive stop -> ok end end))")
                .equals("yes");
    }

    @Override
    public String whereis(String global) {
        List<String> owners =
                atoms(
                        node.eval(
                                "[node(X) || X <- [global:whereis_name('"
                                        + global
                                        + "')], is_pid(X)]"));
        return owners.isEmpty() ? "undefined" : owners.getFirst();
    }

    @Override
    public List<String> known() {
        return atoms(node.eval("gen_server:call(global_name_server, get_known)"));
    }

    @Override
    public List<String> nodes() {
        return atoms(node.eval("nodes()"));
    }

    @Override
    public void load(int rate, int bytes) {
        String list =
                others.stream()
                        .map(other -> "'" + other + "'")
                        .collect(Collectors.joining(",", "[", "]"));
        node.eval("faults_peer:load(%s, %d, %d)".formatted(list, rate, bytes));
    }

    @Override
    public void quiet() {
        node.eval("faults_peer:quiet()");
    }

    @Override
    public List<String> broken() {
        String broken = node.eval("faults_peer:broken()");
        return broken.equals("[]") ? List.of() : List.of(broken);
    }

    @Override
    public List<String> stale() {
        return atoms(node.eval("faults_peer:stale()"));
    }

    @Override
    public long received() {
        return Long.parseLong(node.eval("faults_peer:received()"));
    }

    @Override
    public long pid() {
        return node.pid();
    }

    private static List<String> atoms(String list) {
        return Arrays.stream(list.replaceAll("[\\[\\]']", "").split(","))
                .filter(name -> !name.isBlank())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        node.kill();
        node.close();
    }
}
