package org.distributedactors.term;

/// The identity of a port of an Erlang node. This runtime opens none; it keeps and gives back those of others.
///
/// @param node the node's name
/// @param id the number, 64 bits unsigned
/// @param creation the incarnation of the node, 32 bits unsigned
public record Port(Atom node, long id, int creation) implements Term, Comparable<Port> {

    @Override
    public int compareTo(Port other) {
        return TermOrder.compare(this, other);
    }

    @Override
    public String toString() {
        return "#Port<" + node.name() + "." + Long.toUnsignedString(id) + ">";
    }
}
