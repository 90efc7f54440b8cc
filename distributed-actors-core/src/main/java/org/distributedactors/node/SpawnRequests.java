package org.distributedactors.node;

import java.util.concurrent.ConcurrentHashMap;
import org.distributedactors.dist.ControlMessage;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.etf.MalformedTermException;
import org.distributedactors.node.SpawnRequestHandler.Function;
import org.distributedactors.node.SpawnRequestHandler.SpawnRefusedException;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// Answers other nodes that want a process started here.
///
/// A function nobody has registered is started all the same, as in Erlang: the process ends at once with `undef`, so
/// that links, monitors and `erpc` of the asking node tell what was wrong.
final class SpawnRequests {

    private static final Atom LINK = Atom.of("link");
    private static final Atom MONITOR = Atom.of("monitor");
    private static final Atom BADOPT = Atom.of("badopt");
    private static final Atom BADARG = Atom.of("badarg");
    private static final Atom UNDEF = Atom.of("undef");

    private final ConcurrentHashMap<Function, SpawnRequestHandler> handlers =
            new ConcurrentHashMap<>();
    private final MessageCodec codec;
    private final ProcessRuntime runtime;
    private final Refusals refusals;

    SpawnRequests(MessageCodec codec, ProcessRuntime runtime, Refusals refusals) {
        this.codec = codec;
        this.runtime = runtime;
        this.refusals = refusals;
    }

    void handle(Function function, SpawnRequestHandler handler) {
        handlers.put(function, handler);
    }

    void received(Peer peer, ControlMessage.SpawnRequest request, EncodedTerm payload) {
        try {
            int flags = flags(request.options());
            spawn(peer, request, arguments(request, payload), options(peer, request, flags));
        } catch (SpawnRefusedException refused) {
            answer(peer, request, 0, refused.error());
        }
    }

    private static int flags(ListTerm options) {
        int flags = 0;
        for (Term option : options.elements()) {
            if (option.equals(LINK)) {
                flags |= ControlMessage.SpawnReply.LINK;
            } else if (option.equals(MONITOR)) {
                flags |= ControlMessage.SpawnReply.MONITOR;
            } else if (!(option instanceof Tuple)) {
                // Tuples tune an Erlang process (heap sizes, priority) and mean nothing here.
                throw new SpawnRefusedException(BADOPT);
            }
        }
        return flags;
    }

    private ListTerm arguments(ControlMessage.SpawnRequest request, EncodedTerm payload) {
        try {
            if (codec.term(payload) instanceof ListTerm list
                    && list.isProper()
                    && list.size() == request.arity()) {
                return list;
            }
        } catch (MalformedTermException malformed) {
            // Answered below: what a user sends never costs the connection.
        }
        throw new SpawnRefusedException(BADARG);
    }

    private SpawnOptions options(Peer peer, ControlMessage.SpawnRequest request, int flags) {
        SpawnOptions options =
                SpawnOptions.DEFAULT.announcing(pid -> answer(peer, request, flags, pid));
        if ((flags & ControlMessage.SpawnReply.LINK) != 0) {
            options = options.linkedTo(request.from());
        }
        if ((flags & ControlMessage.SpawnReply.MONITOR) != 0) {
            options = options.monitoredBy(request.from(), request.requestId());
        }
        return options;
    }

    private static void answer(
            Peer peer, ControlMessage.SpawnRequest request, int flags, Term result) {
        peer.send(
                new ControlMessage.SpawnReply(request.requestId(), request.from(), flags, result),
                null,
                false);
    }

    private void spawn(
            Peer peer,
            ControlMessage.SpawnRequest request,
            ListTerm arguments,
            SpawnOptions options) {
        Function function = new Function(request.module(), request.function(), request.arity());
        SpawnRequestHandler handler = handlers.get(function);
        if (handler == null) {
            refusals.refused(
                    new Refusal(peer.name(), Refusal.Kind.FUNCTION, function.toString(), UNDEF));
            runtime.spawn(options, new Undefined(function, arguments));
        } else {
            handler.spawn(peer.name(), arguments, options);
        }
    }

    /// Ends at once with `{undef, [{Module, Function, Arguments, []}]}`.
    private record Undefined(Function function, ListTerm arguments) implements ProcessBehaviour {

        @Override
        public @Nullable ExitReason start(Self self) {
            Tuple call =
                    Tuple.of(function.module(), function.function(), arguments, ListTerm.EMPTY);
            return new ExitReason(Tuple.of(UNDEF, ListTerm.of(call)));
        }

        @Override
        public @Nullable ExitReason receive(Self self, Object message) {
            return null;
        }
    }
}
