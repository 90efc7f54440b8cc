package org.distributedactors.global;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
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
/// **In a partition** each side goes on with the nodes it sees, and both may register the same name. When they meet again, the
/// {@link ConflictMethod} of the name decides; unless another is chosen, one owner is kept and the other is killed, as
/// Erlang's `random_exit_name` does: the process on the node whose name is greater. Until then both run. What needs one owner at any time, needs more than a global name.
///
/// Any thread may call; methods that wait must not be called where waiting is forbidden.
public final class GlobalRegistry {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// Resources of locks that Erlang's own services use.
    private static final Set<String> RESERVED =
            Set.of("global", "dist_ac", "mnesia_adjust_log_writes", "mnesia_table_lock");

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
        return register(name, pid, server.conflictMethod());
    }

    /// The same, and says what happens when a partition heals in which another process has the name.
    public boolean register(Object name, Pid pid, ConflictMethod method) {
        return await(change(registration(name, pid, method)));
    }

    /// As {@link #register(Object, Pid)} without waiting. The stage fails with {@link IllegalStateException} when the lock
    /// could not be had in time.
    public CompletionStage<Boolean> registerAsync(Object name, Pid pid) {
        return registerAsync(name, pid, server.conflictMethod());
    }

    /// As {@link #register(Object, Pid, ConflictMethod)} without waiting.
    public CompletionStage<Boolean> registerAsync(Object name, Pid pid, ConflictMethod method) {
        return server.forCallbacks(change(registration(name, pid, method)));
    }

    /// Gives a name to a process whoever has it now, on all nodes. Waits until that is done, 30 s at most. The former owner
    /// is not told.
    ///
    /// In a partition the other side keeps the former owner, and the two conflict when it heals.
    ///
    /// @throws IllegalStateException when the lock could not be had in time, and nothing was changed
    public void reRegister(Object name, Pid pid) {
        await(change(reRegistration(name, pid, server.conflictMethod())));
    }

    /// The same without waiting.
    public CompletionStage<Boolean> reRegisterAsync(Object name, Pid pid) {
        return reRegisterAsync(name, pid, server.conflictMethod());
    }

    /// The same, and says what happens when a partition heals in which another process has the name.
    public CompletionStage<Boolean> reRegisterAsync(Object name, Pid pid, ConflictMethod method) {
        return server.forCallbacks(change(reRegistration(name, pid, method)));
    }

    /// Gives a name to a process unless another has it, and says who has it then, in one step: of all who call this in the
    /// partition at the same time exactly one gets its own process back. Waits until that is decided, 30 s at most.
    ///
    /// In a partition each side gives the name once. A name that has an owner costs a look at this node's table and no lock;
    /// otherwise it is as {@link #register(Object, Pid)}.
    ///
    /// @throws IllegalStateException when the lock could not be had in time, or the process has another name, or the owner
    ///     ended at this moment; nothing was changed then
    public Pid registerOrGet(Object name, Pid pid) {
        return await(ownerAfter(name, pid));
    }

    /// The same without waiting.
    public CompletionStage<Pid> registerOrGetAsync(Object name, Pid pid) {
        return server.forCallbacks(ownerAfter(name, pid));
    }

    private CompletableFuture<Pid> ownerAfter(Object name, Pid pid) {
        return server.change(registration(name, pid, server.conflictMethod()), LIMIT)
                .thenApply(ending -> {
                    Pid owner = ending.isYes() ? pid : ending.owner();
                    if (owner == null) {
                        throw new IllegalStateException(pid + " has another name");
                    }
                    return owner;
                });
    }

    /// Declares how conflicts about names are decided that are registered with the method this returns. It has to be
    /// declared under the same name on every node that registers with it; a node where it is missing leaves the name to
    /// nobody. It is run once for each conflict, on the node of one of the two owners.
    public ConflictMethod declareConflictMethod(String method, ConflictFunction function) {
        server.conflictFunctions().declare(method, function);
        return ConflictMethod.declared(method);
    }

    /// The names of a process, by this node's copy of the table. Looks at each name, so it is for an occasional look.
    public List<Term> namesOf(Pid pid) {
        return server.names().stream().filter(name -> pid.equals(server.whereis(name))).toList();
    }

    /// Gives a name of one process to another, which goes on in its place, with the same answer to conflicts; without waiting.
    ///
    /// @return false when the first does not have it any more; nothing was changed then
    public CompletionStage<Boolean> handOver(Object name, Pid from, Pid to) {
        Term term = term(name);
        GlobalName known = server.find(term);
        return known == null || !known.pid().equals(from)
                ? CompletableFuture.completedStage(false)
                : server.forCallbacks(
                        change(
                                new NameChange.HandOver(
                                        new GlobalName(term, to, known.method()), from)));
    }

    /// Takes a name from whoever has it, on all nodes. Waits until that is done, 30 s at most.
    ///
    /// In a partition the other side keeps the name, and gives it back to this side when it heals.
    ///
    /// @throws IllegalStateException when the lock could not be had in time, and nothing was changed
    public void unregister(Object name) {
        await(change(new NameChange.Unregister(term(name))));
    }

    /// The same without waiting.
    public CompletionStage<Boolean> unregisterAsync(Object name) {
        return server.forCallbacks(change(new NameChange.Unregister(term(name))));
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

    /// The other nodes whose names this node shares: its partition, without itself. A connected node is missing until the
    /// two have joined, some milliseconds after they connected.
    public List<Atom> known() {
        return server.known();
    }

    /// Done when this node and each that it is connected with now know each other's names, or that node is lost. As
    /// `global:sync/0`; it does not fail.
    public CompletionStage<Void> sync() {
        List<Atom> others = server.node().nodes().stream().map(NodeName::atom).toList();
        return server.forCallbacks(server.sync(others, LIMIT)).thenAccept(done -> {});
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

    /// Takes a lock in the whole cluster, as `global:set_lock/1`: on this node and on all it is connected with. Waits until
    /// it is free, or for as long as the limit. It is given back by {@link GlobalLock#close}, or when this node is lost.
    ///
    /// It costs two round trips, one to the node with the greatest name and one to all. Whoever finds it taken tries again
    /// after a random pause, so there is no order among those who wait. See {@link GlobalLock} for what a partition does.
    ///
    /// @param resource any value; the same value names the same lock on every node, Erlang nodes too
    /// @throws IllegalStateException when it was not free in time
    /// @throws IllegalArgumentException when the resource is one that Erlang keeps for itself
    public GlobalLock lock(Object resource, Duration limit) {
        return await(take(resource, limit));
    }

    /// The same without waiting.
    public CompletionStage<GlobalLock> lockAsync(Object resource, Duration limit) {
        return server.forCallbacks(take(resource, limit));
    }

    private CompletableFuture<GlobalLock> take(Object resource, Duration limit) {
        Term term = term(resource);
        if (term instanceof Atom atom && RESERVED.contains(atom.name())) {
            throw new IllegalArgumentException("Erlang keeps the lock " + atom + " for itself");
        }
        return server.lock(term, server.node().processes().makeRef(), limit);
    }

    /// Runs something while this node holds a lock in the whole cluster, as `global:trans/2`. Waits for the lock for as long
    /// as it takes, 30 s at most; cost and partitions as with {@link #lock}.
    ///
    /// @return what `body` returns
    /// @throws Exception what `body` throws
    public <T> T transaction(Object resource, Callable<T> body) throws Exception {
        GlobalLock held = lock(resource, LIMIT);
        try {
            return body.call();
        } finally {
            held.close();
        }
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

    private NameChange registration(Object name, Pid pid, ConflictMethod method) {
        return new NameChange.Register(new GlobalName(term(name), pid, method.asFun()));
    }

    private NameChange reRegistration(Object name, Pid pid, ConflictMethod method) {
        return new NameChange.ReRegister(new GlobalName(term(name), pid, method.asFun()));
    }

    private CompletableFuture<Boolean> change(NameChange change) {
        return server.change(change, LIMIT).thenApply(Ending::isYes);
    }

    private static <T> T await(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof IllegalStateException refused ? refused : failure;
        }
    }
}
