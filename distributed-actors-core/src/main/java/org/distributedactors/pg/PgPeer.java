package org.distributedactors.pg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;

/// What another node has announced. It speaks for its own processes only, and for no more joins than the quota.
final class PgPeer {

    /// Two come with each connection, in the usual course of things.
    private static final int MAX_DISCOVERS = 16;

    private final Pid pid;
    private final int quota;
    private final PgCounters counters;
    private final Map<Term, Members> groups = new LinkedHashMap<>();
    private int joins;
    private int discovers;

    PgPeer(Pid pid, int quota, PgCounters counters) {
        this.pid = pid;
        this.quota = quota;
        this.counters = counters;
    }

    Pid pid() {
        return pid;
    }

    Map<Term, Members> groups() {
        return groups;
    }

    /// Whether one more request for all our members is answered.
    boolean mayDiscover() {
        boolean may = discovers < MAX_DISCOVERS;
        if (may) {
            discovers++;
        } else {
            counters.discoverOverLimit();
        }
        return may;
    }

    /// @return those that count: processes of this very node, within the quota
    List<Pid> join(Term group, List<Pid> pids) {
        List<Pid> own = pids.stream().filter(this::isOwn).toList();
        counters.foreignMembers(pids.size() - own.size());
        int room = Math.min(own.size(), quota - joins);
        counters.joinsOverQuota(own.size() - room);
        List<Pid> accepted = own.subList(0, room);
        if (!accepted.isEmpty()) {
            groups.put(group, groups.getOrDefault(group, Members.NONE).plus(accepted));
            joins += accepted.size();
        }
        return accepted;
    }

    private boolean isOwn(Pid member) {
        return member.creation() == pid.creation() && member.node().equals(pid.node());
    }

    /// @return those that were members
    List<Pid> leave(Term group, List<Pid> pids) {
        Members before = groups.get(group);
        if (before == null) {
            return List.of();
        }
        List<Pid> left = before.common(pids);
        Members after = before.minus(left);
        if (after.isEmpty()) {
            groups.remove(group);
        } else {
            groups.put(group, after);
        }
        joins -= left.size();
        return left;
    }
}
