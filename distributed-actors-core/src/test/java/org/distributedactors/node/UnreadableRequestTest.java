package org.distributedactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.behaviour.CallTimeoutException;
import org.distributedactors.behaviour.GenServer;
import org.distributedactors.behaviour.InterfaceServer;
import org.distributedactors.behaviour.Next;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.process.DeadLetter;
import org.distributedactors.process.MailboxBound;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A call that the callee cannot read fails at once, and the callee goes on.
class UnreadableRequestTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final TestNode a = new TestNode("a@127.0.0.1");
    private final TestNode b = new TestNode("b@127.0.0.1");

    sealed interface ShopMsg {
        record Place(List<Line> lines) implements ShopMsg, Call<ShopMsg, Integer> {}
    }

    record Line(String item, long price) {}

    private static final class Shop implements GenServer<ShopMsg> {
        @Override
        public Next handle(ShopMsg message) {
            return switch (message) {
                case ShopMsg.Place place -> reply(place, place.lines().size());
            };
        }
    }

    record Unreadable(Thread thread) implements Call<Unreadable, Integer> {}

    private static final class Unreachable implements GenServer<Unreadable> {
        @Override
        public Next handle(Unreadable message) {
            return noReply();
        }
    }

    interface Till {
        long add(long cents);
    }

    @BeforeEach
    void connect() {
        assertThat(a.connectTo(b)).isTrue();
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private ServerRef<ShopMsg> spawned(ProcessBehaviour behaviour) {
        Pid pid = b.node.spawn(SpawnOptions.named("server"), behaviour).pid();
        return ServerRef.of(a.node.processes(), pid);
    }

    private static Term place(Term... prices) {
        Term[] lines = new Term[prices.length];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = Tuple.of(Atom.of("line"), Binary.utf8("tea"), prices[i]);
        }
        return Tuple.of(Atom.of("place"), ListTerm.of(lines));
    }

    private void assertRefused(ServerRef<?> server, Term request, String why) {
        assertThatThrownBy(() -> server.call(request, Integer.class, LONG))
                .isInstanceOf(CallFailedException.class)
                .isNotInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("bad_request")
                .hasMessageContaining(why);
    }

    @Test
    void theCallerHearsThePathOfWhatDoesNotFit() {
        ServerRef<ShopMsg> shop = spawned(GenServer.behaviour(new Shop()));
        Term one = IntegerTerm.of(1);

        assertRefused(shop, place(one, one, Binary.utf8("much")), "Place.lines[2].price");
        assertRefused(shop, Atom.of("teleport"), "teleport");
    }

    @Test
    void theCalleeGoesOnAndTheMessageIsCounted() {
        ServerRef<ShopMsg> shop = spawned(GenServer.behaviour(new Shop()));

        assertRefused(shop, Atom.of("teleport"), "teleport");

        assertThat(shop.call(new ShopMsg.Place(List.of(new Line("tea", 1))), LONG)).isEqualTo(1);
        assertThat(b.node.processes().counters().deadLetters(DeadLetter.UNDECODABLE)).isEqualTo(1);
        assertThat(b.node.counters().unreadableMessages()).isEqualTo(1);
    }

    @Test
    void aServerCalledByItsNameRefusesTheSameWay() {
        spawned(GenServer.behaviour(new Shop()));
        ServerRef<ShopMsg> byName =
                ServerRef.of(a.node.processes(), Atom.of("server"), b.node.name().atom());

        assertRefused(byName, Atom.of("teleport"), "teleport");
    }

    @Test
    void anUnknownMethodOfAnInterfaceIsRefused() {
        Till till = cents -> cents;
        ServerRef<ShopMsg> server =
                spawned(GenServer.behaviour(InterfaceServer.of(Till.class, till)));

        assertRefused(server, Tuple.of(Atom.of("steal"), IntegerTerm.of(1)), "no method");
        assertRefused(server, Tuple.of(Atom.of("add"), Atom.of("much")), "integer");
    }

    @Test
    void aServerWhoseTypeHasNoFormOnTheWireRefusesAndGoesOn() {
        ServerRef<ShopMsg> server = spawned(GenServer.behaviour(new Unreachable()));

        assertRefused(server, Tuple.of(Atom.of("unreadable"), Atom.OK), "Unreadable.thread");
        assertRefused(server, Atom.OK, "Unreadable.thread");
        assertThat(b.node.counters().unreadableMessages()).isEqualTo(2);
    }

    @Test
    void aCallForWhichThereIsNoRoomFailsAtOnceAndTheCallerKnowsWhy() throws Exception {
        var busy = new java.util.concurrent.CountDownLatch(1);
        var release = new java.util.concurrent.CountDownLatch(1);
        Pid pid =
                b.node.spawn(
                                SpawnOptions.DEFAULT.withMailbox(
                                        new MailboxBound(1, MailboxBound.Overflow.DROP_NEWEST)),
                                GenServer.behaviour(new Stuck(busy, release)))
                        .pid();
        a.node.send(pid, Atom.of("stop"));
        busy.await();
        a.node.send(pid, Atom.of("waits"));
        var failure =
                java.util.concurrent.CompletableFuture.supplyAsync(() ->
                        ServerRef.of(a.node.processes(), pid)
                                .call(Atom.of("call"), Integer.class, LONG));
        await().until(() ->
                b.node.processes().counters().deadLetters(DeadLetter.MAILBOX_FULL) == 1);
        release.countDown();

        assertThatThrownBy(failure::join)
                .cause()
                .isInstanceOf(CallFailedException.class)
                .isNotInstanceOf(CallTimeoutException.class)
                .hasMessageContaining("mailbox_full");
    }

    /// Works on its first message until it is released.
    private record Stuck(
            java.util.concurrent.CountDownLatch busy, java.util.concurrent.CountDownLatch release)
            implements GenServer<Term> {
        @Override
        public Next handle(Term message) {
            return noReply();
        }

        @Override
        public Next handleInfo(Object message) {
            busy.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return noReply();
        }
    }

    @Test
    void whoWatchesForAnotherReasonHearsNothing() {
        ServerRef<ShopMsg> shop = spawned(GenServer.behaviour(new Shop()));
        Pid target = (Pid) shop.term();
        Term seen =
                a.node.processes().isAlive(target) ? Atom.ERROR : callWhileWatching(shop, target);

        assertThat(seen).isEqualTo(Atom.OK);
    }

    /// A process that monitors the server and calls it in vain; `ok` when no DOWN came.
    private Term callWhileWatching(ServerRef<?> shop, Pid target) {
        var seen = new java.util.concurrent.CompletableFuture<Term>();
        a.node.spawn(self -> {
            self.monitor(target);
            assertRefused(shop, Atom.of("teleport"), "teleport");
            seen.complete(
                    self.receive(Duration.ofMillis(50), message -> () -> (Term) Atom.ERROR)
                            .orElse(Atom.OK));
        });
        return seen.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
    }
}
