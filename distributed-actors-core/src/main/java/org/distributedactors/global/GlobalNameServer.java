package org.distributedactors.global;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.distributedactors.node.Node;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.Timer;
import org.distributedactors.rpc.FunctionRegistry;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service `global` of this node: three processes that other nodes see, and one {@link GlobalState} behind them.
///
/// | Process     | Runs                       | Does                                                             |
/// |-------------|----------------------------|------------------------------------------------------------------|
/// | server      | on the kernel's activator  | all of it: every input of the state goes through its mailbox     |
/// | locker      | on the kernel's activator  | passes what it gets on to the server; locks are held by its pid  |
/// | registrar   | on the kernel's activator  | the same                                                         |
///
/// The protocol is told at the head of {@link GlobalState}. Tables may be read by any thread. An object may be started
/// again after it was stopped, with an empty table.
public final class GlobalNameServer {

    private static final Logger log = LoggerFactory.getLogger(GlobalNameServer.class);

    private final Node node;
    private final GlobalSettings settings;
    private final GlobalRegistry registry = new GlobalRegistry(this);
    private final List<Consumer<GlobalEvent>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Running running;

    /// One life of the service.
    private record Running(
            Pid server,
            GlobalState state,
            ConcurrentHashMap<Long, CompletableFuture<Outcome>> requests,
            AtomicLong requestNumbers) {}

    /// @param functions gets what other nodes call in the service's name
    public GlobalNameServer(
            Node node, FunctionRegistry functions, boolean preventOverlappingPartitions) {
        this.node = node;
        GlobalSettings defaults = GlobalSettings.defaults();
        this.settings =
                new GlobalSettings(
                        defaults.connectAll(),
                        preventOverlappingPartitions,
                        defaults.names(),
                        defaults.locks(),
                        defaults.requests());
        functions.expose("global", "resolve_it", 4, this::resolveHere);
    }

    /// What applications use.
    public GlobalRegistry registry() {
        return registry;
    }

    Node node() {
        return node;
    }

    /// Starts the three processes. Comes before the first connection.
    public void start() {
        CompletableFuture<GlobalProcess> made = new CompletableFuture<>();
        Pid locker = spawn(SpawnOptions.DEFAULT, new Relay(made));
        Pid registrar = spawn(SpawnOptions.DEFAULT, new Relay(made));
        ConcurrentHashMap<Long, CompletableFuture<Outcome>> requests = new ConcurrentHashMap<>();
        Starter starter = new Starter(locker, registrar, requests, made);
        Pid server = spawn(SpawnOptions.named(GlobalAtoms.GLOBAL_NAME_SERVER.name()), starter);
        running = new Running(server, made.join().state(), requests, new AtomicLong());
        // Not through the node: it has no processes any more when its last connections go down.
        ProcessRuntime processes = node.processes();
        node.addListener(event -> processes.send(server, event));
    }

    private Pid spawn(SpawnOptions options, ProcessBehaviour behaviour) {
        return node.spawn(options.withActivator(node.environment().kernelActivator()), behaviour)
                .pid();
    }

    /// Takes no part any more: nobody is told of the connections that go down now.
    public void stop() {
        Running last = running;
        running = null;
        if (last != null) {
            node.send(last.server(), new GlobalProcess.Command(GlobalState::prepareShutdown));
            IllegalStateException stopped =
                    new IllegalStateException("node " + node.name() + " stops");
            last.requests().values().forEach(request -> request.completeExceptionally(stopped));
        }
    }

    private Running running() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("node " + node.name() + " is not up");
        }
        return now;
    }

    @Nullable Pid whereis(Term name) {
        Running now = running;
        return now == null ? null : now.state().whereis(name);
    }

    Set<Term> names() {
        Running now = running;
        return now == null ? Set.of() : now.state().names();
    }

    /// Asks for a change of names on all nodes; it ends with an outcome, or is abandoned after the limit if it could not
    /// begin by then.
    CompletableFuture<Outcome> change(NameChange change, Duration limit) {
        return request((state, number) -> state.change(number, change), limit);
    }

    /// Done when we share names with each of these nodes, or it is lost. For as long as that takes.
    CompletableFuture<Outcome> sync(Collection<Atom> nodes, Duration limit) {
        return request((state, number) -> state.sync(number, nodes), limit);
    }

    private interface RequestInput {
        List<GlobalEffect> put(GlobalState state, long number);
    }

    private CompletableFuture<Outcome> request(RequestInput input, Duration limit) {
        Running now = running();
        long number = now.requestNumbers().incrementAndGet();
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        now.requests().put(number, outcome);
        command(now, state -> input.put(state, number));
        Timer patience =
                node.environment()
                        .timers()
                        .after(limit, () -> command(now, state -> state.abandon(number)));
        outcome.whenComplete((end, failure) -> patience.cancel());
        return outcome;
    }

    CompletableFuture<GlobalStatus> status() {
        CompletableFuture<GlobalStatus> status = new CompletableFuture<>();
        command(
                running(),
                state -> {
                    GlobalStatus now = state.status();
                    node.environment().callbacks().execute(() -> status.complete(now));
                    return List.of();
                });
        return status;
    }

    private void command(Running now, Function<GlobalState, List<GlobalEffect>> input) {
        if (node.isUp()) {
            node.send(now.server(), new GlobalProcess.Command(input));
        }
    }

    /// Calls the listener with what happens to names and partitions, on the executor for callbacks.
    public void onEvent(Consumer<GlobalEvent> listener) {
        listeners.add(listener);
    }

    private void tell(GlobalEvent event) {
        log(event);
        if (!listeners.isEmpty()) {
            node.environment()
                    .callbacks()
                    .execute(() -> listeners.forEach(listener -> listener.accept(event)));
        }
    }

    /// What people want to know who wonder why a process was killed or a node is gone.
    private static void log(GlobalEvent event) {
        switch (event) {
            case GlobalEvent.NameConflict(Term name, Pid first, Pid second, Pid kept) ->
                    log.warn(
                            "Two processes had the global name {}: first={} second={} kept={}",
                            name,
                            first,
                            second,
                            kept);
            case GlobalEvent.ConnectionRemoved(Atom node, Atom reporter, Atom lost) ->
                    log.warn(
                            "Connection to {} is closed to prevent overlapping partitions: {} lost {}",
                            node,
                            reporter,
                            lost);
            case GlobalEvent.NodeJoined(Atom node) -> log.debug("{} shares its names", node);
            case GlobalEvent.NodeLeft(Atom node) -> log.debug("{} does not share names now", node);
            case GlobalEvent.NameRegistered ignored -> {}
            case GlobalEvent.NameUnregistered ignored -> {}
        }
    }

    /// `global:resolve_it(Method, Name, His, Ours)`, which another node calls when two partitions join.
    private Term resolveHere(List<Term> arguments) {
        if (!(arguments.get(2) instanceof Pid his && arguments.get(3) instanceof Pid ours)) {
            throw new IllegalArgumentException("badarg");
        }
        Conflict conflict = new Conflict(arguments.get(1), arguments.get(0), his, ours);
        CompletableFuture<Term> answer = new CompletableFuture<>();
        command(
                running(),
                state -> {
                    GlobalState.Resolution resolution = state.resolveHere(conflict);
                    answer.complete(resolution.answer());
                    return resolution.effects();
                });
        return answer.join();
    }

    /// Makes the state once it knows the server's own pid, and is the server from then on.
    private final class Starter implements ProcessBehaviour {

        private final Pid locker;
        private final Pid registrar;
        private final ConcurrentHashMap<Long, CompletableFuture<Outcome>> requests;
        private final CompletableFuture<GlobalProcess> made;

        Starter(
                Pid locker,
                Pid registrar,
                ConcurrentHashMap<Long, CompletableFuture<Outcome>> requests,
                CompletableFuture<GlobalProcess> made) {
            this.locker = locker;
            this.registrar = registrar;
            this.requests = requests;
            this.made = made;
        }

        @Override
        public @Nullable ExitReason start(Self self) {
            // The locks of locker and registrar are free on other nodes when they end; so all three
            // end together.
            self.link(locker);
            self.link(registrar);
            GlobalPids pids = new GlobalPids(self.pid(), locker, registrar);
            GlobalState state =
                    new GlobalState(
                            pids, settings, node.processes()::isAlive, node.environment().random());
            made.complete(
                    new GlobalProcess(
                            node, self.pid(), state, requests, GlobalNameServer.this::tell));
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            made.join().receive(self, message);
            return null;
        }

        @Override
        public String type() {
            return "global_name_server";
        }
    }

    /// Passes what it gets on to the server.
    private static final class Relay implements ProcessBehaviour {

        private final CompletableFuture<GlobalProcess> server;

        Relay(CompletableFuture<GlobalProcess> server) {
            this.server = server;
        }

        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            if (server.isDone()) {
                self.send(server.join().pid(), message);
            }
            return null;
        }
    }
}
