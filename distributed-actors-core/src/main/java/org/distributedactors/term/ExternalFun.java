package org.distributedactors.term;

/// A fun that names a function: `fun module:function/arity`. It is data here; nothing is ever run by its name.
public record ExternalFun(Atom module, Atom function, int arity)
        implements Term, Comparable<ExternalFun> {

    @Override
    public int compareTo(ExternalFun other) {
        return TermOrder.compare(this, other);
    }

    @Override
    public String toString() {
        return "fun " + module + ":" + function + "/" + arity;
    }
}
