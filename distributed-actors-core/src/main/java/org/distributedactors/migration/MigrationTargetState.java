package org.distributedactors.migration;

import java.util.ArrayList;
import java.util.List;
import org.distributedactors.migration.MigrationException.Reason;
import org.distributedactors.migration.MigrationMessage.Fate;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// One migration as its target decides it. No I/O, no clock, no thread.
///
/// An instance that has said `prepared` does not know what holds, and waits, until the source says so or is known to
/// remember nothing: then that life of the source is over, and what it had would be lost with it.
///
/// | State     | Receives                     | Next     | Steps                                                   |
/// |-----------|------------------------------|----------|---------------------------------------------------------|
/// | RECEIVING | part                         | RECEIVING| send received, for each sixteenth                       |
/// | RECEIVING | the last part                | MAKING   | make an instance                                        |
/// | MAKING    | made                         | PREPARED | send prepared                                           |
/// | MAKING    | not possible                 | DROPPED  | send refused                                            |
/// | RECEIVING, MAKING | abort, too late      | DROPPED  | drop                                                    |
/// | RECEIVING | peer lost                    | DROPPED  | drop                                                    |
/// | MAKING    | peer lost                    | MAKING   | in doubt once it is prepared                            |
/// | PREPARED  | commit, outcome committed    | RUNNING  | open, send committed                                    |
/// | PREPARED  | abort, outcome aborted       | DROPPED  | drop, send aborted                                      |
/// | PREPARED  | peer lost                    | PREPARED | say that it is in doubt, ask from now on                |
/// | PREPARED  | outcome unknown              | RUNNING  | take over                                               |
/// | PREPARED  | in doubt for too long        | RUNNING  | take over                                               |
/// | RUNNING   | commit, ask                  | RUNNING  | send committed, or outcome took over: only the one who took over gives way |
/// | RUNNING   | abort, after it took over    | RUNNING  | two run: see {@link Step.Conflict}                      |
/// | RUNNING   | abort, after a commit        | RUNNING  | send outcome committed                                  |
/// | RUNNING, took over | peer up             | RUNNING  | fence, ask                                              |
/// | RUNNING, took over | outcome committed, unknown | RUNNING | unfence, settled                                   |
/// | RUNNING, took over | outcome aborted     | RUNNING  | two run: see {@link Step.Conflict}                      |
/// | RUNNING   | finished                     | RUNNING  | it is settled; forgotten when its instance has ended    |
/// | RUNNING   | peer lost before finished    | RUNNING  | see to the names                                        |
/// | RUNNING   | its instance ended           | RUNNING  | forget, if it is settled                                |
/// | before    | its instance ended           | DROPPED  | send refused or aborted, forget                         |
final class MigrationTargetState {

    enum State {
        RECEIVING,
        MAKING,
        PREPARED,
        RUNNING,
        DROPPED
    }

    /// What is to be done.
    sealed interface Step {

        record Send(MigrationMessage message) implements Step {}

        record Make() implements Step {}

        /// Lets the instance begin.
        record Open() implements Step {}

        /// Lets the instance begin in place of one that is lost, if its names are free.
        record TakeOver() implements Step {}

        /// Gives the instance up.
        record Drop() implements Step {}

        /// This node took over and sees the source again: until it is known that only one runs, this one stands still.
        record Fence() implements Step {}

        record Unfence() implements Step {}

        record Doubt() implements Step {}

        /// @param here whether the process goes on here
        record Resolved(boolean here) implements Step {}

        /// The source goes on with the process as well: this node took over while the source was only cut off.
        record Conflict() implements Step {}

        /// The source needs our memory of it no more.
        record Settled() implements Step {}

        /// The source is gone before it has switched the names.
        record Orphaned() implements Step {}

        record Forget() implements Step {}
    }

    /// Less than what the source sends before it hears of any.
    private static final int ACKNOWLEDGED = 16;

    private final Reference id;
    private State state = State.RECEIVING;
    private int received;
    private boolean doubt;
    private boolean settled;
    private boolean tookOver;
    private boolean ended;
    private @Nullable Pid process;

    MigrationTargetState(Reference id) {
        this.id = id;
    }

    State state() {
        return state;
    }

    boolean isInDoubt() {
        return doubt && state == State.PREPARED;
    }

    boolean isSettled() {
        return settled;
    }

    /// Whether one that comes still may be called off for taking too long.
    boolean isComing() {
        return state == State.RECEIVING || state == State.MAKING;
    }

    /// Whether this is the part that has to come next.
    boolean expects(int index) {
        return state == State.RECEIVING && index == received;
    }

    List<Step> part(int index, boolean last) {
        if (!expects(index)) {
            return List.of();
        }
        received++;
        List<Step> steps = new ArrayList<>();
        if (last) {
            state = State.MAKING;
            steps.add(new Step.Make());
        } else if (received % ACKNOWLEDGED == 0) {
            steps.add(new Step.Send(new MigrationMessage.Received(id, index)));
        }
        return steps;
    }

    List<Step> made(Pid pid) {
        if (state != State.MAKING) {
            return List.of();
        }
        state = State.PREPARED;
        process = pid;
        return doubt
                ? List.of(new Step.Doubt(), ask())
                : List.of(new Step.Send(new MigrationMessage.Prepared(id, pid)));
    }

    List<Step> impossible(Reason reason, String detail) {
        if (!isComing()) {
            return List.of();
        }
        state = State.DROPPED;
        return List.of(
                new Step.Send(new MigrationMessage.Refused(id, reason, detail)),
                new Step.Drop(),
                new Step.Forget());
    }

    List<Step> commit() {
        Pid here = process;
        if (here == null) {
            return List.of();
        }
        return switch (state) {
            case PREPARED -> {
                List<Step> steps = run();
                steps.add(new Step.Send(new MigrationMessage.Committed(id, here)));
                steps.add(new Step.Open());
                yield steps;
            }
            case RUNNING ->
                    List.of(
                            new Step.Send(
                                    tookOver
                                            ? new MigrationMessage.Outcome(id, false, fate(), here)
                                            : new MigrationMessage.Committed(id, here)));
            default -> List.of();
        };
    }

    private List<Step> run() {
        List<Step> steps = new ArrayList<>();
        if (isInDoubt()) {
            steps.add(new Step.Resolved(true));
        }
        state = State.RUNNING;
        return steps;
    }

    List<Step> abort() {
        return switch (state) {
            case RECEIVING, MAKING, PREPARED -> drop();
            case RUNNING ->
                    tookOver
                            ? ended
                                    ? List.of(aborted(), new Step.Forget())
                                    : List.of(new Step.Conflict())
                            : List.of(
                                    new Step.Send(
                                            new MigrationMessage.Outcome(
                                                    id, false, Fate.COMMITTED, process)));
            case DROPPED -> List.of(aborted());
        };
    }

    private Step aborted() {
        return new Step.Send(new MigrationMessage.Aborted(id));
    }

    private List<Step> drop() {
        List<Step> steps = new ArrayList<>();
        if (isInDoubt()) {
            steps.add(new Step.Resolved(false));
        }
        state = State.DROPPED;
        steps.add(new Step.Drop());
        steps.add(aborted());
        steps.add(new Step.Forget());
        return steps;
    }

    /// What the source says of it.
    List<Step> outcome(Fate fate) {
        if (state == State.RUNNING) {
            return tookOver(fate);
        }
        if (state != State.PREPARED) {
            return List.of();
        }
        return switch (fate) {
            case COMMITTED -> commit();
            case ABORTED -> drop();
            case UNKNOWN -> takeOver();
            case PREPARED, TOOK_OVER, UNDECIDED -> List.of();
        };
    }

    /// What the source says after this node took over.
    private List<Step> tookOver(Fate fate) {
        if (!tookOver || settled) {
            return List.of();
        }
        return switch (fate) {
            case COMMITTED, TOOK_OVER, UNKNOWN -> {
                settled = true;
                yield List.of(new Step.Unfence(), new Step.Settled());
            }
            case ABORTED -> List.of(new Step.Conflict());
            case PREPARED, UNDECIDED -> List.of();
        };
    }

    private List<Step> takeOver() {
        List<Step> steps = run();
        tookOver = true;
        steps.add(new Step.TakeOver());
        return steps;
    }

    List<Step> peerLost() {
        if (state == State.RECEIVING) {
            state = State.DROPPED;
            return List.of(new Step.Drop(), new Step.Forget());
        }
        if (state == State.MAKING) {
            doubt = true;
            return List.of();
        }
        if (state == State.PREPARED && !doubt) {
            doubt = true;
            return List.of(new Step.Doubt());
        }
        if (state == State.RUNNING && !settled && !ended) {
            return tookOver ? List.of(new Step.Unfence()) : List.of(new Step.Orphaned());
        }
        return List.of();
    }

    /// It took too long. One in doubt is resolved alone.
    List<Step> late() {
        if (isComing()) {
            return drop();
        }
        if (isInDoubt()) {
            return takeOver();
        }
        return state == State.PREPARED ? List.of(ask()) : List.of();
    }

    /// The peer is there again, or it is time to ask again.
    List<Step> again() {
        if (isInDoubt()) {
            return List.of(ask());
        }
        boolean alone = state == State.RUNNING && tookOver && !settled && !ended;
        return alone ? List.of(new Step.Fence(), ask()) : List.of();
    }

    private Step ask() {
        return new Step.Send(new MigrationMessage.Ask(id, false));
    }

    List<Step> finished() {
        if (state != State.RUNNING || settled) {
            return List.of();
        }
        settled = true;
        return ended ? List.of(new Step.Settled(), new Step.Forget()) : List.of(new Step.Settled());
    }

    /// The instance has ended.
    List<Step> ended() {
        State before = state;
        if (before == State.RUNNING) {
            ended = true;
            return settled ? List.of(new Step.Forget()) : List.of();
        }
        state = State.DROPPED;
        return switch (before) {
            case RECEIVING, MAKING ->
                    List.of(
                            new Step.Send(
                                    new MigrationMessage.Refused(id, Reason.BAD_STATE, "ended")),
                            new Step.Forget());
            case PREPARED -> List.of(aborted(), new Step.Forget());
            case RUNNING, DROPPED -> List.of(new Step.Forget());
        };
    }

    /// What the source is told when it asks.
    Fate fate() {
        return switch (state) {
            case RUNNING -> tookOver && !settled ? Fate.TOOK_OVER : Fate.COMMITTED;
            case DROPPED -> Fate.ABORTED;
            default -> Fate.PREPARED;
        };
    }

    @Nullable Pid process() {
        return process;
    }
}
