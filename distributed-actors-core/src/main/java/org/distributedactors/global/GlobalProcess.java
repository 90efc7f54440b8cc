package org.distributedactors.global;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the server process does with one message: an input to the state, and then the effects that the state decided.
/// Used by that process alone.
final class GlobalProcess {

    private static final Logger log = LoggerFactory.getLogger(GlobalProcess.class);

    static final Atom REX = Atom.of("rex");
    private static final Atom CALL = Atom.of("call");
    private static final Atom RESOLVE_IT = Atom.of("resolve_it");
    private static final Duration RESOLVER_LIMIT = Duration.ofSeconds(5);

    private final Node node;
    private final Pid pid;
    private final GlobalState state;
    private final NameAges ages;
    private final ConcurrentHashMap<Long, CompletableFuture<Ending>> requests;
    private final Consumer<GlobalEvent> listener;
    private final Map<Atom, Long> connections = new HashMap<>();
    private final Map<Reference, Watched> monitors = new HashMap<>();
    private final Map<Long, Reference> references = new HashMap<>();

    /// An input that is not a message of another node.
    record Command(Function<GlobalState, List<GlobalEffect>> input) {}

    private record Watched(long monitor, Pid target) {}

    GlobalProcess(
            Node node,
            Pid pid,
            GlobalState state,
            NameAges ages,
            ConcurrentHashMap<Long, CompletableFuture<Ending>> requests,
            Consumer<GlobalEvent> listener) {
        this.node = node;
        this.pid = pid;
        this.state = state;
        this.ages = ages;
        this.requests = requests;
        this.listener = listener;
    }

    GlobalState state() {
        return state;
    }

    Pid pid() {
        return pid;
    }

    /// A message. What goes wrong with one is no reason to forget the names of all: it is said loudly, and the server
    /// goes on.
    void receive(Self self, Object message) {
        if (!node.isUp()) {
            return; // The node stops: nothing can be done for anybody any more.
        }
        try {
            perform(self, input(message));
        } catch (RuntimeException failure) {
            // A node that stops has no processes and no connections left to do anything with.
            if (node.isUp()) {
                log.error("global_name_server failed: message={}", message.getClass(), failure);
            }
        }
    }

    private List<GlobalEffect> input(Object message) {
        return switch (message) {
            case Term term -> message(term);
            case Command(var input) -> input.apply(state);
            case Down down -> down(down);
            case NodeEvent.NodeUp up -> {
                connections.put(up.node().atom(), up.connection());
                yield up.visible() ? state.nodeUp(up.node().atom()) : List.of();
            }
            case NodeEvent.NodeDown down -> {
                connections.remove(down.node().atom());
                yield down.visible() ? state.nodeDown(down.node().atom()) : List.of();
            }
            default -> List.of();
        };
    }

    private List<GlobalEffect> message(Term term) {
        try {
            return state.receive(GlobalCodec.read(term));
        } catch (MalformedGlobalMessageException malformed) {
            log.debug(
                    "A message for global_name_server was not understood: {}",
                    malformed.getMessage());
            return List.of();
        }
    }

    private List<GlobalEffect> down(Down down) {
        Watched watched = monitors.remove(down.ref());
        if (watched == null) {
            return List.of();
        }
        references.remove(watched.monitor());
        return state.down(
                watched.monitor(), watched.target(), down.reason().equals(ExitReason.NOCONNECTION));
    }

    private void perform(Self self, List<GlobalEffect> effects) {
        effects.forEach(effect -> perform(self, effect));
    }

    private void perform(Self self, GlobalEffect effect) {
        switch (effect) {
            case GlobalEffect.Send send -> send(send);
            case GlobalEffect.SendToAlias(Pid from, Reference alias, Term message) ->
                    node.sendAlias(alias, message);
            case GlobalEffect.SendToServer(Pid from, Atom to, Term message) ->
                    sendToServer(from, to, message);
            case GlobalEffect.Exit ignored -> signal(node, effect);
            case GlobalEffect.Monitor(long monitor, Pid target) -> monitor(self, monitor, target);
            case GlobalEffect.Demonitor(long monitor) -> demonitor(self, monitor);
            case GlobalEffect.StartTimer(GlobalTimer timer, Duration delay) ->
                    startTimer(timer, delay);
            case GlobalEffect.Connect(Atom other) -> connect(self.pid(), other);
            case GlobalEffect.Disconnect(Atom other) -> nodeName(other).ifPresent(this::disconnect);
            case GlobalEffect.Resolve(long call, Atom where, Conflict conflict) ->
                    resolve(call, where, conflict);
            case GlobalEffect.AskAges(long hisCall, long oursCall, Conflict conflict) -> {
                askAge(hisCall, conflict.name(), conflict.his());
                askAge(oursCall, conflict.name(), conflict.ours());
            }
            case GlobalEffect.Complete(long request, Outcome outcome, Pid owner) ->
                    complete(request, new Ending(outcome, owner));
            case GlobalEffect.Notify(GlobalEvent event) -> listener.accept(event);
        }
    }

    /// Over the connection that the state knows of. Another may stand by now, whose peer would take for new what was said
    /// before the loss. One that is being opened has no number yet: what is sent waits for it.
    private void sendToServer(Pid from, Atom to, Term message) {
        Long connection = connections.get(to);
        if (connection == null) {
            node.sendIfConnected(from, GlobalAtoms.GLOBAL_NAME_SERVER, to, message);
        } else {
            node.sendOver(connection, from, GlobalAtoms.GLOBAL_NAME_SERVER, to, message);
        }
    }

    private void send(GlobalEffect.Send send) {
        Long connection = connections.get(send.to().node());
        if (connection == null) {
            signal(node, send);
        } else {
            node.sendOver(connection, send.from(), send.to(), send.message());
        }
    }

    private void disconnect(NodeName other) {
        Long connection = connections.get(other.atom());
        if (connection == null) {
            node.disconnect(other);
        } else {
            node.disconnect(other, connection);
        }
    }

    /// Sends a message or an exit signal, as any thread may.
    static void signal(Node node, GlobalEffect effect) {
        switch (effect) {
            case GlobalEffect.Send(Pid ignored, Pid to, Term message) -> node.send(to, message);
            case GlobalEffect.Exit(Pid ignored, Pid to, Term reason) ->
                    node.exit(to, new ExitReason(reason));
            default -> throw new IllegalArgumentException("no signal: " + effect.getClass());
        }
    }

    private void command(Pid server, Function<GlobalState, List<GlobalEffect>> input) {
        if (node.isUp()) {
            node.send(server, new Command(input));
        }
    }

    private void monitor(Self self, long monitor, Pid target) {
        Reference ref = self.monitor(target);
        monitors.put(ref, new Watched(monitor, target));
        references.put(monitor, ref);
    }

    private void demonitor(Self self, long monitor) {
        Reference ref = references.remove(monitor);
        if (ref != null) {
            monitors.remove(ref);
            self.demonitor(ref);
        }
    }

    private void connect(Pid server, Atom other) {
        Optional<NodeName> name = nodeName(other);
        if (name.isEmpty()) {
            command(server, now -> now.connectFailed(other));
            return;
        }
        node.connectAsync(name.get(), null)
                .thenAccept(connected -> {
                    if (!connected) {
                        command(server, now -> now.connectFailed(other));
                    }
                });
    }

    private static Optional<NodeName> nodeName(Atom node) {
        try {
            return Optional.of(NodeName.of(node.name()));
        } catch (IllegalArgumentException noNodeName) {
            return Optional.empty();
        }
    }

    /// Asks by way of `rex`, which every release has. The answer comes as one of a name server would.
    private void resolve(long call, Atom where, Conflict conflict) {
        ListTerm arguments =
                ListTerm.of(conflict.method(), conflict.name(), conflict.his(), conflict.ours());
        Tuple request = Tuple.of(CALL, GlobalAtoms.GLOBAL, RESOLVE_IT, arguments, pid);
        Tuple from = Tuple.of(pid, IntegerTerm.of(call));
        node.sendIfConnected(pid, REX, where, Tuple.of(GlobalAtoms.GEN_CALL, from, request));
        startTimer(new GlobalTimer.ResolverPatience(call), RESOLVER_LIMIT);
    }

    private void startTimer(GlobalTimer timer, Duration delay) {
        node.environment().timers().after(delay, () -> command(pid, now -> now.timer(timer)));
    }

    private void askAge(long call, Term name, Pid owner) {
        if (owner.node().equals(node.name().atom())) {
            Term age = ages.age(name, owner);
            command(pid, now -> now.aged(call, age));
            return;
        }
        Tuple from = Tuple.of(pid, IntegerTerm.of(call));
        Term question = askAge(name, owner, pid);
        node.sendIfConnected(
                pid, REX, owner.node(), Tuple.of(GlobalAtoms.GEN_CALL, from, question));
    }

    /// The question for `rex`.
    static Tuple askAge(Term name, Pid owner, Pid asker) {
        ListTerm arguments = ListTerm.of(name, owner);
        return Tuple.of(
                CALL, GlobalAtoms.DISTRIBUTED_ACTORS, GlobalAtoms.NAME_AGE, arguments, asker);
    }

    /// What depends on it at once is ours and quick; see {@link GlobalNameServer#change}.
    private void complete(long request, Ending ending) {
        CompletableFuture<Ending> waiting = requests.remove(request);
        if (waiting == null) {
            return;
        }
        if (ending.outcome() == Outcome.ABANDONED) {
            waiting.completeExceptionally(abandoned());
        } else {
            waiting.complete(ending);
        }
    }

    private IllegalStateException abandoned() {
        return new IllegalStateException(
                "the lock for names of the cluster could not be had; nothing was changed; no answer"
                        + " yet from "
                        + state.awaited());
    }
}
