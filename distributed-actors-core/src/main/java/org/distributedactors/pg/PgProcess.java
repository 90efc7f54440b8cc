package org.distributedactors.pg;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.distributedactors.node.Node;
import org.distributedactors.node.NodeEvent;
import org.distributedactors.process.Down;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// The process of a scope: each message is an input of the state, and then the effects that the state decided. Runs on the
/// kernel's thread and never waits.
final class PgProcess implements ProcessBehaviour {

    private static final Logger log = LoggerFactory.getLogger(PgProcess.class);

    private final Node node;
    private final Atom scope;
    private final PgCounters counters;
    private final Function<Pid, PgScopeState> states;
    private final Map<Pid, Reference> references = new HashMap<>();
    private final Map<Reference, Pid> monitored = new HashMap<>();
    private @Nullable PgScopeState state;
    private boolean saidMalformed;

    /// An input that is not a message of another node.
    record Command(Input input) {}

    /// Uses the state on its own thread.
    interface Input {
        List<PgEffect> put(PgScopeState state, Self self);
    }

    /// @param states makes the state of the process with this pid
    PgProcess(Node node, Atom scope, PgCounters counters, Function<Pid, PgScopeState> states) {
        this.node = node;
        this.scope = scope;
        this.counters = counters;
        this.states = states;
    }

    @Override
    public @Nullable ExitReason start(Self self) {
        state = states.apply(self.pid());
        return null;
    }

    /// What goes wrong with one message is no reason to forget all groups: it is said loudly, and the scope goes on.
    @Override
    public @Nullable ExitReason receive(Self self, Object message) {
        PgScopeState now = state;
        if (now == null || !node.isUp()) {
            return null;
        }
        try {
            input(now, self, message).forEach(effect -> perform(self, effect));
        } catch (RuntimeException failure) {
            if (node.isUp()) {
                log.error("Scope {} failed: message={}", scope, message.getClass(), failure);
            }
        }
        return null;
    }

    private List<PgEffect> input(PgScopeState now, Self self, Object message) {
        return switch (message) {
            case Command(Input input) -> input.put(now, self);
            case Term term -> message(now, term);
            case Down down -> down(now, down.ref());
            case NodeEvent.NodeUp up -> now.nodeUp(up.node().atom(), up.visible());
            case NodeEvent.NodeDown lost -> now.nodeDown(lost.node().atom());
            default -> List.of();
        };
    }

    private List<PgEffect> message(PgScopeState now, Term term) {
        try {
            return now.receive(PgCodec.read(term));
        } catch (MalformedPgMessageException malformed) {
            counters.malformedMessage();
            // Once loudly; a peer that goes on is counted and must not fill the log.
            Level level = saidMalformed ? Level.DEBUG : Level.WARN;
            saidMalformed = true;
            node.environment()
                    .logLines()
                    .execute(() ->
                            log.atLevel(level)
                                    .log(
                                            "A message for scope {} was not understood: {}",
                                            scope,
                                            malformed.getMessage()));
            return List.of();
        }
    }

    private List<PgEffect> down(PgScopeState now, Reference ref) {
        Pid target = monitored.remove(ref);
        if (target == null) {
            now.unwatch(ref);
            return List.of();
        }
        references.remove(target);
        return now.down(target);
    }

    private void perform(Self self, PgEffect effect) {
        switch (effect) {
            case PgEffect.Send(Pid to, PgMessage message) ->
                    node.sendIfConnected(self.pid(), to, PgCodec.write(message));
            case PgEffect.Discover(Atom other) ->
                    node.sendIfConnected(
                            self.pid(),
                            scope,
                            other,
                            PgCodec.write(new PgMessage.Discover(self.pid(), 0)));
            case PgEffect.Monitor(Pid target) -> monitor(self, target);
            case PgEffect.Demonitor(Pid target) -> demonitor(self, target);
            case PgEffect.Notify(Pid watcher, Reference ref, boolean join, Term group, var pids) ->
                    self.send(
                            watcher,
                            join
                                    ? new GroupChange.Join(ref, group, pids)
                                    : new GroupChange.Leave(ref, group, pids));
        }
    }

    private void monitor(Self self, Pid target) {
        Reference ref = self.monitor(target);
        monitored.put(ref, target);
        references.put(target, ref);
    }

    private void demonitor(Self self, Pid target) {
        Reference ref = references.remove(target);
        if (ref != null) {
            monitored.remove(ref);
            self.demonitor(ref);
        }
    }

    @Override
    public String type() {
        return "pg scope " + scope.name();
    }
}
