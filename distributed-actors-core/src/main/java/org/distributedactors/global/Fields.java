package org.distributedactors.global;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import org.distributedactors.term.Atom;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// Reads the elements of a tuple, each as the kind it must be.
///
/// Every method throws {@link MalformedGlobalMessageException} when the element is something else.
record Fields(Tuple tuple) {

    /// The elements of a term that must be a tuple of this many.
    static Fields of(Term term, int arity) {
        Fields fields = of(term);
        fields.expect(arity);
        return fields;
    }

    static Fields of(Term term) {
        if (term instanceof Tuple tuple) {
            return new Fields(tuple);
        }
        throw new MalformedGlobalMessageException("a tuple was expected");
    }

    void expect(int arity) {
        if (tuple.arity() != arity) {
            throw new MalformedGlobalMessageException(
                    "a tuple of " + arity + " was expected, not of " + tuple.arity());
        }
    }

    int arity() {
        return tuple.arity();
    }

    Term term(int index) {
        if (index >= tuple.arity()) {
            throw new MalformedGlobalMessageException("a tuple has no element " + index);
        }
        return tuple.get(index);
    }

    Atom atom(int index) {
        return as(Atom.class, term(index));
    }

    Pid pid(int index) {
        return as(Pid.class, term(index));
    }

    boolean bool(int index) {
        Atom atom = atom(index);
        if (atom.equals(Atom.TRUE) || atom.equals(Atom.FALSE)) {
            return atom.equals(Atom.TRUE);
        }
        throw new MalformedGlobalMessageException("true or false was expected");
    }

    BigInteger integer(int index) {
        return as(IntegerTerm.class, term(index)).bigIntegerValue();
    }

    int version(int index) {
        IntegerTerm version = as(IntegerTerm.class, term(index));
        if (version.isLong() && version.longValue() >= 0 && version.longValue() <= 1000) {
            return version.intValue();
        }
        throw new MalformedGlobalMessageException("a version was expected");
    }

    <T> List<T> list(int index, Function<Term, T> element) {
        return list(term(index), element);
    }

    static <T> List<T> list(Term term, Function<Term, T> element) {
        ListTerm list = as(ListTerm.class, term);
        if (!list.isProper()) {
            throw new MalformedGlobalMessageException("a proper list was expected");
        }
        return list.elements().stream().map(element).toList();
    }

    static <T extends Term> T as(Class<T> kind, Term term) {
        if (kind.isInstance(term)) {
            return kind.cast(term);
        }
        throw new MalformedGlobalMessageException("expected " + kind.getSimpleName());
    }
}
