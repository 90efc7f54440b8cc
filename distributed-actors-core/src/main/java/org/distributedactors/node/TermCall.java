package org.distributedactors.node;

import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// A `gen_server:call` as a process sees it that reads plain terms: `{'$gen_call', {Pid, Tag}, Request}`.
///
/// @param caller who waits
/// @param tag given back with the answer, exactly as it came
/// @param request what is asked
public record TermCall(Pid caller, Term tag, Term request) {

    /// The tag of a cast, `{'$gen_cast', Request}`.
    public static final Atom GEN_CAST = Atom.of("$gen_cast");

    private static final Atom GEN_CALL = Atom.of("$gen_call");
    private static final Atom ALIAS = Atom.of("alias");

    /// The message as a call; null when it is none.
    public static @Nullable TermCall from(Object message) {
        return message instanceof Tuple tuple
                        && tuple.isTagged(GEN_CALL, 3)
                        && tuple.get(1) instanceof Tuple from
                        && from.arity() == 2
                        && from.get(0) instanceof Pid caller
                ? new TermCall(caller, from.get(1), tuple.get(2))
                : null;
    }

    /// Answers: to the caller's alias if it has one, so that an answer that comes too late vanishes; else to its pid.
    public void reply(Node node, Term answer) {
        Tuple message = Tuple.of(tag, answer);
        Reference alias = alias(tag);
        if (alias == null) {
            node.send(caller, message);
        } else {
            node.sendAlias(alias, message);
        }
    }

    /// The alias in a tag `[alias|Alias]` or `[[alias|Alias]|Anything]`.
    private static @Nullable Reference alias(Term tag) {
        Term head =
                tag instanceof ListTerm list
                                && list.size() == 1
                                && list.get(0) instanceof ListTerm inner
                        ? inner
                        : tag;
        return head instanceof ListTerm list
                        && list.size() == 1
                        && list.get(0).equals(ALIAS)
                        && list.tail() instanceof Reference alias
                ? alias
                : null;
    }
}
