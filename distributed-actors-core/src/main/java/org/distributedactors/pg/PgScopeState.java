package org.distributedactors.pg;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Decides what one scope of one node does. No I/O, no clock, no thread; inputs come one at a time, and each gives the
/// effects to be carried out. The protocol is told at the head of {@link PgScope}.
///
/// | Input                        | Known peer                          | Unknown peer                               |
/// |------------------------------|-------------------------------------|--------------------------------------------|
/// | node up, if it is visible    | discover it                         | discover it                                |
/// | discover                     | sync                                | watch it, discover it, sync                |
/// | sync                         | replace all of its members          | watch it, then the same                    |
/// | join, leave, update          | its members change                  | ignored, counted                           |
/// | the peer or its node is down | forget all of its members           | –                                          |
/// | a member of ours is down     | leaves all of its groups, and every peer is told                                 |
///
/// Only a connected node is a peer at all: what a lost connection left behind, and what speaks for a node that is not there,
/// is ignored and counted.
final class PgScopeState {

    private final Pid self;
    private final int quota;
    private final PgCounters counters;
    private final GroupTable table;
    private final Map<Pid, List<Term>> local = new LinkedHashMap<>();
    private final Set<Atom> connected = new HashSet<>();
    private final Map<Atom, PgPeer> peers = new LinkedHashMap<>();
    private final GroupWatchers watchers = new GroupWatchers();

    /// @param self the scope's process
    /// @param table where others read what this state writes
    /// @param quota the most joins that one other node may have
    PgScopeState(Pid self, GroupTable table, int quota, PgCounters counters) {
        this.self = self;
        this.table = table;
        this.quota = quota;
        this.counters = counters;
    }

    /// The groups of a process of ours, one that it joined twice twice.
    List<Term> groupsOf(Pid pid) {
        return List.copyOf(local.getOrDefault(pid, List.of()));
    }

    GroupTable table() {
        return table;
    }

    // ---- nodes

    /// A connection stands.
    ///
    /// @param visible whether the node is one of the cluster; a hidden one asks by itself if it takes part
    List<PgEffect> nodeUp(Atom node, boolean visible) {
        connected.add(node);
        return visible ? List.of(new PgEffect.Discover(node)) : List.of();
    }

    /// The connection is gone, with all messages of it behind us.
    List<PgEffect> nodeDown(Atom node) {
        connected.remove(node);
        List<PgEffect> effects = new ArrayList<>();
        drop(effects, node);
        return effects;
    }

    List<PgEffect> receive(PgMessage message) {
        if (!connected.contains(message.peer().node())) {
            counters.unknownPeer();
            return List.of();
        }
        List<PgEffect> effects = new ArrayList<>();
        switch (message) {
            case PgMessage.Discover(Pid peer, int ignored) -> discover(effects, peer);
            case PgMessage.Sync(Pid peer, var groups) -> sync(effects, peer, groups);
            case PgMessage.Join(Pid peer, Term group, var pids) ->
                    join(effects, known(peer), group, pids);
            case PgMessage.Leave(Pid peer, var pids, var groups) -> {
                PgPeer known = known(peer);
                groups.forEach(group -> leave(effects, known, group, pids));
            }
            case PgMessage.Update(Pid peer, var changes) -> update(effects, known(peer), changes);
        }
        return effects;
    }

    private void discover(List<PgEffect> effects, Pid pid) {
        PgPeer peer = known(pid);
        if (peer == null) {
            peer = add(effects, pid);
            effects.add(new PgEffect.Send(pid, new PgMessage.Discover(self, 0)));
        }
        if (peer.mayDiscover()) {
            effects.add(new PgEffect.Send(pid, new PgMessage.Sync(self, ours())));
        }
    }

    private List<PgMessage.Entry> ours() {
        return table.localGroups().stream()
                .map(group -> new PgMessage.Entry(group, table.localMembers(group)))
                .toList();
    }

    private @Nullable PgPeer known(Pid pid) {
        PgPeer peer = peers.get(pid.node());
        return peer != null && peer.pid().equals(pid) ? peer : null;
    }

    /// A node runs one process for a scope, so a new one replaces the one before.
    private PgPeer add(List<PgEffect> effects, Pid pid) {
        drop(effects, pid.node());
        PgPeer peer = new PgPeer(pid, quota, counters);
        peers.put(pid.node(), peer);
        effects.add(new PgEffect.Monitor(pid));
        return peer;
    }

    private void drop(List<PgEffect> effects, Atom node) {
        PgPeer peer = peers.remove(node);
        if (peer != null) {
            effects.add(new PgEffect.Demonitor(peer.pid()));
            forget(effects, peer);
        }
    }

    /// Compares with what was known, so that nobody who watches is told of members that stay.
    private void sync(List<PgEffect> effects, Pid pid, List<PgMessage.Entry> groups) {
        PgPeer known = known(pid);
        PgPeer peer = known == null ? add(effects, pid) : known;
        Map<Term, Members> wanted = new LinkedHashMap<>();
        for (PgMessage.Entry entry : groups) {
            wanted.merge(
                    entry.group(), Members.NONE.plus(entry.pids()), (one, more) -> one.plus(more));
        }
        new LinkedHashMap<>(peer.groups())
                .forEach((group, before) -> {
                    Members after = wanted.getOrDefault(group, Members.NONE);
                    leave(effects, peer, group, before.minus(after));
                });
        wanted.forEach((group, after) -> {
            Members stays = peer.groups().getOrDefault(group, Members.NONE);
            join(effects, peer, group, after.minus(stays));
        });
    }

    private void join(List<PgEffect> effects, @Nullable PgPeer peer, Term group, List<Pid> pids) {
        if (peer == null) {
            counters.unknownPeer();
            return;
        }
        List<Pid> joined = peer.join(group, pids);
        if (!joined.isEmpty()) {
            table.addRemote(group, joined);
            watchers.tell(effects, true, group, joined);
        }
    }

    private void leave(List<PgEffect> effects, @Nullable PgPeer peer, Term group, List<Pid> pids) {
        if (peer == null) {
            counters.unknownPeer();
            return;
        }
        List<Pid> left = peer.leave(group, pids);
        if (!left.isEmpty()) {
            table.removeRemote(group, left);
            watchers.tell(effects, false, group, left);
        }
    }

    private void update(
            List<PgEffect> effects, @Nullable PgPeer peer, List<PgMessage.Change> changes) {
        for (PgMessage.Change change : changes) {
            leave(effects, peer, change.group(), change.removed());
            join(effects, peer, change.group(), change.added());
        }
    }

    /// A process that was watched has ended, or its node is lost.
    List<PgEffect> down(Pid pid) {
        List<PgEffect> effects = new ArrayList<>();
        PgPeer peer = known(pid);
        if (peer != null) {
            peers.remove(pid.node());
            forget(effects, peer);
            return effects;
        }
        List<Term> groups = local.remove(pid);
        if (groups != null) {
            groups.forEach(group -> removeLocal(effects, group, List.of(pid)));
            tellPeers(effects, new PgMessage.Leave(self, List.of(pid), List.copyOf(groups)));
        }
        return effects;
    }

    private void forget(List<PgEffect> effects, PgPeer peer) {
        peer.groups()
                .forEach((group, pids) -> {
                    table.removeRemote(group, pids);
                    watchers.tell(effects, false, group, pids);
                });
    }

    // ---- processes of this node

    /// Processes of this node join a group; one that is named twice joins twice.
    List<PgEffect> join(Term group, Collection<Pid> pids) {
        List<PgEffect> effects = new ArrayList<>();
        if (pids.isEmpty()) {
            return effects;
        }
        for (Pid pid : pids) {
            List<Term> groups = local.get(pid);
            if (groups == null) {
                groups = new ArrayList<>();
                local.put(pid, groups);
                effects.add(new PgEffect.Monitor(pid));
            }
            groups.add(group);
        }
        List<Pid> joined = List.copyOf(pids);
        table.addLocal(group, joined);
        watchers.tell(effects, true, group, joined);
        tellPeers(effects, new PgMessage.Join(self, group, joined));
        return effects;
    }

    /// Processes of this node leave a group, each once for each time it is named. Those that are not in it are passed over.
    List<PgEffect> leave(Term group, Collection<Pid> pids) {
        List<PgEffect> effects = new ArrayList<>();
        List<Pid> left = table.localMembers(group).common(pids);
        for (Pid pid : left) {
            List<Term> groups = local.getOrDefault(pid, List.of());
            groups.remove(group);
            if (groups.isEmpty()) {
                local.remove(pid);
                effects.add(new PgEffect.Demonitor(pid));
            }
        }
        if (!left.isEmpty()) {
            removeLocal(effects, group, left);
            tellPeers(effects, new PgMessage.Leave(self, left, List.of(group)));
        }
        return effects;
    }

    private void removeLocal(List<PgEffect> effects, Term group, List<Pid> pids) {
        table.removeLocal(group, pids);
        watchers.tell(effects, false, group, pids);
    }

    private void tellPeers(List<PgEffect> effects, PgMessage message) {
        peers.values().forEach(peer -> effects.add(new PgEffect.Send(peer.pid(), message)));
    }

    // ---- those who watch

    /// From now on the watcher is told of each change.
    ///
    /// @param ref in each message to it
    /// @param group which one; null for all
    void watch(Reference ref, Pid watcher, @Nullable Term group) {
        watchers.add(ref, watcher, group);
    }

    /// @return whether somebody watched under the reference
    boolean unwatch(Reference ref) {
        return watchers.remove(ref);
    }
}
