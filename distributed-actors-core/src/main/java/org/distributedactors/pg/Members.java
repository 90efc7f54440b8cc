package org.distributedactors.pg;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import org.distributedactors.term.Pid;

/// The members of a group in one moment, in the order in which they joined, one that joined twice twice. Immutable, so
/// any thread may read it while the scope goes on.
///
/// One more member costs no copy: the array is shared with whoever comes later, who writes only behind our size. That is for
/// one writer, the scope's process; a reader gets a later one by way of the scope's table.
final class Members extends AbstractList<Pid> implements RandomAccess {

    static final Members NONE = new Members(new Pid[0], 0);

    private static final int LEAST = 4;

    private final Pid[] pids;
    private final int size;

    private Members(Pid[] pids, int size) {
        this.pids = pids;
        this.size = size;
    }

    @Override
    public Pid get(int index) {
        Objects.checkIndex(index, size);
        return pids[index];
    }

    @Override
    public int size() {
        return size;
    }

    /// These and the new ones.
    Members plus(Collection<Pid> added) {
        if (added.isEmpty()) {
            return this;
        }
        int newSize = size + added.size();
        Pid[] array = room(newSize);
        int next = size;
        for (Pid pid : added) {
            array[next++] = pid;
        }
        return new Members(array, newSize);
    }

    private Pid[] room(int needed) {
        boolean latest = size == pids.length || pids[size] == null;
        return latest && needed <= pids.length
                ? pids
                : Arrays.copyOf(Arrays.copyOf(pids, size), Math.max(LEAST, needed + (needed >> 1)));
    }

    /// These without the ones named, each taken away once for each time it is named.
    Members minus(Collection<Pid> removed) {
        if (removed.isEmpty() || size == 0) {
            return this;
        }
        Map<Pid, Integer> times = count(removed);
        Pid[] kept = new Pid[size];
        int left = 0;
        for (int i = 0; i < size; i++) {
            if (!take(times, pids[i])) {
                kept[left++] = pids[i];
            }
        }
        return left == 0 ? NONE : new Members(kept, left);
    }

    /// Those of the named ones that are members, as often as they are both.
    List<Pid> common(Collection<Pid> named) {
        Map<Pid, Integer> times = count(named);
        List<Pid> common = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (take(times, pids[i])) {
                common.add(pids[i]);
            }
        }
        return common;
    }

    private static Map<Pid, Integer> count(Collection<Pid> pids) {
        Map<Pid, Integer> times = new HashMap<>();
        for (Pid pid : pids) {
            times.merge(pid, 1, Integer::sum);
        }
        return times;
    }

    private static boolean take(Map<Pid, Integer> times, Pid pid) {
        Integer left = times.get(pid);
        if (left == null || left == 0) {
            return false;
        }
        times.put(pid, left - 1);
        return true;
    }
}
