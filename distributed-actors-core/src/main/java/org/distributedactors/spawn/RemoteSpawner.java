package org.distributedactors.spawn;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.node.Node;
import org.distributedactors.node.SpawnRequestHandler.Function;
import org.distributedactors.node.SpawnRequestHandler.SpawnRefusedException;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Starts actors of declared types, here or on another node.
///
/// On the wire it is Erlang's spawn request of `distributed_actors:spawn(Type, Argument)`, so an Erlang node can ask the
/// same: `spawn(Node, distributed_actors, spawn, [<<"worker">>, undefined])`. A node answers only for types that it
/// declares and grants.
///
/// A partition: a request that was sent before the connection broke fails with `noconnection`, yet the process may
/// have been started. Watch it, or start it under a name, where that matters.
public final class RemoteSpawner {

    private static final Function SPAWN = Function.of("distributed_actors", "spawn", 2);
    private static final Atom NOTSUP = Atom.of("notsup");
    private static final Atom UNDEF = Atom.of("undef");
    private static final Atom BADARG = Atom.of("badarg");
    private static final Atom TIMEOUT = Atom.of("timeout");

    private final Node node;
    private final ActorTypes types;
    private final Duration timeout;

    /// @param timeout the longest a blocking spawn waits for its answer
    public RemoteSpawner(Node node, ActorTypes types, Duration timeout) {
        this.node = node;
        this.types = types;
        this.timeout = timeout;
    }

    /// Answers the requests of other nodes from now on.
    ///
    /// @param granted whether other nodes may start anything here
    public void install(boolean granted) {
        node.handleSpawn(
                SPAWN, (peer, arguments, options) -> startFor(arguments, options, granted));
    }

    private void startFor(ListTerm arguments, SpawnOptions options, boolean granted) {
        if (!granted) {
            throw new SpawnRefusedException(NOTSUP);
        }
        if (!(arguments.get(0) instanceof Binary name)) {
            throw new SpawnRefusedException(BADARG);
        }
        ActorType type =
                types.find(name.utf8()).orElseThrow(() -> new SpawnRefusedException(UNDEF));
        if (!type.spawnable()) {
            throw new SpawnRefusedException(NOTSUP);
        }
        start(type, arguments.get(1), options);
    }

    private void start(ActorType type, Term argument, SpawnOptions options) {
        try {
            node.spawn(options, type.factory().create(argument));
        } catch (IllegalArgumentException wrong) {
            throw new SpawnRefusedException(BADARG);
        }
    }

    /// Starts an actor of this type and waits for its pid.
    ///
    /// @param type the type's declared name on that node
    /// @param argument what its `init` gets; null for nothing
    /// @throws SpawnFailedException when no process was started
    public Pid spawn(NodeName where, String type, @Nullable Object argument) {
        try {
            return spawnAsync(where, type, argument)
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof SpawnFailedException refused
                    ? refused
                    : new CompletionException(failure);
        } catch (TimeoutException late) {
            throw new SpawnFailedException(where, type, TIMEOUT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SpawnFailedException(where, type, TIMEOUT);
        }
    }

    /// The same, with a typed address of the new process.
    ///
    /// @param protocol the messages it understands
    public <M> ServerRef<M> spawn(
            NodeName where, String type, @Nullable Object argument, Class<M> protocol) {
        return node.ref(spawn(where, type, argument), protocol);
    }

    /// The same without waiting. The stage fails with a {@link SpawnFailedException}.
    public CompletionStage<Pid> spawnAsync(NodeName where, String type, @Nullable Object argument) {
        return where.equals(node.name())
                ? spawnHere(type, argument)
                : node.requestSpawn(
                                where, SPAWN, type, argument == null ? Atom.UNDEFINED : argument)
                        .thenApply(result -> pidOrFailure(where, type, result));
    }

    private static Pid pidOrFailure(NodeName where, String type, Term result) {
        if (result instanceof Pid pid) {
            return pid;
        }
        throw new SpawnFailedException(
                where, type, result instanceof Atom reason ? reason : BADARG);
    }

    private CompletionStage<Pid> spawnHere(String type, @Nullable Object argument) {
        CompletableFuture<Pid> started = new CompletableFuture<>();
        try {
            ActorType found = types.find(type).orElseThrow(() -> new SpawnRefusedException(UNDEF));
            start(found, node.toTerm(argument), SpawnOptions.DEFAULT.announcing(started::complete));
        } catch (SpawnRefusedException refused) {
            started.completeExceptionally(
                    new SpawnFailedException(node.name(), type, refused.error()));
        }
        return started;
    }
}
