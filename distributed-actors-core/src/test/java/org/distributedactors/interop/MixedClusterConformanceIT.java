package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.ArrayList;
import java.util.List;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.process.Destination;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two nodes of ours and one of every release, in one cluster. The names are such that ours are neither the least nor the
/// greatest.
@DisplayName("A cluster of all releases")
@ExtendWith(ConformanceTable.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MixedClusterConformanceIT {

    private InteropCluster cluster;
    private final List<Kernel> ours = new ArrayList<>();
    private final List<ErlangNode> theirs = new ArrayList<>();

    @BeforeAll
    void startAll() {
        ErlangNode.assumeInstalled();
        if (OtpRelease.all().size() < OtpRelease.WANTED) {
            String found =
                    "found "
                            + OtpRelease.all()
                            + "; scripts/otp-chroot makes the others in "
                            + OtpRelease.home()
                            + ", which only root can enter";
            if ("true".equals(System.getenv("CI"))) {
                fail(found);
            }
            abort(found);
        }
        cluster = new InteropCluster();
        ours.add(cluster.java("java@127.0.0.1"));
        ours.add(cluster.java("mixed@127.0.0.1"));
        String[] names = {"alpha@127.0.0.1", "lambda@127.0.0.1", "omega@127.0.0.1"};
        for (int i = 0; i < names.length; i++) {
            theirs.add(cluster.erlang(OtpRelease.all().get(i), names[i]));
        }
    }

    @AfterAll
    void stopAll() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static void eventually(java.util.concurrent.Callable<Boolean> condition) {
        ConformanceTest.eventually(condition);
    }

    @Test
    @Order(1)
    void oneConnectionEachMakesAFullMesh() {
        NodeName first = ours.getFirst().node().name();
        assertThat(ours.getLast().node().connect(first)).isTrue();
        for (ErlangNode node : theirs) {
            assertThat(node.eval("net_kernel:connect_node('" + first + "')")).isEqualTo("true");
        }
        int others = ours.size() + theirs.size() - 1;

        for (Kernel kernel : ours) {
            eventually(() -> kernel.node().nodes().size() == others);
        }
        for (ErlangNode node : theirs) {
            eventually(() -> node.eval("length(nodes())").equals(String.valueOf(others)));
            eventually(() ->
                    node.eval("length(gen_server:call(global_name_server, get_known))")
                            .equals(String.valueOf(others)));
        }
    }

    @Test
    @Order(2)
    void aNameOfEachNodeIsFoundOnEveryNode() {
        for (ErlangNode node : theirs) {
            assertThat(node.eval("global:register_name({name, node()}, self())")).isEqualTo("yes");
        }
        try (Puppet one = new Puppet(ours.getFirst().node(), "puppet");
                Puppet other = new Puppet(ours.getLast().node(), "puppet")) {
            assertThat(register(ours.getFirst(), one)).isTrue();
            assertThat(register(ours.getLast(), other)).isTrue();
            for (ErlangNode node : theirs) {
                eventually(() -> node.eval("length(global:registered_names())").equals("5"));
            }
            for (Kernel kernel : ours) {
                eventually(() ->
                        theirs.stream()
                                .allMatch(node ->
                                        kernel.globalRegistry()
                                                .whereis(nameOf(node.name()))
                                                .isPresent()));
            }
        }
        for (ErlangNode node : theirs) {
            eventually(() -> node.eval("length(global:registered_names())").equals("3"));
        }
        for (ErlangNode node : theirs) {
            node.eval("global:unregister_name({name, node()})");
        }
    }

    private static boolean register(Kernel kernel, Puppet puppet) {
        return kernel.globalRegistry()
                .register(nameOf(kernel.node().name().toString()), puppet.pid());
    }

    private static Tuple nameOf(String node) {
        return Tuple.of(Atom.of("name"), Atom.of(node));
    }

    @Test
    @Order(3)
    void everyNodeAnswersEveryOther() {
        for (ErlangNode node : theirs) {
            assertThat(
                            node.eval(
                                    "[P || P <- [net_adm:ping(N) || N <- nodes()], P =/= pong] ++"
                                            + " [R || N <- nodes(), R <- [rpc:call(N, erlang, node,"
                                            + " [])], R =/= N]"))
                    .isEqualTo("[]");
        }
    }

    @Test
    @Order(4)
    void aPidGoesRoundAndStaysTheSame() {
        try (Puppet puppet = new Puppet(ours.getFirst().node(), "puppet");
                Puppet second = new Puppet(ours.getLast().node(), "puppet")) {
            for (ErlangNode node : theirs) {
                node.cast(
                        "register(relay, self()), Loop = fun Loop() -> receive {[Next | Rest],"
                                + " What} -> Next ! {Rest, What}, Loop() end end, Loop()");
                eventually(() -> !node.eval("whereis(relay)").equals("undefined"));
            }
            String route =
                    String.join(
                            ", ",
                            theirs.stream().map(node -> "{relay, '" + node.name() + "'}").toList());
            theirs.getFirst()
                    .eval(
                            "hd(["
                                    + route
                                    + "]) ! {["
                                    + route
                                    + ", {puppet, 'mixed@127.0.0.1'}, {puppet, 'java@127.0.0.1'}],"
                                    + " {self(), make_ref(), alias()}}");
            Tuple message = (Tuple) second.next();
            ours.getLast()
                    .node()
                    .send(Atom.of("puppet"), ours.getFirst().node().name(), message.get(1));
            Tuple what = (Tuple) puppet.next();

            ours.getFirst().node().send((Pid) what.get(0), what);
            assertThat(
                            theirs.getFirst()
                                    .eval(
                                            "receive {P, R, A} when P =:= self(), is_reference(R),"
                                                    + " is_reference(A) -> same after 5000 -> none"
                                                    + " end"))
                    .isEqualTo("same");
        }
    }

    @Test
    @Order(5)
    void theEndOfANodeIsSeenOnceByAll() {
        ErlangNode victim = theirs.getLast();
        Atom node = Atom.of(victim.name());
        try (Puppet one = new Puppet(ours.getFirst().node(), "puppet");
                Puppet other = new Puppet(ours.getLast().node(), "puppet")) {
            for (Puppet puppet : List.of(one, other)) {
                puppet.run(self -> self.monitor(Destination.of(Atom.of("kernel_sup"), node)));
            }
            for (ErlangNode watcher : theirs.subList(0, 2)) {
                watcher.eval("erlang:monitor_node('" + victim.name() + "', true)");
            }

            victim.kill();

            for (Puppet puppet : List.of(one, other)) {
                assertThat(puppet.next(Down.class).reason()).isEqualTo(ExitReason.NOCONNECTION);
                puppet.sawNothing();
            }
            for (ErlangNode watcher : theirs.subList(0, 2)) {
                assertThat(
                                watcher.eval(
                                        "receive {nodedown, '"
                                                + victim.name()
                                                + "'} -> down after 5000 -> none end"))
                        .isEqualTo("down");
            }
            for (Kernel kernel : ours) {
                eventually(() -> !kernel.node().nodes().contains(NodeName.of(victim.name())));
            }
        }
    }
}
