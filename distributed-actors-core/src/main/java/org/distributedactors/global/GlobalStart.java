package org.distributedactors.global;

import java.util.Optional;
import org.distributedactors.process.DelegatingBehaviour;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A process that registers a global name before it starts, as OTP's `gen` does for `{global, Name}`.
///
/// The process registers itself, and only when it has the name does the user's code begin; so nobody ever finds a
/// process under the name that may yet fail to get it, and no user's code runs that another node's runs already. When the
/// name is taken the process ends with `{shutdown, {already_started, Owner}}`, where the owner is `undefined` if it
/// was gone again when we asked.
public final class GlobalStart extends DelegatingBehaviour {

    private static final Logger log = LoggerFactory.getLogger(GlobalStart.class);
    private static final Atom ALREADY_STARTED = Atom.of("already_started");

    private final Names names;
    private final Term name;
    private boolean registered;

    /// The names of the cluster, as far as a start needs them.
    public interface Names {

        /// Blocks until the whole cluster agrees.
        ///
        /// @return whether the process has the name now
        boolean register(Term name, Pid pid);

        Optional<Pid> whereis(Term name);
    }

    public GlobalStart(Names names, Term name, ProcessBehaviour behaviour) {
        super(behaviour);
        this.names = names;
        this.name = name;
    }

    @Override
    public @Nullable ExitReason start(Self self) throws Exception {
        registered = names.register(name, self.pid());
        if (!registered) {
            Term owner = names.whereis(name).map(Term.class::cast).orElse(Atom.UNDEFINED);
            return ExitReason.shutdown(Tuple.of(ALREADY_STARTED, owner));
        }
        log.atInfo()
                .addKeyValue("name", name)
                .addKeyValue("actor", self.pid())
                .log("Global name {} is here", name);
        return super.start(self);
    }

    /// Whether a process that ended with this reason found its name taken.
    static boolean isTaken(ExitReason reason) {
        return taken(reason) != null;
    }

    /// Who had the name, in the reason of a process that found it taken.
    static Optional<Pid> owner(ExitReason reason) {
        Tuple taken = taken(reason);
        return taken != null && taken.get(1) instanceof Pid owner
                ? Optional.of(owner)
                : Optional.empty();
    }

    private static @Nullable Tuple taken(ExitReason reason) {
        return reason.isClean()
                        && reason.term() instanceof Tuple shutdown
                        && shutdown.get(1) instanceof Tuple taken
                        && taken.isTagged(ALREADY_STARTED, 2)
                ? taken
                : null;
    }

    @Override
    public void terminate(Self self, ExitReason reason) throws Exception {
        if (registered) {
            super.terminate(self, reason);
        }
    }

    /// It waits for the cluster when it starts, whatever it does later.
    @Override
    public boolean isNonBlocking() {
        return false;
    }
}
