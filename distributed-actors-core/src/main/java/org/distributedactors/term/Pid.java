package org.distributedactors.term;

import java.util.Comparator;

/// The identity of a process: on which node, which incarnation of that node, and which one there.
///
/// A pid is a plain value. It says nothing about whether the process lives, and a pid of another node must be
/// given back exactly as it came.
///
/// @param node the node's name
/// @param id the number, 32 bits unsigned
/// @param serial counts up when numbers are used again, 32 bits unsigned
/// @param creation the incarnation of the node, 32 bits unsigned
public record Pid(Atom node, int id, int serial, int creation) implements Term, Comparable<Pid> {

    /// Erlang's order of pids, which is serial first: locks of `global` are named in this order on every node.
    private static final Comparator<Pid> ORDER =
            Comparator.<Pid>comparingLong(pid -> Integer.toUnsignedLong(pid.serial))
                    .thenComparingLong(pid -> Integer.toUnsignedLong(pid.id))
                    .thenComparing(Pid::node)
                    .thenComparingLong(pid -> Integer.toUnsignedLong(pid.creation));

    @Override
    public int compareTo(Pid other) {
        return ORDER.compare(this, other);
    }

    /// As Erlang prints a pid, with the node's name in place of the number that differs on each node.
    @Override
    public String toString() {
        return "<"
                + node.name()
                + "."
                + Integer.toUnsignedString(id)
                + "."
                + Integer.toUnsignedString(serial)
                + ">";
    }

    @Override
    public int hashCode() {
        return (id * 31 + serial) * 31 + node.hashCode();
    }
}
