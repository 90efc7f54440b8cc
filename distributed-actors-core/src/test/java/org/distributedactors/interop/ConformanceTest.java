package org.distributedactors.interop;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// One node of ours, and one of Erlang, of each release in turn. Each test is a row of `docs/conformance.md`; it leaves
/// both nodes as they were.
@ParameterizedClass(name = "{0}", allowZeroInvocations = true)
@MethodSource("org.distributedactors.interop.OtpRelease#all")
@ExtendWith(ConformanceTable.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConformanceTest implements ConformanceTable.Column {

    static final Duration SOON = Duration.ofSeconds(10);
    static final NodeName JAVA = NodeName.of("java@127.0.0.1");
    static final NodeName ERLANG = NodeName.of("erlang@127.0.0.1");
    private static final Atom SHELL = Atom.of("shell");

    @Parameter OtpRelease release;

    InteropCluster cluster;
    Kernel kernel;
    ErlangNode erlang;

    @BeforeParameterizedClassInvocation
    void startNodes() {
        cluster = new InteropCluster();
        kernel = cluster.java(JAVA.toString(), this::configured);
        erlang = cluster.erlang(release, ERLANG.toString(), erlangArguments());
    }

    /// What our node is besides; a class of tests may say more.
    KernelConfig.Builder configured(KernelConfig.Builder builder) {
        return builder;
    }

    String[] erlangArguments() {
        return new String[0];
    }

    @BeforeEach
    void connect() {
        eventually(() -> kernel.node().connect(ERLANG));
        eventually(() -> eval("nodes(connected)").contains(JAVA.toString()));
        eval("(fun Flush() -> receive _ -> Flush() after 0 -> ok end end)()");
    }

    /// Looks at once, and then often.
    static void eventually(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(SOON)
                .until(condition);
    }

    @Override
    public String column() {
        return release.toString();
    }

    @AfterParameterizedClassInvocation
    void stopNodes() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /// Evaluates expressions of Erlang in which `J` is our node and `E` the node itself. What they bind is forgotten.
    String eval(String expressions) {
        return eval(erlang, expressions);
    }

    String eval(ErlangNode node, String expressions) {
        return node.eval(
                "(fun(J, E) -> _ = {J, E}, "
                        + expressions
                        + " end)('"
                        + kernel.node().name()
                        + "', node())");
    }

    /// The next message in the mailbox of the shell that evaluates, or `none`.
    String nextInErlang() {
        return eval("receive Message -> Message after 5000 -> none end");
    }

    /// A process of ours that does what the test says, under this name.
    Puppet puppet(String name) {
        return new Puppet(kernel.node(), name);
    }

    /// The process of Erlang that evaluates.
    Pid shell() {
        try (Puppet asking = puppet("asking")) {
            eval("{asking, J} ! {shell, self()}");
            return (Pid)
                    asking.next(message ->
                                    message instanceof Tuple tuple && tuple.isTagged(SHELL, 2)
                                            ? tuple
                                            : null)
                            .get(1);
        }
    }

    /// A process of Erlang that runs this body, whose pid is `P` in it.
    Pid spawnInErlang(String body) {
        try (Puppet asking = puppet("asking")) {
            eval("spawn(fun() -> P = self(), _ = P, {asking, J} ! {shell, P}, " + body + " end)");
            return (Pid)
                    asking.next(message ->
                                    message instanceof Tuple tuple && tuple.isTagged(SHELL, 2)
                                            ? tuple
                                            : null)
                            .get(1);
        }
    }
}
