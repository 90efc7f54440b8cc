package org.distributedactors.global;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// A change of names that this node asks for.
sealed interface NameChange {

    Term name();

    /// Give the name to a process, if it is free and the process has no other.
    record Register(GlobalName entry) implements NameChange {
        @Override
        public Term name() {
            return entry.name();
        }
    }

    /// Give the name to a process, whoever has it.
    record ReRegister(GlobalName entry) implements NameChange {
        @Override
        public Term name() {
            return entry.name();
        }
    }

    /// Give the name to a process, if the one that it is to be taken from has it still.
    record HandOver(GlobalName entry, Pid from) implements NameChange {
        @Override
        public Term name() {
            return entry.name();
        }
    }

    /// Finish a change that another node began and could not finish: do it again on all nodes, as long as it still
    /// holds on this one.
    ///
    /// @param pid who got the name, or null when it was freed
    /// @param freed whether the name is to be free on all nodes when it is free here: it was freed, or its owner was of this
    ///     node and lost it
    record Finish(Term name, @Nullable Pid pid, boolean freed) implements NameChange {}

    /// Make the table of this node and that of another equal, and tell all others what changes.
    record Mend(Atom reference) implements NameChange {
        @Override
        public Term name() {
            return reference;
        }
    }

    /// Free the name.
    record Unregister(Term name) implements NameChange {}
}
