package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.distributedactors.global.ConflictMethod;
import org.distributedactors.global.GlobalRegistry;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Names shared with real Erlang nodes. The Java node is `java@…`, between `e@…` and `q@…`, so that rules which look at
/// the order of names are seen from both sides.
class GlobalIT {

    private static final String COOKIE = "global-it-cookie";
    private static final NodeName JAVA = JavaBesideErlang.NAME;
    private static final String LESS = "e@127.0.0.1";
    private static final String GREATER = "q@127.0.0.1";
    private static final String IDLE = "spawn(fun() -> receive stop -> ok end end)";
    private static final Atom NAME = Atom.of("n");

    private JavaBesideErlang java;
    private Kernel kernel;
    private GlobalRegistry names;

    @BeforeEach
    void start() throws IOException {
        java = new JavaBesideErlang(COOKIE);
        kernel = java.kernel();
        names = kernel.globalRegistry();
    }

    @AfterEach
    void stop() {
        if (java != null) {
            java.close();
            assertThat(java.started())
                    .allSatisfy(
                            node -> assertThat(node.output()).doesNotContain("unexpected message"));
        }
    }

    private ErlangNode erlang(String name) {
        return java.erlang(name);
    }

    /// Connects, and waits until each counts the other to its partition.
    private void join(ErlangNode erlang) {
        assertThat(kernel.node().connect(NodeName.of(erlang.name()))).isTrue();
        awaitKnown(erlang, JAVA.toString());
        names.sync().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static void awaitKnown(ErlangNode erlang, String... others) {
        for (String other : others) {
            await().pollInterval(Duration.ofMillis(10))
                    .until(() -> known(erlang).contains("'" + other + "'"));
        }
    }

    /// The nodes of its partition that it is connected with already.
    private static String known(ErlangNode erlang) {
        return erlang.eval(
                "[N || N <- gen_server:call(global_name_server, get_known), lists:member(N,"
                        + " nodes())]");
    }

    private Pid idle() {
        return kernel.node().spawn(self -> self.receive(message -> null));
    }

    private static String whereis(ErlangNode erlang) {
        return erlang.eval("global:whereis_name(n)");
    }

    private static void awaitOwnerOn(ErlangNode erlang, NodeName node) {
        await().until(() ->
                erlang.eval("catch node(global:whereis_name(n))").equals("'" + node + "'"));
    }

    private void awaitOwner(Optional<NodeName> node) {
        await().until(() -> names.whereis(NAME).map(Pid::node).equals(node.map(NodeName::atom)));
    }

    @Test
    void joiningTakesLessThanASecond() {
        try (ErlangNode q = erlang(GREATER)) {
            assertThat(kernel.node().connect(NodeName.of(GREATER))).isTrue();
            await().atMost(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> known(q).contains(JAVA.toString()));
        }
    }

    @Test
    void aNameOfJavaIsFoundInErlangAndMessagesReachIt() throws InterruptedException {
        BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        try (ErlangNode q = erlang(GREATER)) {
            join(q);
            Pid pid =
                    kernel.node()
                            .spawn(self -> received.add(self.receive(message -> () -> message)));
            assertThat(names.register(NAME, pid)).isTrue();
            awaitOwnerOn(q, JAVA);
            q.eval("global:send(n, hello)");
            assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo(Atom.of("hello"));
        }
    }

    @Test
    void aNameOfErlangIsFoundInJavaAndMessagesReachIt() {
        try (ErlangNode e = erlang(LESS)) {
            join(e);
            assertThat(e.eval("global:register_name(n, self())")).isEqualTo("yes");
            awaitOwner(Optional.of(NodeName.of(LESS)));
            assertThat(names.send(NAME, Atom.of("hello"))).isTrue();
            assertThat(e.eval("receive M -> M after 5000 -> none end")).isEqualTo("hello");
        }
    }

    @Test
    void aTakenNameIsRefusedOnBothSides() {
        try (ErlangNode e = erlang(LESS)) {
            join(e);
            assertThat(names.register(NAME, idle())).isTrue();
            assertThat(e.eval("global:register_name(n, " + IDLE + ")")).isEqualTo("no");
            assertThat(e.eval("global:register_name(m, " + IDLE + ")")).isEqualTo("yes");
            assertThat(names.register(Atom.of("m"), idle())).isFalse();
        }
    }

    @Test
    void ofTwoThatRegisterAtOnceExactlyOneGetsTheName() {
        try (ErlangNode q = erlang(GREATER)) {
            join(q);
            for (int i = 0; i < 20; i++) {
                Atom name = Atom.of("race" + i);
                CompletableFuture<Boolean> ours =
                        names.registerAsync(name, idle()).toCompletableFuture();
                String theirs = q.eval("global:register_name(" + name + ", " + IDLE + ")");
                assertThat(ours.orTimeout(15, TimeUnit.SECONDS).join())
                        .isEqualTo(theirs.equals("no"));
                String owner = q.eval("node(global:whereis_name(" + name + "))");
                assertThat("'" + names.whereis(name).orElseThrow().node().name() + "'")
                        .isEqualTo(owner);
            }
        }
    }

    @Test
    void aNameCanBeGivenBackFromBothSides() {
        try (ErlangNode e = erlang(LESS)) {
            join(e);
            names.register(NAME, idle());
            e.eval("global:unregister_name(n)");
            awaitOwner(Optional.empty());
            assertThat(e.eval("global:register_name(n, " + IDLE + ")")).isEqualTo("yes");
            names.unregister(NAME);
            assertThat(whereis(e)).isEqualTo("undefined");
        }
    }

    @Test
    void aNameCanPassFromOneSideToTheOther() {
        try (ErlangNode e = erlang(LESS)) {
            join(e);
            e.eval("global:register_name(n, " + IDLE + ")");
            names.reRegister(NAME, idle());
            awaitOwnerOn(e, JAVA);
            assertThat(e.eval("global:re_register_name(n, " + IDLE + ")")).isEqualTo("yes");
            awaitOwner(Optional.of(NodeName.of(LESS)));
        }
    }

    @Test
    void theNameOfAProcessThatEndsIsFreeOnBothSides() {
        try (ErlangNode q = erlang(GREATER)) {
            join(q);
            Pid pid = idle();
            names.register(NAME, pid);
            kernel.node().exit(pid, ExitReason.KILL);
            await().until(() -> whereis(q).equals("undefined"));
            q.eval("P = " + IDLE + ", global:register_name(n, P)");
            awaitOwner(Optional.of(NodeName.of(GREATER)));
            q.eval("P ! stop");
            awaitOwner(Optional.empty());
        }
    }

    @Test
    void theNamesOfAnErlangNodeThatDiesAreFree() {
        try (ErlangNode q = erlang(GREATER)) {
            join(q);
            q.eval("global:register_name(n, " + IDLE + ")");
            awaitOwner(Optional.of(NodeName.of(GREATER)));
            q.kill();
            awaitOwner(Optional.empty());
            assertThat(names.register(NAME, idle())).isTrue();
        }
    }

    @Test
    void theNamesOfAJavaNodeThatStopsAreFree() {
        try (ErlangNode q = erlang(GREATER)) {
            join(q);
            names.register(NAME, idle());
            kernel.stop();
            await().until(() -> whereis(q).equals("undefined"));
            assertThat(q.eval("global:register_name(n, " + IDLE + ")")).isEqualTo("yes");
        }
    }

    @Test
    void javaMeetsTheRestOfAnErlangClusterThroughOneNode() {
        try (ErlangNode e = erlang(LESS);
                ErlangNode q = erlang(GREATER)) {
            e.eval("net_kernel:connect_node('" + GREATER + "')");
            awaitKnown(e, GREATER);
            awaitKnown(q, LESS);
            q.eval("global:register_name(n, " + IDLE + ")");
            join(e);
            awaitKnown(q, JAVA.toString());
            assertThat(names.whereis(NAME)).isPresent();
            assertThat(names.register(Atom.of("m"), idle())).isTrue();
            assertThat(q.eval("node(global:whereis_name(m))")).isEqualTo("'" + JAVA + "'");
        }
    }

    @Test
    void inAConflictTheProcessOnTheGreaterNodeIsKilledByJava() {
        try (ErlangNode q = erlang(GREATER)) {
            q.eval("P = " + IDLE + ", global:register_name(n, P)");
            Pid ours = idle();
            names.register(NAME, ours);
            join(q);
            awaitOwnerOn(q, JAVA);
            await().until(() -> q.eval("is_process_alive(P)").equals("false"));
            assertThat(names.whereis(NAME)).contains(ours);
        }
    }

    @Test
    void inAConflictTheProcessOnTheGreaterNodeIsKilledByErlang() {
        try (ErlangNode e = erlang(LESS)) {
            e.eval("P = " + IDLE + ", global:register_name(n, P)");
            Pid ours = idle();
            names.register(NAME, ours);
            join(e);
            awaitOwner(Optional.of(NodeName.of(LESS)));
            await().until(() -> !kernel.node().processes().isAlive(ours));
            assertThat(e.eval("is_process_alive(P)")).isEqualTo("true");
        }
    }

    @Test
    void inAConflictJavaAsksTheNodeOfTheOwnerToDecide() {
        try (ErlangNode l = erlang("l@127.0.0.1");
                ErlangNode q = erlang(GREATER)) {
            join(l);
            l.eval("global:register_name(n, " + IDLE + ", fun global:notify_all_name/3)");
            q.eval("global:register_name(n, self(), fun global:notify_all_name/3)");
            join(q);
            assertThat(
                            q.eval(
                                    "receive {global_name_conflict, n, _} -> told after 5000 ->"
                                            + " none end"))
                    .isEqualTo("told");
            awaitOwner(Optional.empty());
            assertThat(whereis(q)).isEqualTo("undefined");
        }
    }

    @Test
    void inAConflictBothOwnersCanBeToldInsteadOfKilled() throws InterruptedException {
        BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        try (ErlangNode e = erlang(LESS)) {
            e.eval("global:register_name(n, self(), fun global:notify_all_name/3)");
            Pid ours =
                    kernel.node()
                            .spawn(self -> received.add(self.receive(message -> () -> message)));
            assertThat(names.register(NAME, ours, ConflictMethod.NOTIFY_ALL_NAME)).isTrue();
            join(e);
            Term theirs = (Term) received.poll(5, TimeUnit.SECONDS);
            assertThat(theirs)
                    .isInstanceOfSatisfying(
                            Tuple.class,
                            told ->
                                    assertThat(told.get(0))
                                            .isEqualTo(Atom.of("global_name_conflict")));
            assertThat(
                            e.eval(
                                    "receive {global_name_conflict, n, P} -> node(P) after 5000 ->"
                                            + " none end"))
                    .isEqualTo("'" + JAVA + "'");
            awaitOwner(Optional.empty());
        }
    }

    @Test
    void erlangTakesItsOwnLocksOnJavaToo() {
        try (ErlangNode e = erlang(LESS);
                ErlangNode q = erlang(GREATER)) {
            join(e);
            join(q);
            assertThat(e.eval("global:set_lock({r, self()}, [node() | nodes()], 0)"))
                    .isEqualTo("true");
            assertThat(q.eval("global:set_lock({r, self()}, ['" + JAVA + "'], 0)"))
                    .isEqualTo("false");
            e.eval("global:del_lock({r, self()})");
            assertThat(q.eval("global:set_lock({r, self()}, ['" + JAVA + "'], 0)"))
                    .isEqualTo("true");
        }
    }

    @Test
    void erlangCanWaitForBeingSynchronisedWithJava() {
        try (ErlangNode e = erlang(LESS)) {
            assertThat(e.eval("net_kernel:connect_node('" + JAVA + "'), global:sync()"))
                    .isEqualTo("ok");
            assertThat(known(e)).contains(JAVA.toString());
        }
    }

    @Test
    void whenTwoErlangNodesLoseEachOtherNobodyStaysWithBoth() {
        try (ErlangNode e = erlang(LESS);
                ErlangNode q = erlang(GREATER)) {
            join(e);
            join(q);
            awaitKnown(e, GREATER);
            e.eval("erlang:disconnect_node('" + GREATER + "')");
            await().until(() ->
                    !(kernel.node()
                            .nodes()
                            .containsAll(List.of(NodeName.of(LESS), NodeName.of(GREATER)))));
            await().pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        kernel.node().connect(NodeName.of(LESS));
                        kernel.node().connect(NodeName.of(GREATER));
                        return known(e).contains(GREATER)
                                && known(q).contains(LESS)
                                && known(e).contains(JAVA.toString())
                                && known(q).contains(JAVA.toString());
                    });
            assertThat(names.register(NAME, idle())).isTrue();
            awaitOwnerOn(e, JAVA);
            awaitOwnerOn(q, JAVA);
        }
    }

    @Test
    void whenJavaAndAnErlangNodeLoseEachOtherTheThirdLeavesThem() {
        try (ErlangNode e = erlang(LESS);
                ErlangNode q = erlang(GREATER)) {
            join(e);
            join(q);
            awaitKnown(e, GREATER);
            kernel.node().disconnect(NodeName.of(GREATER));
            await().until(() ->
                    !(known(e).contains(JAVA.toString()) && known(e).contains(GREATER)));
            await().pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        kernel.node().connect(NodeName.of(LESS));
                        kernel.node().connect(NodeName.of(GREATER));
                        return known(e).contains(GREATER)
                                && known(q).contains(JAVA.toString())
                                && known(e).contains(JAVA.toString());
                    });
        }
    }

    @Test
    void aNodeThatLeavesTheClusterOfItsOwnAccordTearsNobodyApart() {
        try (ErlangNode e = erlang(LESS);
                ErlangNode q = erlang(GREATER)) {
            join(e);
            join(q);
            awaitKnown(e, GREATER);
            e.eval("global:disconnect()");
            await().until(() -> !known(q).contains(LESS));
            assertThat(known(q)).contains(JAVA.toString());
            assertThat(names.register(NAME, idle())).isTrue();
            awaitOwnerOn(q, JAVA);
        }
    }

    @Test
    void manyNamesAreRegisteredByBothSidesAtOnce() {
        try (ErlangNode q = erlang(GREATER)) {
            join(q);
            q.cast(
                    "[global:register_name({e, I}, spawn(fun() -> receive stop -> ok end end)) || I"
                            + " <- lists:seq(1, 50)]");
            List<CompletableFuture<Boolean>> ours =
                    IntStream.range(0, 200)
                            .mapToObj(i ->
                                    names.registerAsync("java" + i, idle()).toCompletableFuture())
                            .toList();
            assertThat(ours).allMatch(future -> future.orTimeout(60, TimeUnit.SECONDS).join());
            await().atMost(Duration.ofSeconds(60)).until(() -> names.names().size() == 250);
            assertThat(q.eval("length(global:registered_names())")).isEqualTo("250");
        }
    }
}
