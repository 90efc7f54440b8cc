package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.pg.PgScope;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Groups shared with real Erlang nodes of every release that is here, and with Elixir.
@ParameterizedClass
@MethodSource("releases")
class PgIT {

    private static final String COOKIE = "pg-it-cookie";
    private static final NodeName JAVA = JavaBesideErlang.NAME;
    private static final NodeName E = NodeName.of("e@127.0.0.1");
    private static final Atom G = Atom.of("g");

    private static final String IDLE = "spawn(fun() -> receive stop -> ok end end)";

    private final OtpRelease release;
    private JavaBesideErlang java;
    private Kernel kernel;
    private PgScope groups;

    PgIT(OtpRelease release) {
        this.release = release;
    }

    /// One at least, so that the tests are skipped, and not left out, where there is none.
    static List<OtpRelease> releases() {
        List<OtpRelease> all = OtpRelease.all();
        return all.isEmpty() ? List.of(new OtpRelease(0, null)) : all;
    }

    @BeforeEach
    void start() throws IOException {
        java = new JavaBesideErlang(COOKIE);
        kernel = java.kernel();
        groups = kernel.processGroups().scope();
    }

    @AfterEach
    void stop() {
        if (java != null) {
            java.close();
        }
    }

    /// An Erlang node that runs the scope `pg`.
    private ErlangNode erlang(String... more) {
        String[] arguments = {"-kernel", "start_pg", "true"};
        return java.erlang(
                release,
                E.toString(),
                Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new));
    }

    private void connect() {
        assertThat(kernel.node().connect(E)).isTrue();
    }

    private Pid idle() {
        return kernel.node().spawn(self -> self.receive(message -> null));
    }

    private static void awaitCount(ErlangNode erlang, String group, int count) {
        await().untilAsserted(() ->
                assertThat(erlang.eval("length(pg:get_members(" + group + "))"))
                        .isEqualTo(String.valueOf(count)));
    }

    private void awaitCount(Object group, int count) {
        await().untilAsserted(() -> assertThat(groups.members(group)).hasSize(count));
    }

    @Test
    void membersOfBothAreSeenOnBothAndAProcessMayJoinTwice() {
        ErlangNode erlang = erlang();
        Pid before = idle();
        groups.join(G, before, before);
        erlang.eval("P = " + IDLE + ", ok = pg:join(g, [P, P]), ok = pg:join(<<\"x\">>, P)");

        connect();

        awaitCount(G, 4);
        awaitCount("x", 1);
        awaitCount(erlang, "g", 4);
        assertThat(erlang.eval("length([M || M <- pg:get_members(g), node(M) =/= node()])"))
                .isEqualTo("2");
        assertThat(erlang.eval("length(pg:get_local_members(g))")).isEqualTo("2");
        assertThat(groups.localMembers(G)).hasSize(2);
    }

    @Test
    void joinsAndLeavesAreToldBothWays() {
        ErlangNode erlang = erlang();
        connect();
        Pid ours = idle();

        groups.join(G, ours, ours);
        erlang.eval("P = " + IDLE + ", ok = pg:join(g, P)");
        awaitCount(erlang, "g", 3);
        awaitCount(G, 3);

        assertThat(groups.leave(G, ours)).isTrue();
        erlang.eval("ok = pg:leave(g, P)");
        awaitCount(erlang, "g", 1);
        awaitCount(G, 1);

        assertThat(groups.leave(G, ours)).isTrue();
        await().untilAsserted(() -> assertThat(erlang.eval("pg:which_groups()")).isEqualTo("[]"));
        assertThat(groups.whichGroups()).isEmpty();
    }

    @Test
    void theDeathOfAProcessRemovesEveryMembershipOfIt() {
        ErlangNode erlang = erlang();
        connect();
        Pid ours = idle();
        groups.join(G, ours, ours);
        groups.join("x", ours);
        erlang.eval("P = " + IDLE + ", ok = pg:join(g, [P, P, P]), ok = pg:join(<<\"x\">>, P)");
        awaitCount(erlang, "g", 5);
        awaitCount(G, 5);

        kernel.node().exit(ours, ExitReason.KILL);
        awaitCount(erlang, "g", 3);
        awaitCount(erlang, "<<\"x\">>", 1);

        erlang.eval("exit(P, kill)");
        await().untilAsserted(() -> assertThat(groups.whichGroups()).isEmpty());
        await().untilAsserted(() -> assertThat(erlang.eval("pg:which_groups()")).isEqualTo("[]"));
    }

    @Test
    void theLossOfTheErlangNodeRemovesItsMembers() {
        ErlangNode erlang = erlang();
        connect();
        erlang.eval("pg:join(g, [" + IDLE + ", " + IDLE + "])");
        Pid ours = idle();
        groups.join(G, ours);
        awaitCount(G, 3);

        erlang.kill();

        await().untilAsserted(() -> assertThat(groups.members(G)).containsExactly(ours));
    }

    @Test
    void theLossOfTheJavaNodeRemovesItsMembersAndTheyComeBackWithAnotherConnection() {
        // What its global still sends would connect again.
        ErlangNode erlang = erlang("-kernel", "dist_auto_connect", "never");
        connect();
        groups.join(G, idle());
        awaitCount(erlang, "g", 1);

        kernel.node().disconnect(E);
        awaitCount(erlang, "g", 0);

        await().until(() -> kernel.node().nodes().isEmpty());
        connect();
        awaitCount(erlang, "g", 1);
    }

    @Test
    void messagesToAMemberReachIt() throws InterruptedException {
        ErlangNode erlang = erlang();
        connect();
        BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        Pid ours = kernel.node().spawn(self -> received.add(self.receive(m -> () -> m)));
        groups.join(G, ours);
        awaitCount(erlang, "g", 1);
        erlang.eval(
                "Me = self(), P = spawn(fun() -> receive M -> Me ! {got, M} end end), pg:join(h,"
                        + " P)");
        awaitCount(Atom.of("h"), 1);

        erlang.eval("[M ! hello || M <- pg:get_members(g)]");
        assertThat(groups.broadcast(Atom.of("h"), Atom.of("hello"))).isOne();

        assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo(Atom.of("hello"));
        assertThat(erlang.eval("receive {got, X} -> X after 5000 -> timeout end"))
                .isEqualTo("hello");
    }

    @Test
    void aScopeThatErlangStartsLaterAndEndsAgainIsFollowed() {
        ErlangNode erlang = erlang();
        PgScope other = kernel.processGroups().scope("other");
        Pid ours = idle();
        other.join(G, ours);
        connect();

        erlang.eval("{ok, S} = pg:start(other), pg:join(other, g, " + IDLE + ")");
        await().untilAsserted(() -> assertThat(other.members(G)).hasSize(2));
        await().until(() -> erlang.eval("length(pg:get_members(other, g))").equals("2"));
        assertThat(groups.members(G)).isEmpty();

        erlang.eval("gen_server:stop(S)");
        await().untilAsserted(() -> assertThat(other.members(G)).containsExactly(ours));
    }

    @Test
    void erlangAsksJavaForItsMembers() {
        ErlangNode erlang = erlang();
        connect();
        Pid ours = idle();
        groups.join(G, ours);
        awaitCount(erlang, "g", 1);

        assertThat(
                        erlang.eval(
                                "rpc:call('java@127.0.0.1', pg, get_members, [g]) =:="
                                        + " pg:get_members(g)"))
                .isEqualTo("true");
        assertThat(erlang.eval("rpc:call('java@127.0.0.1', pg, which_groups, [])"))
                .isEqualTo("[g]");
    }

    @Test
    void anElixirScriptSharesAScopeOfItsOwnName() throws Exception {
        assumeThat(release.root()).as("Elixir runs on the host's release").isNull();
        ElixirScript.assumeInstalled();
        PgScope pubsub = kernel.processGroups().scope("Elixir.Demo.PubSub");
        BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        Pid ours =
                kernel.node()
                        .spawn(self -> {
                            while (true) {
                                self.receive(m -> () -> received.add(m));
                            }
                        });
        pubsub.join(Atom.of("Elixir.Demo.PubSub.Adapter"), ours);

        // As Phoenix.PubSub does: one scope, one group of adapters, a message to each of other
        // nodes.
        try (ElixirScript elixir =
                ElixirScript.start(
                        "x@127.0.0.1",
                        COOKIE,
                        java.environment(),
                        """
                        {:ok, _} = :pg.start_link(Demo.PubSub)
                        :ok = :pg.join(Demo.PubSub, Demo.PubSub.Adapter, self())
                        true = Node.connect(:"java@127.0.0.1")
                        others = fn -> for p <- :pg.get_members(Demo.PubSub, Demo.PubSub.Adapter), node(p) != node(), do: p end
                        wait = fn wait, n -> if n > 0 and others.() == [] do Process.sleep(50); wait.(wait, n - 1) end end
                        wait.(wait, 200)
                        for p <- others.(), do: send(p, {:forward_to_local, "room:1", %{hello: "world"}})
                        receive do
                          {:from_java, n} -> IO.puts("got #{n}")
                        after 10_000 -> IO.puts("nothing")
                        end
                        IO.gets("")
                        """)) {
            await().untilAsserted(() ->
                    assertThat(pubsub.members(Atom.of("Elixir.Demo.PubSub.Adapter"))).hasSize(2));
            assertThat(String.valueOf(received.poll(10, TimeUnit.SECONDS)))
                    .contains("forward_to_local");

            pubsub.members(Atom.of("Elixir.Demo.PubSub.Adapter")).stream()
                    .filter(pid -> !pid.equals(ours))
                    .forEach(pid ->
                            kernel.node()
                                    .send(pid, Tuple.of(Atom.of("from_java"), IntegerTerm.of(42))));
            await().untilAsserted(() -> assertThat(elixir.output()).contains("got 42"));
        }

        await().untilAsserted(() ->
                assertThat(pubsub.members(Atom.of("Elixir.Demo.PubSub.Adapter")))
                        .containsExactly(ours));
    }
}
