package org.distributedactors.term;

import java.util.List;

/// A fun with an environment, made by an Erlang node. It cannot run here; it is kept whole and given back as it came.
///
/// @param arity how many arguments it takes
/// @param unique the MD5 of its module, 16 bytes
/// @param index its place in the module's table of funs, 32 bits unsigned
/// @param module the module that made it
/// @param oldIndex its place in the table of older releases
/// @param oldUnique the hash of its code in older releases
/// @param creator the process that made it
/// @param freeVariables the values it took along
public record Fun(
        int arity,
        Binary unique,
        int index,
        Atom module,
        IntegerTerm oldIndex,
        IntegerTerm oldUnique,
        Pid creator,
        List<Term> freeVariables)
        implements Term, Comparable<Fun> {

    public Fun {
        freeVariables = List.copyOf(freeVariables);
    }

    /// Whether all but the free variables is equal.
    boolean hasHeadOf(Fun that) {
        return arity == that.arity
                && index == that.index
                && unique.equals(that.unique)
                && module.equals(that.module)
                && oldIndex.equals(that.oldIndex)
                && oldUnique.equals(that.oldUnique)
                && creator.equals(that.creator);
    }

    @Override
    public int compareTo(Fun other) {
        return TermOrder.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Fun that
                        && hasHeadOf(that)
                        && TermEquality.sameParts(this, that));
    }

    @Override
    public int hashCode() {
        return TermHash.of(this);
    }

    @Override
    public String toString() {
        return "#Fun<" + module + "." + Integer.toUnsignedString(index) + "." + oldUnique + ">";
    }
}
