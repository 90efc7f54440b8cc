package org.distributedactors.pg;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.distributedactors.node.Node;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.SpawnResult;
import org.distributedactors.term.Atom;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// One scope of `pg`: groups of processes of all nodes, shared with Erlang nodes that run a scope of this name. A group is
/// any value that has a form on the wire; a `String` is a binary, as in Elixir. A group is there as long as it has a member.
///
/// Reading costs a look into this node's table. A join or a leave costs one message to each node that runs the scope,
/// and no agreement.
///
/// **In a partition** each side goes on and sees the members of its own nodes; when it heals each tells the other again.
/// Nodes that are not connected with each other do not see each other's members, whoever else they are connected with.
/// Shortly after a member's death it may still be listed.
///
/// ## The protocol
///
/// Each node decides for its own processes and for nobody else's: what a node says of its members is true, and what it
/// says of others' is refused. There is one process for each scope and node, registered under the scope's name. The
/// messages, in the form that every release takes:
///
/// | Message | From → to | When | Effect at the receiver |
/// |---|---|---|---|
/// | discover | a scope → the name on another node | a visible node comes up, or the scope starts | it watches the sender, discovers it in turn if it was new, and answers with sync |
/// | sync | a scope → the one that asked | answer to discover | all that was known of the sender's members is replaced |
/// | join | a scope → every peer | processes of its node joined | they are members |
/// | leave | a scope → every peer | processes of its node left or ended | they are no members |
/// | DOWN | a peer's process or node | it ended, or the connection is lost | its members are forgotten |
///
/// A member is watched on its own node alone, and its death is told as a leave.
///
/// ```
///   a (has p in g)            b                       c (joins later)
///   │── discover ────────────▶│                       │      a and b connect
///   │◀──────────── discover ──│                       │
///   │── sync [{g,[p]}] ──────▶│                       │
///   │◀────────────── sync [] ─│                       │
///   │                         │◀──────────── discover │      c connects with b, not with a:
///   │                         │── discover, sync [] ─▶│      c does not see p
///   │                         │◀────────── sync [] ───│
///   │◀───────────────────────────────────── discover ─│      c connects with a
///   │── discover, sync [{g,[p]}] ────────────────────▶│      now it does
///   │── leave p [g] ─────────▶│                       │      p ends: a tells each peer
///   │── leave p [g] ─────────────────────────────────▶│
/// ```
///
/// What can disturb it:
/// - A join or leave that comes before the sync is of an unknown peer and is ignored: the sync that follows has it.
/// - A connection that is lost and comes back: the watch fires before the new connection is seen, so all is forgotten
///   and told anew.
/// - A scope that ends on one node and starts again there: the new process discovers everybody, and takes the place of
///   the old one also if the old one's end is not known yet.
/// - Messages of a node that is not connected any more, of this very node, of an unknown form, members of another node
///   than the sender's, and more joins than the quota: ignored, and counted in {@link #counters}.
/// - A node of the cluster that lies about who sends can speak in another's name, as in Erlang: messages between scopes
///   carry no proof. The cookie is the border.
///
/// Any thread may call; methods that wait do so for this node's own thread for the kernel alone, never for the network,
/// and must not be called on that thread.
public final class PgScope {

    private final Node node;
    private final Atom name;
    private final int quota;
    private final PgCounters counters = new PgCounters();
    private volatile @Nullable Running running;

    /// One life of the scope.
    private record Running(Pid server, GroupTable table, Set<CompletableFuture<?>> waiting) {}

    /// @param quota the most joins that one other node may have
    PgScope(Node node, Atom name, int quota) {
        this.node = node;
        this.name = name;
        this.quota = quota;
    }

    /// The scope's name, which is also that of its process on each node.
    public Atom name() {
        return name;
    }

    // ---- life

    /// Starts the scope's process, with an empty table.
    ///
    /// @throws IllegalStateException when something else has the name on this node
    synchronized void start() {
        if (running != null) {
            return;
        }
        GroupTable table = new GroupTable();
        PgProcess process =
                new PgProcess(
                        node, name, counters, pid -> new PgScopeState(pid, table, quota, counters));
        SpawnOptions options =
                SpawnOptions.DEFAULT
                        .withName(name)
                        .withActivator(node.environment().kernelActivator());
        if (!(node.spawn(options, process) instanceof SpawnResult.Started(Pid server))) {
            throw new IllegalStateException(
                    "the scope " + name + " cannot start: another process has the name");
        }
        running = new Running(server, table, ConcurrentHashMap.newKeySet());
        // Not through the node: it has no processes any more when its last connections go down.
        ProcessRuntime processes = node.processes();
        node.addListener(event -> processes.send(server, event));
        processes.send(server, new PgProcess.Command((state, self) -> discoverAll(state)));
    }

    private List<PgEffect> discoverAll(PgScopeState state) {
        List<NodeName> visible = node.nodes();
        return node.connectedNodes().stream()
                .flatMap(other -> state.nodeUp(other.atom(), visible.contains(other)).stream())
                .toList();
    }

    /// Ends with the node, whose processes all end then.
    synchronized void stop() {
        Running last = running;
        running = null;
        if (last != null) {
            IllegalStateException stopped = notUp();
            last.waiting().forEach(waiting -> waiting.completeExceptionally(stopped));
        }
    }

    private IllegalStateException notUp() {
        return new IllegalStateException("node " + node.name() + " is not up");
    }

    // ---- members

    /// Makes processes of this node members of a group, each once more for each time it is named; a process leaves as
    /// often as it joined. When it returns the members are in this node's table, and the other nodes' are told. A process
    /// that ends leaves all of its groups.
    ///
    /// @throws IllegalArgumentException when a process is not one of this node, or the group has no form on the wire
    /// @throws IllegalStateException when the node is not up
    public void join(Object group, Pid... pids) {
        await(change(group, List.of(pids), PgScopeState::join));
    }

    /// The same without waiting.
    public CompletionStage<Void> joinAsync(Object group, Collection<Pid> pids) {
        return unhurried(change(group, pids, PgScopeState::join)).thenAccept(done -> {});
    }

    /// Takes processes of this node out of a group, each once for each time it is named.
    ///
    /// @return whether one of them was a member; Erlang says `not_joined` otherwise
    /// @throws IllegalArgumentException when a process is not one of this node
    /// @throws IllegalStateException when the node is not up
    public boolean leave(Object group, Pid... pids) {
        return await(change(group, List.of(pids), PgScopeState::leave));
    }

    /// The same without waiting.
    public CompletionStage<Boolean> leaveAsync(Object group, Collection<Pid> pids) {
        return unhurried(change(group, pids, PgScopeState::leave));
    }

    private interface Change {
        List<PgEffect> apply(PgScopeState state, Term group, Collection<Pid> pids);
    }

    private CompletableFuture<Boolean> change(Object group, Collection<Pid> pids, Change change) {
        ProcessRuntime processes = node.processes();
        for (Pid pid : pids) {
            if (!processes.isHere(pid)) {
                throw new IllegalArgumentException(pid + " is no process of " + node.name());
            }
        }
        Term term = node.toTerm(group);
        List<Pid> named = List.copyOf(pids);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        command(
                done,
                (state, self) -> {
                    int before = state.table().localMembers(term).size();
                    List<PgEffect> effects = change.apply(state, term, named);
                    done.complete(before != state.table().localMembers(term).size());
                    return effects;
                });
        return done;
    }

    /// The members of a group on all connected nodes, in no order that means anything; one that joined twice is there twice.
    /// A snapshot; empty when there is no such group or the node is not up.
    public List<Pid> members(Object group) {
        Running now = running;
        return now == null ? List.of() : now.table().members(node.toTerm(group));
    }

    /// The same, of this node's processes alone.
    public List<Pid> localMembers(Object group) {
        Running now = running;
        return now == null ? List.of() : now.table().localMembers(node.toTerm(group));
    }

    /// The groups a process of this node is in, one that it joined twice twice; without waiting.
    public CompletionStage<List<Term>> groupsOf(Pid pid) {
        CompletableFuture<List<Term>> groups = new CompletableFuture<>();
        command(
                groups,
                (state, self) -> {
                    groups.complete(state.groupsOf(pid));
                    return List.of();
                });
        return groups;
    }

    /// All groups that have a member.
    public Set<Term> whichGroups() {
        Running now = running;
        return now == null ? Set.of() : now.table().groups();
    }

    /// All groups that have a member on this node.
    public Set<Term> whichLocalGroups() {
        Running now = running;
        return now == null ? Set.of() : now.table().localGroups();
    }

    /// How many groups there are.
    public int groupCount() {
        Running now = running;
        return now == null ? 0 : now.table().size();
    }

    // ---- watching

    /// From now on sends a process of this node a {@link GroupChange} for each join and leave of the group, until
    /// {@link #demonitor} or the process's end. No change is missed between the members that are returned and the first
    /// message.
    public GroupMonitor monitor(Pid watcher, Object group) {
        Term term = node.toTerm(group);
        return await(
                watch(
                        watcher,
                        term,
                        (state, ref) -> new GroupMonitor(ref, state.table().members(term))));
    }

    /// The same for all groups of the scope.
    public ScopeMonitor monitorScope(Pid watcher) {
        return await(watchAll(watcher));
    }

    /// The same without waiting, for services of the kernel: what depends on the stage runs on the kernel's thread, before the
    /// first change is told.
    public CompletionStage<ScopeMonitor> monitorScopeAsync(Pid watcher) {
        return watchAll(watcher);
    }

    private CompletableFuture<ScopeMonitor> watchAll(Pid watcher) {
        return watch(
                watcher, null, (state, ref) -> new ScopeMonitor(ref, state.table().snapshot()));
    }

    private <T> CompletableFuture<T> watch(
            Pid watcher, @Nullable Term group, BiFunction<PgScopeState, Reference, T> begin) {
        if (!node.processes().isHere(watcher)) {
            throw new IllegalArgumentException(watcher + " is no process of " + node.name());
        }
        CompletableFuture<T> begun = new CompletableFuture<>();
        command(
                begun,
                (state, self) -> {
                    // The watch ends with the watcher: its end comes under the same reference.
                    Reference ref = self.monitor(watcher);
                    T start = begin.apply(state, ref);
                    state.watch(ref, watcher, group);
                    begun.complete(start);
                    return List.of();
                });
        return begun;
    }

    /// Ends a watch. Messages that are in the watcher's mailbox already stay there.
    ///
    /// @return whether it was there
    public boolean demonitor(Reference ref) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        command(
                done,
                (state, self) -> {
                    boolean known = state.unwatch(ref);
                    if (known) {
                        self.demonitor(ref);
                    }
                    done.complete(known);
                    return List.of();
                });
        return await(done);
    }

    // ---- senders

    /// A typed sender to a group: to all of it, or to one member that is picked at each use. May be made before the
    /// node is up.
    ///
    /// @param protocol the messages the members understand
    public <M> GroupRef<M> ref(Object group, Class<M> protocol) {
        return new GroupRef<>(this, node.toTerm(group));
    }

    /// Sends a plain message to each member, once, however often it joined.
    ///
    /// @return to how many; not how many it reached
    public int broadcast(Object group, Object message) {
        Set<Pid> receivers = Set.copyOf(members(group));
        receivers.forEach(pid -> node.send(pid, message));
        return receivers.size();
    }

    /// A member of this node if there is one, else any; at random. One that joined twice is twice as likely.
    public Optional<Pid> pickLocalFirst(Object group) {
        List<Pid> local = localMembers(group);
        return local.isEmpty() ? pickRandom(group) : Optional.of(any(local));
    }

    /// Any member, at random. One that joined twice is twice as likely.
    public Optional<Pid> pickRandom(Object group) {
        List<Pid> all = members(group);
        return all.isEmpty() ? Optional.empty() : Optional.of(any(all));
    }

    private Pid any(List<Pid> pids) {
        return pids.get(node.environment().random().nextInt(pids.size()));
    }

    /// The member that is responsible for the key (rendezvous hashing): each node that sees the same members picks the same
    /// one, and when a member comes or goes only the keys move that it gets or had. It looks at each member.
    ///
    /// In a partition each side has its own, and after a change two nodes may differ for a moment: this is for spreading
    /// work, not for one owner.
    public Optional<Pid> pickByKey(Object group, Object key) {
        return Optional.ofNullable(Rendezvous.pick(node.toTerm(key), members(group)));
    }

    Node node() {
        return node;
    }

    /// What was refused.
    public PgCounters counters() {
        return counters;
    }

    // ---- asking the scope's process

    private void command(CompletableFuture<?> answer, PgProcess.Input input) {
        Running now = running;
        if (now == null) {
            throw notUp();
        }
        now.waiting().add(answer);
        answer.whenComplete((done, failure) -> now.waiting().remove(answer));
        PgProcess.Input safe =
                (state, self) -> {
                    try {
                        return input.put(state, self);
                    } catch (RuntimeException failure) {
                        answer.completeExceptionally(failure);
                        throw failure;
                    }
                };
        node.send(now.server(), new PgProcess.Command(safe));
        if (!now.equals(running)) {
            answer.completeExceptionally(notUp());
        }
    }

    private static <T> T await(CompletableFuture<T> answer) {
        ProcessRuntime.aboutToWait();
        try {
            return answer.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof IllegalStateException refused ? refused : failure;
        }
    }

    /// What depends on the answer may be the user's code, which has no place on the kernel's thread.
    private <T> CompletionStage<T> unhurried(CompletableFuture<T> answer) {
        return answer.thenApplyAsync(value -> value, node.environment().callbacks());
    }

    @Override
    public String toString() {
        return "PgScope[" + name + "]";
    }
}
