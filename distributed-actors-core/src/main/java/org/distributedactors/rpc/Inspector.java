package org.distributedactors.rpc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.node.Node;
import org.distributedactors.node.TermCall;
import org.distributedactors.process.Destination;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessInfo;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// Tells other nodes what one process of this node is doing, so that a call that timed out can say why.
///
/// | Message | Answer |
/// |---|---|
/// | `$gen_call` of `{inspect, Pid}` or `{inspect, Name}` | a map with `pid`, `queue_length`, `idle`, `type`, and if there are any `message`, `busy_micros`, `stack`; `undefined` when there is no such process |
///
/// It gives the names of types and methods and one number, never a message or a state, and changes nothing. An Erlang node
/// has no such server: who asks there learns `noproc` at once.
public final class Inspector implements ProcessBehaviour {

    /// The name it is registered under.
    public static final Atom NAME = Atom.of("distributed_actors_inspector");

    /// The most frames of a stack that are told.
    private static final int FRAMES = 12;

    private static final Atom INSPECT = Atom.of("inspect");
    private static final Atom PID = Atom.of("pid");
    private static final Atom QUEUE_LENGTH = Atom.of("queue_length");
    private static final Atom IDLE = Atom.of("idle");
    private static final Atom TYPE = Atom.of("type");
    private static final Atom MESSAGE = Atom.of("message");
    private static final Atom BUSY_MICROS = Atom.of("busy_micros");
    private static final Atom STACK = Atom.of("stack");

    private final Node node;

    public Inspector(Node node) {
        this.node = node;
    }

    // ---- the node that is asked

    @Override
    public @Nullable ExitReason start(Self self) {
        return null;
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) {
        TermCall call = TermCall.from(message);
        if (call != null
                && call.request() instanceof Tuple request
                && request.isTagged(INSPECT, 2)) {
            call.reply(
                    node,
                    find(request.get(1))
                            .flatMap(node.processes()::info)
                            .map(Inspector::written)
                            .orElse(Atom.UNDEFINED));
        }
        return null;
    }

    private Optional<Pid> find(Term target) {
        return switch (target) {
            case Pid pid -> Optional.of(pid);
            case Atom name -> node.whereis(name);
            default -> Optional.empty();
        };
    }

    static Term written(ProcessInfo info) {
        Map<Term, Term> map = new LinkedHashMap<>();
        map.put(PID, info.pid());
        map.put(QUEUE_LENGTH, IntegerTerm.of(info.queueLength()));
        map.put(IDLE, Atom.of(info.idle()));
        map.put(TYPE, Binary.utf8(info.type()));
        if (info.messageInProgress() != null) {
            map.put(MESSAGE, Binary.utf8(info.messageInProgress()));
        }
        map.put(BUSY_MICROS, IntegerTerm.of(info.busyFor().toNanos() / 1000));
        List<Term> frames = new ArrayList<>();
        for (StackTraceElement frame : info.stack().stream().limit(FRAMES).toList()) {
            String file = frame.getFileName();
            frames.add(
                    Tuple.of(
                            Binary.utf8(frame.getClassName()),
                            Binary.utf8(frame.getMethodName()),
                            Binary.utf8(file == null ? "" : file),
                            IntegerTerm.of(frame.getLineNumber())));
        }
        map.put(STACK, ListTerm.of(frames));
        return MapTerm.wrap(map);
    }

    // ---- the node that asks

    /// Asks the target's node.
    ///
    /// @return as {@link org.distributedactors.process.RemoteInspection} promises
    public static CompletionStage<Optional<ProcessInfo>> ask(
            Node node, Destination target, Duration limit) {
        boolean connected =
                node.connectedNodes().stream()
                        .anyMatch(other -> other.atom().equals(target.node()));
        if (isInspector(target) || !connected) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        Term who =
                switch (target) {
                    case Destination.ToPid(Pid pid) -> pid;
                    case Destination.ToName name -> name.name();
                };
        ServerRef<Term> inspector =
                ServerRef.<Term>of(node.processes(), NAME, target.node()).untraced();
        return inspector
                .callAsync(Tuple.of(INSPECT, who), null, limit)
                .handle((answer, failure) ->
                        answer instanceof MapTerm map ? readSafely(map) : Optional.empty());
    }

    private static Optional<ProcessInfo> readSafely(MapTerm map) {
        try {
            return read(map);
        } catch (RuntimeException outOfRange) {
            return Optional.empty();
        }
    }

    private static boolean isInspector(Destination target) {
        return target instanceof Destination.ToName name && name.name().equals(NAME);
    }

    /// What a peer wrote is believed only where it has the expected form.
    static Optional<ProcessInfo> read(MapTerm map) {
        if (!(map.get(PID) instanceof Pid pid)
                || !(map.get(QUEUE_LENGTH) instanceof IntegerTerm queued)
                || !(map.get(IDLE) instanceof Atom idle)
                || !(map.get(TYPE) instanceof Binary type)) {
            return Optional.empty();
        }
        String message = map.get(MESSAGE) instanceof Binary text ? text.utf8() : null;
        Duration busy =
                map.get(BUSY_MICROS) instanceof IntegerTerm micros
                        ? Duration.ofNanos(micros.longValue() * 1000)
                        : Duration.ZERO;
        List<StackTraceElement> stack = new ArrayList<>();
        if (map.get(STACK) instanceof ListTerm frames && frames.isProper()) {
            for (int i = 0; i < Math.min(FRAMES, frames.size()); i++) {
                addFrame(stack, frames.get(i));
            }
        }
        return Optional.of(
                new ProcessInfo(
                        pid,
                        null,
                        type.utf8(),
                        idle.equals(Atom.TRUE),
                        queued.intValue(),
                        message,
                        busy,
                        stack));
    }

    private static void addFrame(List<StackTraceElement> stack, Term frame) {
        if (frame instanceof Tuple tuple
                && tuple.arity() == 4
                && tuple.get(0) instanceof Binary type
                && tuple.get(1) instanceof Binary method
                && tuple.get(2) instanceof Binary file
                && tuple.get(3) instanceof IntegerTerm line) {
            stack.add(
                    new StackTraceElement(
                            type.utf8(), method.utf8(), file.utf8(), line.intValue()));
        }
    }
}
