package org.distributedactors.node;

import org.distributedactors.process.SpawnOptions;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;

/// Starts processes that other nodes ask for. A handler is registered for one function; what is registered for none
/// is not reachable from outside.
@FunctionalInterface
public interface SpawnRequestHandler {

    /// Starts a process with the given options, which carry the link and the monitor that were asked for and announce
    /// the pid to the asking node before the process runs.
    ///
    /// Called on the kernel's executor; it must not block.
    ///
    /// @param peer who asks
    /// @throws SpawnRefusedException when nothing is started; its atom is the answer
    void spawn(NodeName peer, ListTerm arguments, SpawnOptions options);

    /// Nothing was started.
    final class SpawnRefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Atom error;

        /// @param error what the asking node is told: `notsup` when it is not granted, `badopt`, `system_limit`
        public SpawnRefusedException(Atom error) {
            super(error.name(), null, false, false);
            this.error = error;
        }

        public Atom error() {
            return error;
        }
    }

    /// Names a function, as in a request to spawn.
    record Function(Atom module, Atom function, int arity) {

        public static Function of(String module, String function, int arity) {
            return new Function(Atom.of(module), Atom.of(function), arity);
        }

        /// As Erlang writes it, `module:function/arity`.
        @Override
        public String toString() {
            return module.name() + ":" + function.name() + "/" + arity;
        }
    }
}
