package org.distributedactors.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.InterfaceServer;
import org.distributedactors.behaviour.Invocation;
import org.distributedactors.behaviour.Next;
import org.distributedactors.handshake.Cookie;
import org.distributedactors.kernel.Kernel;
import org.distributedactors.kernel.KernelConfig;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.SpawnResult;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.distributedactors.transport.netty.NettyTransportConfig.PortMapperMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Groups of two nodes over real sockets.
class ProcessGroupsTest {

    private static final Atom G = Atom.of("g");

    private final Kernel a = kernel("a@127.0.0.1");
    private final Kernel b = kernel("b@127.0.0.1");
    private final PgScope onA = a.processGroups().scope();
    private final PgScope onB = b.processGroups().scope();

    private static Kernel kernel(String name) {
        return new Kernel(
                KernelConfig.builder(NodeName.of(name))
                        .cookie(Cookie.of("a-cookie-for-groups"))
                        .portMapper(
                                PortMapperMode.NONE,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .build());
    }

    @BeforeEach
    void start() {
        a.start();
        b.start();
    }

    @AfterEach
    void stop() {
        a.stop();
        b.stop();
    }

    private void connect() {
        InetSocketAddress address = b.node().status().orElseThrow().listening();
        assertThat(a.node().connectAsync(b.node().name(), address).toCompletableFuture().join())
                .isTrue();
    }

    private static Pid idle(Kernel kernel) {
        return kernel.node().spawn(self -> self.receive(message -> null));
    }

    private static void awaitMembers(PgScope scope, Object group, Pid... members) {
        await().untilAsserted(
                        () -> assertThat(scope.members(group)).containsExactlyInAnyOrder(members));
    }

    @Test
    void membersOfBothNodesAreSeenOnBothHoweverTheyCame() {
        Pid before = idle(a);
        Pid after = idle(b);
        onA.join(G, before, before);
        connect();
        awaitMembers(onB, G, before, before);

        onB.join(G, after);

        awaitMembers(onA, G, before, before, after);
        assertThat(onA.localMembers(G)).containsExactly(before, before);
        assertThat(onB.localMembers(G)).containsExactly(after);
        assertThat(onB.whichGroups()).containsExactly(G);
        assertThat(onA.whichLocalGroups()).containsExactly(G);
    }

    @Test
    void aGroupMayBeAnyValue() {
        Pid p = idle(a);
        connect();
        onA.join("orders", p);
        onA.join(Tuple.of(G, p), p);

        awaitMembers(onB, "orders", p);
        awaitMembers(onB, Tuple.of(G, p), p);
    }

    @Test
    void aProcessLeavesAsOftenAsItJoined() {
        Pid p = idle(a);
        connect();
        onA.join(G, p, p);

        assertThat(onA.leave(G, p)).isTrue();
        awaitMembers(onB, G, p);
        assertThat(onA.leave(G, p)).isTrue();
        assertThat(onA.leave(G, p)).isFalse();

        await().untilAsserted(() -> assertThat(onB.whichGroups()).isEmpty());
    }

    @Test
    void aProcessThatEndsIsInNoGroupAnyMore() {
        Pid p = idle(a);
        connect();
        onA.join(G, p, p);
        onA.join("other", p);
        awaitMembers(onB, "other", p);

        a.node().exit(p, ExitReason.KILL);

        await().untilAsserted(() -> {
            assertThat(onA.whichGroups()).isEmpty();
            assertThat(onB.whichGroups()).isEmpty();
        });
    }

    @Test
    void theMembersOfALostNodeAreForgottenAndComeBackWithIt() {
        Pid p = idle(a);
        onA.join(G, p);
        connect();
        awaitMembers(onB, G, p);

        b.node().disconnect(a.node().name());
        awaitMembers(onB, G);
        assertThat(onA.members(G)).containsExactly(p);

        await().until(() -> a.node().nodes().isEmpty());
        connect();
        awaitMembers(onB, G, p);
    }

    @Test
    void scopesShareNothing() {
        Pid p = idle(a);
        PgScope otherOnA = a.processGroups().scope("other");
        connect();
        PgScope otherOnB = b.processGroups().scope("other");
        otherOnA.join(G, p);

        awaitMembers(otherOnB, G, p);
        assertThat(onB.members(G)).isEmpty();
        assertThat(onA.members(G)).isEmpty();
    }

    @Test
    void aScopeCannotHaveTheNameOfAnotherProcess() {
        assertThatThrownBy(() -> a.processGroups().scope("rex"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("rex");
    }

    @Test
    void onlyProcessesOfThisNodeMayJoin() {
        Pid ofB = idle(b);

        assertThatThrownBy(() -> onA.join(G, ofB)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoWatchesMissesNothingAndIsToldNothingAfterwards() throws InterruptedException {
        BlockingQueue<Object> told = new LinkedBlockingQueue<>();
        Pid watcher =
                a.node()
                        .spawn(self -> {
                            while (true) {
                                self.receive(message -> () -> told.add(message));
                            }
                        });
        Pid first = idle(a);
        Pid second = idle(b);
        onA.join(G, first);
        connect();
        onB.join("other", second);

        GroupMonitor watch = onA.monitor(watcher, G);
        assertThat(watch.members()).containsExactly(first);
        onB.join(G, second);
        assertThat(told.poll(5, TimeUnit.SECONDS))
                .isEqualTo(new GroupChange.Join(watch.ref(), G, List.of(second)));
        b.node().exit(second, ExitReason.KILL);
        assertThat(told.poll(5, TimeUnit.SECONDS))
                .isEqualTo(new GroupChange.Leave(watch.ref(), G, List.of(second)));

        assertThat(onA.demonitor(watch.ref())).isTrue();
        assertThat(onA.demonitor(watch.ref())).isFalse();
        ScopeMonitor all = onA.monitorScope(watcher);
        assertThat(all.groups()).containsExactly(Map.entry(G, List.of(first)));
        onA.leave(G, first);
        assertThat(told.poll(5, TimeUnit.SECONDS))
                .isEqualTo(new GroupChange.Leave(all.ref(), G, List.of(first)));
    }

    @Test
    void aNodeThatStartsAgainHasNoMembersAndItsScopesAgain() {
        a.processGroups().scope("other");
        onA.join(G, idle(a));

        a.stop();
        assertThat(onA.members(G)).isEmpty();
        Pid gone = new Pid(a.node().name().atom(), 1, 0, 1);
        assertThatThrownBy(() -> onA.join(G, gone)).isInstanceOf(IllegalStateException.class);

        a.start();
        assertThat(onA.whichGroups()).isEmpty();
        assertThat(a.node().whereis("other")).isPresent();
    }

    // ---- senders

    /// A server of the tests: counts what it gets.
    record Add(long n) implements Call<Add, Long> {}

    static final class Adder implements GenServer<Add> {
        private long sum;

        @Override
        public Next handle(Add add) {
            sum += add.n();
            return reply(add, sum);
        }
    }

    private static Pid adder(Kernel kernel) {
        SpawnResult started =
                kernel.node().spawn(SpawnOptions.DEFAULT, GenServer.behaviour(new Adder()));
        return started.pid();
    }

    @Test
    void aTypedSenderReachesOneMemberOrAll() {
        GroupRef<Add> adders = onA.ref("adders", Add.class);
        assertThatThrownBy(() -> adders.pickRandom().call(new Add(1)))
                .isInstanceOf(CallFailedException.class);
        Pid here = adder(a);
        Pid there = adder(b);
        onB.join("adders", there);
        connect();
        awaitMembers(onA, "adders", there);
        assertThat(adders.pickLocalFirst().call(new Add(1))).isEqualTo(1);
        onA.join("adders", here, here);

        assertThat(adders.broadcast(new Add(10))).isEqualTo(2);

        assertThat(adders.pickLocalFirst().whereis()).contains(here);
        assertThat(adders.pickLocalFirst().call(new Add(0))).isEqualTo(10);
        assertThat(adders.pickRandom().call(new Add(0))).isBetween(10L, 11L);
        awaitMembers(onB, "adders", here, here, there);
        Pid responsible = onA.pickByKey("adders", "k").orElseThrow();
        assertThat(onB.pickByKey("adders", "k")).contains(responsible);
        assertThat(adders.pickByKey("k").whereis()).contains(responsible);
    }

    interface Listener {
        void heard(String what);
    }

    record Noted(List<String> notes) implements Listener {
        @Override
        public void heard(String what) {
            synchronized (notes) {
                notes.add(what);
            }
        }
    }

    interface Asker {
        long ask();
    }

    @Test
    void anInterfaceIsSentToAllMembers() {
        List<String> notes = new ArrayList<>();
        for (Kernel kernel : List.of(a, b)) {
            Pid pid =
                    kernel.node()
                            .spawn(
                                    SpawnOptions.DEFAULT,
                                    GenServer.behaviour(
                                            InterfaceServer.of(Listener.class, new Noted(notes))))
                            .pid();
            kernel.processGroups().scope().join("listeners", pid);
        }
        connect();
        await().until(() -> onA.members("listeners").size() == 2);

        GroupClient.of(Listener.class, onA.ref("listeners", Invocation.class)).heard("x");

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> {
                    synchronized (notes) {
                        assertThat(notes).containsExactly("x", "x");
                    }
                });
    }

    @Test
    void aMethodWithAResultCannotBeSentToAll() {
        assertThatThrownBy(() -> GroupClient.of(Asker.class, onA.ref("g", Invocation.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ask");
    }

    @Test
    void plainMessagesReachAllOnce() throws InterruptedException {
        BlockingQueue<Object> got = new LinkedBlockingQueue<>();
        Pid p =
                a.node()
                        .spawn(self -> {
                            while (true) {
                                self.receive(message -> () -> got.add(message));
                            }
                        });
        onA.join(G, p, p);
        Term hello = Atom.of("hello");

        assertThat(onA.broadcast(G, hello)).isOne();

        assertThat(got.poll(5, TimeUnit.SECONDS)).isEqualTo(hello);
        assertThat(got).isEmpty();
    }
}
