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
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.node.Node;
import org.distributedactors.process.Destination;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.NonBlocking;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.Timer;
import org.distributedactors.rpc.FunctionRegistry;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
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

    private static final Duration AGE_LIMIT = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(GlobalNameServer.class);

    private final Node node;
    private final GlobalSettings settings;
    private final ConflictMethod conflictMethod;
    private final ConflictFunctions conflictFunctions = new ConflictFunctions();
    private final NameAges ages;
    private final GlobalRegistry registry = new GlobalRegistry(this);
    private final List<Consumer<GlobalEvent>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Running running;

    /// One life of the service.
    private record Running(
            Pid server,
            GlobalState state,
            ConcurrentHashMap<Long, CompletableFuture<Ending>> requests,
            AtomicLong requestNumbers) {}

    /// @param functions gets what other nodes call in the service's name
    public GlobalNameServer(
            Node node, FunctionRegistry functions, boolean preventOverlappingPartitions) {
        this(
                node,
                functions,
                GlobalSettings.defaults().preventing(preventOverlappingPartitions),
                ConflictMethod.RANDOM_EXIT_NAME);
    }

    /// @param functions gets what other nodes call in the service's name
    /// @param conflictMethod for names that are registered without one
    public GlobalNameServer(
            Node node,
            FunctionRegistry functions,
            GlobalSettings settings,
            ConflictMethod conflictMethod) {
        this.node = node;
        this.settings = settings;
        this.conflictMethod = conflictMethod;
        this.ages = new NameAges(node.environment().ticker(), node.name().atom());
        functions.expose("global", "resolve_it", 4, this::resolveHere);
        functions.expose(
                GlobalAtoms.DISTRIBUTED_ACTORS.name(),
                GlobalAtoms.NAME_AGE.name(),
                2,
                arguments -> ages.age(arguments.get(0), arguments.get(1)));
        node.resolveGlobalNames(name -> registry.whereis(name).map(Destination::of));
    }

    /// What applications use.
    public GlobalRegistry registry() {
        return registry;
    }

    Node node() {
        return node;
    }

    ConflictMethod conflictMethod() {
        return conflictMethod;
    }

    ConflictFunctions conflictFunctions() {
        return conflictFunctions;
    }

    /// Starts the three processes. Comes before the first connection.
    public void start() {
        ConcurrentHashMap<Long, CompletableFuture<Ending>> requests = new ConcurrentHashMap<>();
        Server behaviour = new Server();
        Pid locker = spawn(SpawnOptions.DEFAULT, new Relay(behaviour));
        Pid registrar = spawn(SpawnOptions.DEFAULT, new Relay(behaviour));
        // The locks of locker and registrar are free on other nodes when they end; so all three end
        // together.
        SpawnOptions options =
                SpawnOptions.named(GlobalAtoms.GLOBAL_NAME_SERVER.name())
                        .linkedTo(locker)
                        .linkedTo(registrar)
                        .announcing(pid ->
                                behaviour.process = process(pid, locker, registrar, requests));
        Pid server = spawn(options, behaviour);
        running = new Running(server, behaviour.process().state(), requests, new AtomicLong());
        // Not through the node: it has no processes any more when its last connections go down.
        ProcessRuntime processes = node.processes();
        node.addListener(event -> processes.send(server, event));
    }

    private GlobalProcess process(
            Pid server,
            Pid locker,
            Pid registrar,
            ConcurrentHashMap<Long, CompletableFuture<Ending>> requests) {
        GlobalPids pids = new GlobalPids(server, locker, registrar);
        GlobalState state =
                new GlobalState(
                        pids,
                        settings,
                        node.processes()::isAlive,
                        node.environment().random(),
                        conflictFunctions,
                        this::runsThisLibrary);
        return new GlobalProcess(node, server, state, ages, requests, this::tell);
    }

    private boolean runsThisLibrary(Atom other) {
        return node.capabilities().of(NodeName.of(other.name())).isPresent();
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

    @Nullable GlobalName find(Term name) {
        Running now = running;
        return now == null ? null : now.state().find(name);
    }

    /// The other nodes of our partition. Any thread may ask.
    List<Atom> known() {
        Running now = running;
        return now == null ? List.of() : now.state().known();
    }

    Set<Term> names() {
        Running now = running;
        return now == null ? Set.of() : now.state().names();
    }

    /// Asks for a change of names on all nodes; it ends with an outcome, or is abandoned after the limit if it could not
    /// begin by then. It is completed by the server, where nothing of the application may run: somebody who waits
    /// for it is woken the sooner, and everybody else takes {@link #forCallbacks}.
    CompletableFuture<Ending> change(NameChange change, Duration limit) {
        return request((state, number) -> state.change(number, change), limit);
    }

    /// Done when we share names with each of these nodes, or it is lost. For as long as that takes.
    CompletableFuture<Ending> sync(Collection<Atom> nodes, Duration limit) {
        return request((state, number) -> state.sync(number, nodes), limit);
    }

    /// Takes a lock on all connected nodes; fails when it could not be had within the limit.
    CompletableFuture<GlobalLock> lock(Term resource, Term requester, Duration limit) {
        Running now = running();
        long number = now.requestNumbers().incrementAndGet();
        LockId id = new LockId(resource, requester);
        return request(now, number, state -> state.lock(number, id), limit)
                .thenApply(end ->
                        new GlobalLock(
                                resource, () -> command(now, state -> state.unlock(number))));
    }

    /// The same result, completed by the executor for callbacks.
    <T> CompletableFuture<T> forCallbacks(CompletableFuture<T> result) {
        return result.whenCompleteAsync((value, failure) -> {}, node.environment().callbacks());
    }

    private interface RequestInput {
        List<GlobalEffect> put(GlobalState state, long number);
    }

    private CompletableFuture<Ending> request(RequestInput input, Duration limit) {
        Running now = running();
        long number = now.requestNumbers().incrementAndGet();
        return request(now, number, state -> input.put(state, number), limit);
    }

    private CompletableFuture<Ending> request(
            Running now,
            long number,
            Function<GlobalState, List<GlobalEffect>> input,
            Duration limit) {
        CompletableFuture<Ending> outcome = new CompletableFuture<>();
        now.requests().put(number, outcome);
        command(now, input);
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
        ages.hear(event);
        node.environment().logLines().execute(() -> log(event));
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
                            "Connection to {} is closed to prevent overlapping partitions: {} lost"
                                    + " {}",
                            node,
                            reporter,
                            lost);
            case GlobalEvent.TableMended(Term node, int names) ->
                    log.warn("Names differed from those of {}: names={}, mended", node, names);
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
        if (ConflictMethod.isKeepOlder(conflict.method())) {
            return keepOlder(conflict);
        }
        GlobalState.Resolution resolution = running().state().resolveHere(conflict);
        resolution.effects().forEach(effect -> GlobalProcess.signal(node, effect));
        return resolution.answer();
    }

    /// Asked for by an Erlang node. Waits for the other owner's node, a second at most; the call runs in a process of its own.
    private Term keepOlder(Conflict conflict) {
        Ages both = new Ages(conflict, 1, 2);
        both.answered(1, ageOf(conflict.name(), conflict.his()));
        both.answered(2, ageOf(conflict.name(), conflict.ours()));
        Pid older = both.older();
        Outbox signals =
                new Outbox(
                        new GlobalPids(running().server(), running().server(), running().server()));
        Term kept =
                older == null
                        ? ConflictMethod.resolve(
                                conflict, running().server(), conflictFunctions, signals)
                        : ConflictMethod.settle(conflict, older, running().server(), signals);
        signals.drain().forEach(effect -> GlobalProcess.signal(node, effect));
        return kept;
    }

    private Term ageOf(Term name, Pid pid) {
        if (pid.node().equals(node.name().atom())) {
            return ages.age(name, pid);
        }
        ServerRef<Term> rex =
                ServerRef.<Term>of(node.processes(), GlobalProcess.REX, pid.node()).untraced();
        Term question = GlobalProcess.askAge(name, pid, running().server());
        Term unknown = Atom.UNDEFINED;
        return rex.callAsync(question, null, AGE_LIMIT)
                .handle((answer, failure) -> answer instanceof Term age ? age : unknown)
                .toCompletableFuture()
                .join();
    }

    /// The server. Its state is there before it can run.
    @NonBlocking
    private static final class Server implements ProcessBehaviour {

        private volatile @Nullable GlobalProcess process;

        GlobalProcess process() {
            GlobalProcess made = process;
            if (made == null) {
                throw new IllegalStateException("global_name_server has no pid yet");
            }
            return made;
        }

        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            process().receive(self, message);
            return null;
        }

        @Override
        public String type() {
            return "global_name_server";
        }
    }

    /// Passes what it gets on to the server.
    @NonBlocking
    private record Relay(Server server) implements ProcessBehaviour {

        @Override
        public @Nullable ExitReason start(Self self) {
            return null;
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            GlobalProcess process = server.process;
            if (process != null) {
                self.send(process.pid(), message);
            }
            return null;
        }
    }
}
