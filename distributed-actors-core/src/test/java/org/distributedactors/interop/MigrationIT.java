package org.distributedactors.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.Movable;
import org.distributedactors.behaviour.Next;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.migration.MovableType;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a real Erlang node sees of a process that moves between two of our nodes: nothing but its old pid, which goes on to
/// work.
class MigrationIT {

    private static final String COOKIE = "migration-it-cookie";

    private final List<Kernel> kernels = new ArrayList<>();
    private ErlangNode erl;
    private Kernel one;
    private Kernel other;
    private Pid process;

    sealed interface Message {
        record Add(long number) implements Message {}

        record Get() implements Message, Call<Message, Long> {}
    }

    static final class Counter implements GenServer<Message>, Movable<Counter.Saved> {

        record Saved(long sum) {}

        private long sum;

        @Override
        public Next handle(Message message) {
            return switch (message) {
                case Message.Add(long number) -> {
                    sum += number;
                    yield noReply();
                }
                case Message.Get get -> reply(get, sum);
            };
        }

        @Override
        public Saved moveOut() {
            return new Saved(sum);
        }

        @Override
        public void moveIn(Self self, Saved state) {
            sum = state.sum();
        }
    }

    @BeforeEach
    void start() throws IOException {
        ErlangNode.assumeInstalled();
        int epmd;
        try (ServerSocket socket = new ServerSocket(0)) {
            epmd = socket.getLocalPort();
        }
        one = kernel("one", epmd);
        other = kernel("other", epmd);
        erl =
                ErlangNode.start(
                        "e@127.0.0.1", COOKIE, Map.of("ERL_EPMD_PORT", String.valueOf(epmd)));
        assertThat(
                        erl.eval(
                                "[net_kernel:connect_node(N) || N <- ['one@127.0.0.1',"
                                        + " 'other@127.0.0.1']]"))
                .isEqualTo("[true,true]");
        await().until(() -> one.globalRegistry().known().size() == 2);
        process = one.node().spawn(SpawnOptions.DEFAULT, GenServer.behaviour(new Counter())).pid();
        assertThat(one.globalRegistry().register("counter", process)).isTrue();
        assertThat(erl.eval("P = global:whereis_name(<<\"counter\">>), is_pid(P)"))
                .isEqualTo("true");
        erl.eval("[gen_server:cast(P, {add, N}) || N <- lists:seq(1, 10)], ok");
    }

    private Kernel kernel(String name, int epmd) {
        Kernel kernel =
                new Kernel(
                        KernelConfig.builder(NodeName.of(name + "@127.0.0.1"))
                                .cookie(Cookie.of(COOKIE))
                                .portMapper(
                                        PortMapperMode.AUTO,
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), epmd))
                                .build());
        kernel.migrator()
                .types()
                .declare(
                        new MovableType(
                                "counter",
                                Counter.class,
                                true,
                                () -> GenServer.behaviour(new Counter())));
        kernel.start();
        kernels.add(kernel);
        return kernel;
    }

    @AfterEach
    void stop() {
        if (erl != null) {
            erl.close();
        }
        kernels.reversed().forEach(Kernel::stop);
    }

    private Pid move() throws Exception {
        return one.migrator()
                .migrate(process, other.node().name())
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    void callsAndCastsToTheOldPidReachItAndTheNameLeadsToTheNewOne() throws Exception {
        assertThat(erl.eval("gen_server:call(P, get)")).isEqualTo("55");

        Pid there = move();

        erl.eval("[gen_server:cast(P, {add, 1}) || _ <- lists:seq(1, 1000)], ok");
        assertThat(erl.eval("gen_server:call(P, get)")).isEqualTo("1055");
        await().until(() ->
                erl.eval("node(global:whereis_name(<<\"counter\">>))").equals("'other@127.0.0.1'"));
        assertThat(erl.eval("gen_server:call({global, <<\"counter\">>}, get)")).isEqualTo("1055");
        assertThat(other.node().processes().isAlive(there)).isTrue();
    }

    @Test
    void monitorsAndLinksOfTheOldPidTellItsEnd() throws Exception {
        erl.eval("process_flag(trap_exit, true), link(P), R = monitor(process, P), ok");
        erl.eval("gen_server:call(P, get)");

        Pid there = move();
        assertThat(erl.eval("receive X -> X after 300 -> none end")).isEqualTo("none");
        other.node().exit(there, ExitReason.of("over"));

        assertThat(erl.eval("receive {'DOWN', R, process, P, W} -> W after 5000 -> none end"))
                .isEqualTo("over");
        assertThat(erl.eval("receive {'EXIT', P, V} -> V after 5000 -> none end"))
                .isEqualTo("over");
        assertThat(erl.eval("receive Y -> Y after 300 -> none end")).isEqualTo("none");
    }

    @Test
    void theEndOfALinkedErlangProcessReachesItThere() throws Exception {
        erl.eval("Q = spawn(fun() -> link(P), receive stop -> exit(bye) end end), ok");
        erl.eval("gen_server:call(P, get)");

        Pid there = move();
        erl.eval("Q ! stop, ok");

        await().until(() -> !other.node().processes().isAlive(there));
    }

    @Test
    void aDownNamesTheNewPidWhenTheOldNodeLeaves() throws Exception {
        erl.eval("R = monitor(process, P), gen_server:call(P, get)");
        move();

        one.migrator().leaveBehind().toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertThat(
                        erl.eval(
                                "receive {'DOWN', R, process, P, {shutdown, {migrated, N}}} ->"
                                        + " {node(N), gen_server:call(N, get)} after 5000 -> none end"))
                .isEqualTo("{'other@127.0.0.1',55}");
    }
}
