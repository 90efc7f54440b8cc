package org.distributedactors.global;

import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// Who waits for the answer of a call: `From` of `gen_server`.
///
/// @param pid the caller
/// @param tag given back with the answer, exactly as it came
record CallFrom(Pid pid, Term tag) {

    /// The alias the answer goes to, or null when it goes to the pid. The tag is then `[alias|Alias]`, or
    /// `[[alias|Alias]|Anything]`.
    @Nullable Reference alias() {
        Term head = tag;
        if (tag instanceof ListTerm list && list.size() == 1 && list.get(0) instanceof ListTerm) {
            head = list.get(0);
        }
        boolean isAlias =
                head instanceof ListTerm list
                        && list.size() == 1
                        && list.get(0).equals(GlobalAtoms.ALIAS);
        return isAlias && ((ListTerm) head).tail() instanceof Reference alias ? alias : null;
    }

    Term answer(Term reply) {
        return Tuple.of(tag, reply);
    }

    Term asTerm() {
        return Tuple.of(pid, tag);
    }
}
