package org.distributedactors.process;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// Where a signal goes: a process, or whoever has a name on a node at the moment the signal gets there.
public sealed interface Destination {

    /// The node where it is.
    Atom node();

    /// As Erlang writes it and as a {@link Down} shows it: the pid, or `{Name, Node}`.
    Term term();

    static Destination of(Pid pid) {
        return new ToPid(pid);
    }

    static Destination of(Atom name, Atom node) {
        return new ToName(name, node);
    }

    record ToPid(Pid pid) implements Destination {

        @Override
        public Atom node() {
            return pid.node();
        }

        @Override
        public Term term() {
            return pid;
        }
    }

    record ToName(Atom name, Atom node) implements Destination {

        @Override
        public Term term() {
            return Tuple.of(name, node);
        }
    }
}
