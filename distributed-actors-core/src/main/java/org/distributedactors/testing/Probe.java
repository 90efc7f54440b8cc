package org.distributedactors.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.distributedactors.behaviour.Call;
import org.distributedactors.behaviour.InterfaceClient;
import org.distributedactors.behaviour.InterfaceProtocol;
import org.distributedactors.behaviour.Invocation;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.node.Node;
import org.distributedactors.process.Down;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// A process through which a test speaks with others: it sends, links and watches as it is told, and keeps what it gets
/// until the test expects it.
///
/// ```
/// Probe probe = cluster.on("a").probe();
/// probe.monitor(worker);
/// probe.send(worker, new Job(42));
/// probe.expect(Done.class);
/// cluster.on("b").crash();
/// assertThat(probe.expect(Down.class).reason()).isEqualTo(ExitReason.NOCONNECTION);
/// ```
///
/// Only what waits lets time pass: the methods whose names begin with `expect`, and calls. What arrives in the meantime is
/// kept, in order. Used by the test's thread; it lives as long as that life of its node.
public final class Probe {

    /// How long, in virtual time, something is expected and a call is waited for, unless the test says otherwise.
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SimulatedCluster cluster;
    private final Node node;
    private final Inbox inbox;
    private final Pid pid;

    /// Done inside of the process.
    private record Order(Consumer<Self> what) {}

    /// @param protocol what messages of other nodes decode to; null for terms
    Probe(SimulatedCluster cluster, SimulatedNode on, @Nullable Class<?> protocol) {
        this.cluster = cluster;
        this.node = on.node();
        this.inbox = new Inbox(protocol);
        this.pid = on.spawn(inbox);
        order(self -> self.trapExit(true));
    }

    /// What others know it by.
    public Pid pid() {
        return pid;
    }

    private void order(Consumer<Self> what) {
        node.send(pid, new Order(what));
    }

    // ---- what it does

    /// Sends a plain message, here or to another node.
    public void send(Pid to, Object message) {
        order(self -> self.send(to, message));
    }

    /// Sends an exit signal, Erlang's `exit/2`.
    public void exit(Pid to, ExitReason reason) {
        order(self -> self.exit(to, reason));
    }

    /// Watches a process: one {@link Down} comes.
    public void monitor(Pid target) {
        order(self -> self.monitor(target));
    }

    /// Links with a process: an {@link Exit} comes when it ends.
    public void link(Pid other) {
        order(self -> self.link(other));
    }

    /// Asks a server and lets time pass until it answers.
    ///
    /// @throws org.distributedactors.behaviour.CallFailedException when the server ends or is not there
    /// @throws org.distributedactors.behaviour.CallTimeoutException when the answer does not come within five seconds
    public <M, R extends @Nullable Object> R call(ServerRef<M> server, Call<M, R> request) {
        return settled(server.callAsync(request, PATIENCE));
    }

    /// The methods of an interface as messages to a process: calls let time pass until the answer is there. What gives a
    /// `CompletionStage` does not wait.
    public <T> T client(Class<T> type, Pid server) {
        InterfaceProtocol.of(type);
        ServerRef<Invocation> ref = ServerRef.of(node.processes(), server);
        T plain = InterfaceClient.of(type, ref, PATIENCE);
        InvocationHandler handler =
                (proxy, method, args) ->
                        isWaitedFor(method)
                                ? answer(ref, method, args)
                                : passed(plain, method, args);
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static boolean isWaitedFor(Method method) {
        return !method.getDeclaringClass().equals(Object.class)
                && !method.isDefault()
                && !method.getReturnType().equals(void.class)
                && !method.getReturnType().equals(CompletionStage.class);
    }

    private @Nullable Object answer(
            ServerRef<Invocation> ref, Method method, @Nullable Object @Nullable [] args) {
        List<@Nullable Object> values = args == null ? List.of() : Arrays.asList(args);
        Invocation request = new Invocation(InterfaceProtocol.wireName(method), values);
        return settled(ref.callAsync(request, method.getGenericReturnType(), PATIENCE));
    }

    private static @Nullable Object passed(
            Object plain, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(plain, args);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }

    private <T extends @Nullable Object> T settled(CompletionStage<T> answer) {
        try {
            return cluster.await(answer);
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    // ---- what it gets

    /// The first message of this type, which is taken out; time passes until it is there, five seconds at most. Others stay.
    ///
    /// @throws AssertionError when none comes
    public <T> T expect(Class<T> type) {
        return expect(type, message -> true);
    }

    /// The first message of this type for which the condition holds.
    ///
    /// @throws AssertionError when none comes within five seconds
    public <T> T expect(Class<T> type, Predicate<? super T> condition) {
        List<T> found = new ArrayList<>(1);
        cluster.runUntil(
                () ->
                        inbox.take(message ->
                                        type.isInstance(message)
                                                && condition.test(type.cast(message)))
                                .map(type::cast)
                                .map(found::add)
                                .orElse(false),
                PATIENCE);
        if (found.isEmpty()) {
            throw new AssertionError(
                    "%s: no %s within %s; it has %s"
                            .formatted(seed(), type.getSimpleName(), PATIENCE, inbox.messages));
        }
        return found.getFirst();
    }

    /// The first message, which must be equal to this.
    ///
    /// @throws AssertionError when another is the first, or none comes within five seconds
    public void expect(Object message) {
        cluster.runUntil(() -> !inbox.messages.isEmpty(), PATIENCE);
        if (inbox.messages.isEmpty() || !inbox.messages.getFirst().equals(message)) {
            throw new AssertionError(
                    "%s: expected %s; it has %s".formatted(seed(), message, inbox.messages));
        }
        inbox.messages.removeFirst();
    }

    /// Lets this much time pass, in which and before which nothing may come that was not expected.
    ///
    /// @throws AssertionError when there is something
    public void expectNothing(Duration span) {
        cluster.run(span);
        if (!inbox.messages.isEmpty()) {
            throw new AssertionError(
                    "%s: expected nothing; it has %s".formatted(seed(), inbox.messages));
        }
    }

    private String seed() {
        return "seed " + cluster.seed() + " at " + cluster.now();
    }

    /// The process itself.
    private static final class Inbox implements ProcessBehaviour {

        private final @Nullable Class<?> protocol;
        private final List<Object> messages = new ArrayList<>();

        Inbox(@Nullable Class<?> protocol) {
            this.protocol = protocol;
        }

        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            if (message instanceof Order(Consumer<Self> what)) {
                what.accept(self);
            } else {
                messages.add(message);
            }
            return null;
        }

        @Override
        public @Nullable Object protocol() {
            return protocol;
        }

        Optional<Object> take(Predicate<Object> wanted) {
            for (Iterator<Object> all = messages.iterator(); all.hasNext(); ) {
                Object message = all.next();
                if (wanted.test(message)) {
                    all.remove();
                    return Optional.of(message);
                }
            }
            return Optional.empty();
        }
    }
}
