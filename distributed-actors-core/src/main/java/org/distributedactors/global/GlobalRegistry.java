package org.distributedactors.global;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.process.Destination;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// Names of the whole cluster, shared with Erlang's `global`. A name is any value that has a form on the wire; a `String`
/// is a binary, as in Elixir.
///
/// A lookup reads this node's copy of the table and costs nothing. A change takes a lock on every connected visible
/// node and tells each of them, so it costs a few round trips to the slowest, and changes of the whole cluster happen
/// one after another.
///
/// **In a partition** each side goes on with the nodes it sees, and both may register the same name. When they meet again, one
/// owner is kept and the other is killed, as Erlang's `random_exit_name` does: the process on the node whose name is
/// greater. Until then both run. What needs one owner at any time, needs more than a global name.
///
/// Any thread may call; methods that wait must not be called where waiting is forbidden.
public final class GlobalRegistry {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final GlobalNameServer server;

    GlobalRegistry(GlobalNameServer server) {
        this.server = server;
    }

    /// Gives a name to a process, on all nodes or on none. Waits until that is decided, 30 s at most.
    ///
    /// In a partition the name is unique on this side only.
    ///
    /// @return whether the process has the name now; false when the name has an owner, or the process another name
    /// @throws IllegalStateException when the lock could not be had in time, and nothing was changed
    public boolean register(Object name, Pid pid) {
        return await(registerAsync(name, pid));
    }

    /// The same, and says what happens when a partition heals in which another process has the name.
    public boolean register(Object name, Pid pid, ConflictMethod method) {
        return await(registerAsync(name, pid, method));
    }

    /// As {@link #register(Object, Pid)} without waiting. The stage fails with {@link IllegalStateException} when the lock
    /// could not be had in time.
    public CompletionStage<Boolean> registerAsync(Object name, Pid pid) {
        return registerAsync(name, pid, ConflictMethod.RANDOM_EXIT_NAME);
    }

    /// As {@link #register(Object, Pid, ConflictMethod)} without waiting.
    public CompletionStage<Boolean> registerAsync(Object name, Pid pid, ConflictMethod method) {
        return change(new NameChange.Register(new GlobalName(term(name), pid, method.asFun())));
    }

    /// Gives a name to a process whoever has it now, on all nodes. Waits until that is done, 30 s at most. The former owner
    /// is not told.
    ///
    /// In a partition the other side keeps the former owner, and the two conflict when it heals.
    ///
    /// @throws IllegalStateException when the lock could not be had in time, and nothing was changed
    public void reRegister(Object name, Pid pid) {
        await(reRegisterAsync(name, pid));
    }

    /// The same without waiting.
    public CompletionStage<Boolean> reRegisterAsync(Object name, Pid pid) {
        Term method = ConflictMethod.RANDOM_EXIT_NAME.asFun();
        return change(new NameChange.ReRegister(new GlobalName(term(name), pid, method)));
    }

    /// Takes a name from whoever has it, on all nodes. Waits until that is done, 30 s at most.
    ///
    /// In a partition the other side keeps the name, and gives it back to this side when it heals.
    ///
    /// @throws IllegalStateException when the lock could not be had in time, and nothing was changed
    public void unregister(Object name) {
        await(unregisterAsync(name));
    }

    /// The same without waiting.
    public CompletionStage<Boolean> unregisterAsync(Object name) {
        return change(new NameChange.Unregister(term(name)));
    }

    /// Who has the name, by this node's copy of the table.
    ///
    /// During a partition it is the owner this side knows. Shortly after an owner's death it may still be named.
    public Optional<Pid> whereis(Object name) {
        return Optional.ofNullable(server.whereis(term(name)));
    }

    /// All names in this node's copy of the table.
    public Set<Term> names() {
        return server.names();
    }

    /// Done when this node and each that it is connected with now know each other's names, or that node is lost. As
    /// `global:sync/0`; it does not fail.
    public CompletionStage<Void> sync() {
        List<Atom> others = server.node().nodes().stream().map(NodeName::atom).toList();
        return server.sync(others, LIMIT).thenAccept(done -> {});
    }

    /// Sends a plain message to whoever has the name.
    ///
    /// @return whether somebody had it; not whether the message arrived
    public boolean send(Object name, Object message) {
        Optional<Pid> owner = whereis(name);
        owner.ifPresent(pid -> server.node().send(pid, message));
        return owner.isPresent();
    }

    /// The typed address of whoever has the name at each use. May be made before the node is up.
    ///
    /// @param protocol the messages the owner understands
    public <M> ServerRef<M> ref(Object name, Class<M> protocol) {
        Supplier<Optional<Destination>> owner = () -> whereis(name).map(Destination::of);
        Term address = Tuple.of(GlobalAtoms.GLOBAL, term(name));
        return ServerRef.of(server.node()::processes, address, owner);
    }

    /// Calls the listener with what happens to names and to the partition, as this node sees it.
    public void onEvent(Consumer<GlobalEvent> listener) {
        server.onEvent(listener);
    }

    /// Who belongs to the partition, and what holds up changes of names.
    public CompletionStage<GlobalStatus> status() {
        return server.status();
    }

    private Term term(Object name) {
        return server.node().toTerm(name);
    }

    private CompletionStage<Boolean> change(NameChange change) {
        return server.change(change, LIMIT).thenApply(outcome -> outcome == Outcome.YES);
    }

    private static boolean await(CompletionStage<Boolean> change) {
        CompletableFuture<Boolean> result = change.toCompletableFuture();
        try {
            return result.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof IllegalStateException refused ? refused : failure;
        }
    }
}
