package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.behaviour.ChildSpec;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.behaviour.Supervisor;
import org.distributedactors.behaviour.SupervisorSpec;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.process.Destination;
import org.distributedactors.process.Down;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.distributedactors.transport.CloseReason;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A whole node and a real Erlang node, which finds it by the port mapper inside this JVM.
class NodeIT {

    private static final String COOKIE = "node-it-cookie";
    private static final String JAVA = "'java@127.0.0.1'";

    private static Map<String, String> environment = Map.of();
    private static Kernel kernel;
    private static ErlangNode erlang;
    private static NodeName erlangName;

    sealed interface CounterMsg {
        record Add(long n) implements CounterMsg {}

        record Get() implements CounterMsg, Call<CounterMsg, Long> {}
    }

    static final class CounterServer implements GenServer<CounterMsg> {

        private long value;

        @Override
        public Next handle(CounterMsg message) {
            return switch (message) {
                case CounterMsg.Add(long n) -> {
                    value += n;
                    yield noReply();
                }
                case CounterMsg.Get get -> reply(get, value);
            };
        }
    }

    @BeforeAll
    static void start() throws IOException {
        ErlangNode.assumeInstalled();
        int epmd = freePort();
        environment = Map.of("ERL_EPMD_PORT", String.valueOf(epmd));
        kernel =
                new Kernel(
                        KernelConfig.builder(NodeName.of("java@127.0.0.1"))
                                .cookie(Cookie.of(COOKIE))
                                .portMapper(
                                        PortMapperMode.EMBEDDED,
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), epmd))
                                .build());
        kernel.start();
        erlang = ErlangNode.start("erlang@127.0.0.1", COOKIE, environment);
        erlangName = NodeName.of(erlang.name());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @AfterAll
    static void stop() {
        if (erlang != null) {
            erlang.close();
        }
        if (kernel != null) {
            kernel.stop();
        }
    }

    @Test
    void pingIsAnsweredAndTheNodeIsVisible() {
        assertThat(erlang.eval("net_adm:ping(" + JAVA + ")")).isEqualTo("pong");
        assertThat(erlang.eval("lists:member(" + JAVA + ", nodes())")).isEqualTo("true");
        await().until(() -> kernel.node().nodes().contains(erlangName));
    }

    @Test
    void javaConnectsByItself() {
        assertThat(kernel.node().connect(erlangName)).isTrue();
        assertThat(kernel.node().nodes()).contains(erlangName);
    }

    @Test
    void aWrongCookieIsPangAndHangsNothing() {
        long before = kernel.node().counters().connectionsClosed(CloseReason.AUTH_FAILED);
        try (ErlangNode stranger =
                ErlangNode.start("stranger@127.0.0.1", "wrong-cookie", environment)) {
            assertThat(stranger.eval("net_adm:ping(" + JAVA + ")")).isEqualTo("pang");
            assertThat(kernel.node().connect(NodeName.of(stranger.name()))).isFalse();
        }
        await().until(() ->
                kernel.node().counters().connectionsClosed(CloseReason.AUTH_FAILED) > before);
        assertThat(erlang.eval("net_adm:ping(" + JAVA + ")")).isEqualTo("pong");
    }

    @Test
    void castAndCallReachAGenServer() {
        Pid counter = start("counted");

        assertThat(erlang.eval("gen_server:cast({counted, " + JAVA + "}, {add, 5})"))
                .isEqualTo("ok");
        assertThat(erlang.eval("gen_server:call({counted, " + JAVA + "}, get)")).isEqualTo("5");

        kernel.node().exit(counter, ExitReason.KILL);
    }

    @Test
    void aSupervisorTellsItsChildrenAsOtpsDoes() {
        Pid supervisor =
                Supervisor.start(
                                kernel.node().processes(),
                                SpawnOptions.named("sup"),
                                SupervisorSpec.of(ChildSpec.server("counter", CounterServer::new)))
                        .ref()
                        .whereis()
                        .orElseThrow();
        String sup = "{sup, " + JAVA + "}";

        assertThat(
                        erlang.eval(
                                "[{Id, is_pid(P), T} || {Id, P, T, _} <- supervisor:which_children("
                                        + sup
                                        + ")]"))
                .isEqualTo("[{<<\"counter\">>,true,worker}]");
        assertThat(erlang.eval("supervisor:count_children(" + sup + ")"))
                .isEqualTo("[{specs,1},{active,1},{supervisors,0},{workers,1}]");
        assertThat(erlang.eval("supervisor:terminate_child(" + sup + ", counter)"))
                .isEqualTo("{error,not_supported}");

        kernel.node().exit(supervisor, ExitReason.KILL);
    }

    private static Pid start(String name) {
        return GenServer.start(
                        kernel.node().processes(), SpawnOptions.named(name), new CounterServer())
                .ref()
                .whereis()
                .orElseThrow();
    }

    @Test
    void aMonitorFromErlangFiresWhenTheProcessStops() {
        Pid watched = start("watched");

        erlang.eval(
                "M = erlang:monitor(process, {watched, "
                        + JAVA
                        + "}), gen_server:call({watched, "
                        + JAVA
                        + "}, get)");
        kernel.node().exit(watched, ExitReason.of("stopped"));

        assertThat(
                        erlang.eval(
                                "receive {'DOWN', M, process, _, Why} -> Why after 5000 -> none"
                                        + " end"))
                .isEqualTo("stopped");
    }

    @Test
    void aMonitorOfWhatNeverWasSaysNoproc() {
        String monitored = "N = erlang:monitor(process, {never_was, " + JAVA + "}), ";

        assertThat(
                        erlang.eval(
                                monitored
                                        + "receive {'DOWN', N, process, _, W} -> W after 5000 ->"
                                        + " none end"))
                .isEqualTo("noproc");
    }

    @Test
    void linksBreakBothWays() throws InterruptedException {
        BlockingQueue<Object> exits = new LinkedBlockingQueue<>();
        BlockingQueue<Pid> linked = new LinkedBlockingQueue<>();
        erlang.eval(
                "P = spawn(fun() -> receive stop -> exit(enough) end end), register(linkee, P)");
        Pid linkee = whereisInErlang("linkee");
        kernel.node()
                .spawn(self -> {
                    self.trapExit(true);
                    self.link(linkee);
                    linked.add(self.pid());
                    exits.add(self.receive(m -> m instanceof Exit exit ? () -> exit : null));
                });
        linked.take();

        kernel.node().send(linkee, Atom.of("stop"));

        assertThat(exits.poll(5, TimeUnit.SECONDS))
                .isEqualTo(new Exit(linkee, ExitReason.of("enough")));
    }

    private static Pid whereisInErlang(String name) {
        ServerRef<Term> rex =
                ServerRef.of(kernel.node().processes(), Atom.of("rex"), erlangName.atom());
        Term call =
                Tuple.of(
                        Atom.of("call"),
                        Atom.of("erlang"),
                        Atom.of("whereis"),
                        ListTerm.of(Atom.of(name)),
                        kernel.node().processes().outside());
        return (Pid) rex.call(call, null, Duration.ofSeconds(5));
    }

    @Test
    void killingTheErlangNodeFiresMonitorsWithNoconnection() throws InterruptedException {
        BlockingQueue<Down> downs = new LinkedBlockingQueue<>();
        BlockingQueue<Boolean> watching = new LinkedBlockingQueue<>();
        ErlangNode victim = ErlangNode.start("victim@127.0.0.1", COOKIE, environment);
        NodeName name = NodeName.of(victim.name());
        assertThat(kernel.node().connect(name)).isTrue();
        kernel.node()
                .spawn(self -> {
                    self.monitor(Destination.of(Atom.of("kernel_sup"), name.atom()));
                    watching.add(true);
                    downs.add(self.receive(m -> m instanceof Down down ? () -> down : null));
                });
        watching.take();

        victim.kill();

        Down down = downs.poll(10, TimeUnit.SECONDS);
        assertThat(down).isNotNull();
        assertThat(down.reason()).isEqualTo(ExitReason.NOCONNECTION);
        await().until(() -> !kernel.node().nodes().contains(name));
    }

    @Test
    void javaCallsAnErlangServer() {
        kernel.node().connect(erlangName);
        ServerRef<Term> server =
                ServerRef.of(
                        kernel.node().processes(),
                        Atom.of("global_name_server"),
                        erlangName.atom());

        assertThat(server.call(Atom.of("get_protocol_version"), null, Duration.ofSeconds(5)))
                .isEqualTo(IntegerTerm.of(8));
    }

    @Test
    void aCallToNobodyFailsAtOnce() {
        ServerRef<Term> nobody =
                ServerRef.of(kernel.node().processes(), Atom.of("nobody_here"), erlangName.atom());

        assertThatThrownBy(() -> nobody.call(Atom.of("hello"), null, Duration.ofSeconds(5)))
                .isInstanceOf(CallFailedException.class)
                .hasMessageContaining("noproc");
    }

    @Test
    void functionsOutsideTheListAreUndefined() {
        assertThat(erlang.eval("rpc:call(" + JAVA + ", erlang, node, [])")).isEqualTo(JAVA);
        assertThat(erlang.eval("rpc:call(" + JAVA + ", os, cmd, [\"ls\"])"))
                .startsWith("{badrpc,{'EXIT',{undef,");
        assertThat(erlang.eval("catch erpc:call(" + JAVA + ", os, cmd, [\"ls\"])"))
                .contains("undef");
    }

    @Test
    void spawningActorsIsRefusedUnlessGranted() {
        String request =
                "erlang:spawn_request("
                        + JAVA
                        + ", distributed_actors, spawn, [<<\"worker\">>, undefined], []), ";
        String answer = "receive {spawn_reply, _, error, E} -> E after 5000 -> none end";

        assertThat(erlang.eval(request + answer)).isEqualTo("notsup");
    }

    @Test
    void spawningAnUnknownFunctionDiesWithUndef() {
        String spawn = "{_, R} = spawn_monitor(" + JAVA + ", nope, nope, []), ";

        assertThat(
                        erlang.eval(
                                spawn
                                        + "receive {'DOWN', R, process, _, Y} -> Y after 5000 ->"
                                        + " none end"))
                .isEqualTo("{undef,[{nope,nope,[],[]}]}");
    }
}
