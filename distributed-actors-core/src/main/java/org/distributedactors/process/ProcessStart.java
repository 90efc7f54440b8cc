package org.distributedactors.process;

import java.util.function.Consumer;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// How a process of one runtime comes to be: its place in the table, its name, whom it is linked with and watched by, and
/// then its first signal. Usable from any thread.
final class ProcessStart {

    private final ProcessRuntime runtime;
    private final ProcessTable table;
    private final Activator usual;
    private final ActivationProfile unobserved;

    ProcessStart(ProcessRuntime runtime, ProcessTable table, Activator usual) {
        this.runtime = runtime;
        this.table = table;
        this.usual = usual;
        this.unobserved = ActivationProfile.unobserved(usual, false);
    }

    SpawnResult spawn(SpawnOptions options, ProcessBody body, @Nullable ProcessCell parent) {
        return spawn(options, new PlainCell(runtime, options.protocol(), body), parent);
    }

    SpawnResult spawn(
            SpawnOptions options, ProcessBehaviour behaviour, @Nullable ProcessCell parent) {
        ActivationProfile profile = profileOf(options.activator(), behaviour);
        return spawn(options, new BehaviourCell(runtime, profile, behaviour), parent);
    }

    /// As `spawn`, of a process that comes from another node: it keeps what reaches it until it is opened.
    Transit arrive(
            SpawnOptions options, ProcessBehaviour behaviour, Consumer<ExitReason> whenEnded) {
        ActivationProfile profile = profileOf(options.activator(), behaviour);
        BehaviourCell cell = new BehaviourCell(runtime, profile, behaviour);
        Transit transit = Transit.arriving(cell);
        transit.whenEnded(whenEnded);
        cell.relations().transit(transit);
        spawn(options, cell, null);
        return transit;
    }

    private ActivationProfile profileOf(@Nullable Activator own, ProcessBehaviour behaviour) {
        Activator activator = own == null ? usual : own;
        WorkerPool workers = activator.workers();
        if (workers != null) {
            return workers.profileOf(behaviour);
        }
        return own == null
                ? unobserved
                : ActivationProfile.unobserved(own, behaviour.isNonBlocking());
    }

    /// The name is taken before anything runs, so two that spawn under one name cannot both succeed.
    private SpawnResult spawn(
            SpawnOptions options, ProcessCell cell, @Nullable ProcessCell parent) {
        if (runtime.isClosed()) {
            throw new IllegalStateException(
                    "the process runtime of " + runtime.node().name() + " is closed");
        }
        cell.bound(options.mailbox());
        table.add(cell);
        Atom name = options.name();
        if (name != null) {
            ProcessCell owner = takeName(name, cell);
            if (owner != null) {
                table.remove(cell);
                return new SpawnResult.AlreadyStarted(owner.pid());
            }
        }
        Pid pid = cell.newPid();
        try {
            options.announce().accept(pid);
            cell.prepare(options);
        } catch (RuntimeException e) {
            cell.end(ExitReason.of(e), null, true);
            throw e;
        }
        if (parent != null) {
            parent.adopt(cell);
        }
        runtime.counters().countSpawned();
        cell.begin();
        return new SpawnResult.Started(pid);
    }

    /// @return who has the name already, or null
    private @Nullable ProcessCell takeName(Atom name, ProcessCell cell) {
        if (name.equals(Atom.UNDEFINED)) {
            table.remove(cell);
            throw new IllegalArgumentException("undefined cannot be the name of a process");
        }
        RegisteredNames names = runtime.names();
        while (names.register(name, cell) != Registration.REGISTERED) {
            ProcessCell owner = names.whereis(name);
            if (owner != null) {
                return owner;
            }
        }
        return null;
    }
}
