package org.distributedactors.boot.actor;

import java.util.function.Function;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.distributedactors.process.SpawnResult;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets a candidate for a global name run while this node is on the side of the majority.
///
/// | State  | Learns                           | Does                              | Next    |
/// |--------|----------------------------------|-----------------------------------|---------|
/// | SHUT   | the node is with the majority    | starts the candidate              | OPEN    |
/// | OPEN   | it is not any more               | shuts the candidate down          | CLOSING |
/// | CLOSING | the candidate has ended         | waits, or starts anew             | SHUT    |
/// | OPEN   | the candidate has ended          | ends with its reason              | –       |
/// | any    | its supervisor shuts it down     | shuts the candidate down, ends    | –       |
final class MajorityGate implements ProcessBehaviour {

    private static final Logger log = LoggerFactory.getLogger(MajorityGate.class);

    private final String actor;
    private final Majority majority;
    private final SpawnOptions options;
    private final Function<Pid, ProcessBehaviour> candidates;
    private @Nullable Pid candidate;
    private boolean closing;
    private @Nullable ExitReason stopping;

    /// @param actor its name, for log lines
    /// @param options of each candidate
    /// @param candidates gets the pid of this process
    MajorityGate(
            String actor,
            Majority majority,
            SpawnOptions options,
            Function<Pid, ProcessBehaviour> candidates) {
        this.actor = actor;
        this.majority = majority;
        this.options = options;
        this.candidates = candidates;
    }

    @Override
    public @Nullable ExitReason start(Self self) {
        self.trapExit(true);
        majority.watch(self.pid());
        return look(self);
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) {
        return switch (message) {
            case Majority.Changed ignored when stopping == null -> look(self);
            case Exit(Pid from, ExitReason reason) when from.equals(candidate) ->
                    candidateEnded(self, reason);
            case Exit(Pid ignored, ExitReason reason) -> stop(self, reason);
            default -> null;
        };
    }

    private @Nullable ExitReason look(Self self) {
        boolean may = majority.holds();
        if (may && candidate == null) {
            return open(self);
        }
        if (!may && candidate != null && !closing) {
            closing = true;
            log.atWarn()
                    .addKeyValue("name", actor)
                    .log(
                            "Global actor {} stops here: only {} seeds are on this side",
                            actor,
                            majority.count());
            self.exit(candidate, ExitReason.SHUTDOWN);
        }
        return null;
    }

    private @Nullable ExitReason open(Self self) {
        ProcessBehaviour behaviour = candidates.apply(self.pid());
        return switch (self.spawnLink(options, behaviour)) {
            case SpawnResult.Started(Pid pid) -> {
                candidate = pid;
                yield null;
            }
            case SpawnResult.AlreadyStarted ignored -> ExitReason.of("already_started");
        };
    }

    private @Nullable ExitReason candidateEnded(Self self, ExitReason reason) {
        candidate = null;
        if (stopping != null) {
            return stopping;
        }
        if (closing) {
            closing = false;
            return look(self);
        }
        return reason;
    }

    private @Nullable ExitReason stop(Self self, ExitReason reason) {
        if (candidate == null) {
            return reason;
        }
        stopping = reason;
        self.exit(candidate, ExitReason.SHUTDOWN);
        return null;
    }

    @Override
    public String type() {
        return "majority gate of " + actor;
    }
}
