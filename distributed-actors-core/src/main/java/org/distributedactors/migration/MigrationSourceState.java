package org.distributedactors.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.distributedactors.migration.MigrationException.Reason;
import org.distributedactors.migration.MigrationMessage.Fate;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// One migration as its source decides it. No I/O, no clock, no thread.
///
/// The source is the one that decides, until it has sent `commit`; from then on it does not know, and its process stands
/// still, until the target says what holds or is known to remember nothing.
///
/// | State      | Receives                     | Next       | Steps                                             |
/// |------------|------------------------------|------------|---------------------------------------------------|
/// | REQUESTED  | ready                        | FREEZING   | freeze                                            |
/// | FREEZING   | frozen                       | SENDING    | send the first parts                              |
/// | SENDING    | received                     | SENDING    | send more parts                                   |
/// | SENDING    | prepared                     | COMMITTING | send commit                                       |
/// | COMMITTING | committed, outcome committed or took over | LEFT | forward, tell where                        |
/// | COMMITTING | outcome prepared             | COMMITTING | send commit                                       |
/// | COMMITTING | outcome unknown or aborted   | STAYED     | thaw, fail                                        |
/// | COMMITTING | peer lost                    | COMMITTING | say that it is in doubt, ask from now on          |
/// | COMMITTING | in doubt for too long        | STAYED     | thaw, fail, send abort from now on                |
/// | LEFT       | names moved                  | LEFT       | send finished, forget                             |
/// | before COMMITTING | refused, peer lost, too late, process ended, unwritable | STAYED | thaw, fail, send abort from now on |
/// | COMMITTING | aborted                      | STAYED     | thaw, fail                                        |
/// | STAYED     | aborted, outcome unknown, process ended | STAYED | forget                                     |
/// | STAYED, resolved alone | peer up          | STAYED     | fence, send abort                                 |
/// | STAYED     | outcome took over            | STAYED     | send abort: the target gives way                  |
/// | STAYED     | outcome committed            | STAYED     | two run: see {@link Step.Conflict}                |
///
/// What the target asks is answered with undecided, committed or aborted.
final class MigrationSourceState {

    enum State {
        REQUESTED,
        FREEZING,
        SENDING,
        COMMITTING,
        LEFT,
        STAYED
    }

    /// What is to be done.
    sealed interface Step {

        record Send(MigrationMessage message) implements Step {}

        /// @param from the first part to be sent
        /// @param to the one after the last
        record SendParts(int from, int to) implements Step {}

        record Freeze() implements Step {}

        record Thaw() implements Step {}

        record Forward(Pid to) implements Step {}

        record Fail(Reason reason, String detail) implements Step {}

        /// This node had resolved a doubt alone and sees the target again: until it is known that only one runs, this one
        /// stands still.
        record Fence() implements Step {}

        record Unfence() implements Step {}

        record Doubt() implements Step {}

        /// @param here whether the process goes on here
        record Resolved(boolean here) implements Step {}

        /// The target runs a process that goes on here too: this node had resolved a doubt alone.
        record Conflict(Pid there) implements Step {}

        /// Nobody will ask any more.
        record Forget() implements Step {}
    }

    /// Three MiB, so that most processes go in one piece.
    private static final int WINDOW = 64;

    private final Reference id;
    private State state = State.REQUESTED;
    private int parts;
    private int sent;
    private boolean doubt;
    private boolean targetKnows = true;
    private boolean ended;
    private boolean alone;
    private @Nullable Pid there;

    MigrationSourceState(Reference id) {
        this.id = id;
    }

    State state() {
        return state;
    }

    boolean isInDoubt() {
        return doubt && state == State.COMMITTING;
    }

    /// Whether the other node has to be asked or told again and again.
    boolean isUnsettled() {
        return isInDoubt() || state == State.STAYED;
    }

    List<Step> ready() {
        if (state != State.REQUESTED) {
            return List.of();
        }
        state = State.FREEZING;
        return List.of(new Step.Freeze());
    }

    List<Step> refused(Reason reason, String detail) {
        if (!isBeforeCommit()) {
            return List.of();
        }
        targetKnows = false;
        return stay(reason, detail);
    }

    /// @param count of how many parts it is
    List<Step> frozen(int count) {
        if (state != State.FREEZING) {
            return List.of();
        }
        state = State.SENDING;
        parts = count;
        return more(0);
    }

    List<Step> received(int index) {
        return state == State.SENDING ? more(index + 1) : List.of();
    }

    private List<Step> more(int acknowledged) {
        int until = Math.min(parts, acknowledged + WINDOW);
        if (until <= sent) {
            return List.of();
        }
        Step step = new Step.SendParts(sent, until);
        sent = until;
        return List.of(step);
    }

    List<Step> prepared() {
        if (state != State.SENDING) {
            return List.of();
        }
        state = State.COMMITTING;
        return List.of(commit());
    }

    private Step commit() {
        return new Step.Send(new MigrationMessage.Commit(id));
    }

    List<Step> committed(Pid where) {
        return switch (state) {
            case COMMITTING -> {
                state = State.LEFT;
                there = where;
                List<Step> steps = new ArrayList<>();
                if (doubt) {
                    steps.add(new Step.Resolved(false));
                }
                steps.add(new Step.Forward(where));
                yield steps;
            }
            case STAYED -> List.of(new Step.Conflict(where));
            default -> List.of();
        };
    }

    List<Step> outcome(Fate fate, @Nullable Pid where) {
        if (state == State.STAYED) {
            return switch (fate) {
                case COMMITTED -> where == null ? List.of() : List.of(new Step.Conflict(where));
                case UNKNOWN, ABORTED -> List.of(new Step.Unfence(), new Step.Forget());
                default -> List.of(abort());
            };
        }
        if (state != State.COMMITTING) {
            return List.of();
        }
        return switch (fate) {
            case COMMITTED, TOOK_OVER -> where == null ? List.of() : committed(where);
            case PREPARED -> List.of(commit());
            case UNKNOWN, ABORTED -> {
                targetKnows = false;
                yield stay(Reason.NO_CONNECTION, "it forgot what it had been given");
            }
            case UNDECIDED -> List.of();
        };
    }

    List<Step> peerLost() {
        if (isBeforeCommit()) {
            return stay(Reason.NO_CONNECTION, "");
        }
        if (state == State.COMMITTING && !doubt) {
            doubt = true;
            return List.of(new Step.Doubt());
        }
        return state == State.STAYED ? List.of(new Step.Unfence()) : List.of();
    }

    /// The phase took too long. One in doubt is resolved alone.
    List<Step> late() {
        if (isBeforeCommit()) {
            return stay(Reason.TIMEOUT, "while it was " + state.name().toLowerCase(Locale.ROOT));
        }
        if (state == State.COMMITTING && !doubt) {
            return List.of(ask());
        }
        if (!isInDoubt()) {
            return List.of();
        }
        List<Step> steps = stay(Reason.IN_DOUBT, "resolved here");
        alone = true;
        return steps;
    }

    /// The peer is there again, or it is time to ask or tell again.
    List<Step> again() {
        if (isInDoubt()) {
            return List.of(ask());
        }
        if (state != State.STAYED) {
            return List.of();
        }
        return alone ? List.of(new Step.Fence(), abort()) : List.of(abort());
    }

    private Step ask() {
        return new Step.Send(new MigrationMessage.Ask(id, true));
    }

    private Step abort() {
        return new Step.Send(new MigrationMessage.Abort(id));
    }

    List<Step> unwritable(Reason reason, String detail) {
        return isBeforeCommit() ? stay(reason, detail) : List.of();
    }

    /// The process ended here, frozen or not.
    List<Step> ended() {
        ended = true;
        if (state == State.STAYED) {
            return List.of(new Step.Forget());
        }
        return isBeforeCommit() ? stay(Reason.ENDED, "") : List.of();
    }

    /// The target has given its instance up, asked or not. It never ran.
    List<Step> aborted() {
        return switch (state) {
            case STAYED -> List.of(new Step.Unfence(), new Step.Forget());
            case LEFT -> List.of();
            default -> {
                targetKnows = false;
                yield stay(Reason.NO_CONNECTION, "it gave the process up");
            }
        };
    }

    List<Step> namesMoved() {
        return state == State.LEFT
                ? List.of(new Step.Send(new MigrationMessage.Finished(id)), new Step.Forget())
                : List.of();
    }

    /// What the target is told when it asks.
    Fate fate() {
        return switch (state) {
            case COMMITTING, LEFT -> Fate.COMMITTED;
            case STAYED -> Fate.ABORTED;
            default -> Fate.UNDECIDED;
        };
    }

    @Nullable Pid there() {
        return there;
    }

    private boolean isBeforeCommit() {
        return state == State.REQUESTED || state == State.FREEZING || state == State.SENDING;
    }

    private List<Step> stay(Reason reason, String detail) {
        List<Step> steps = new ArrayList<>();
        boolean doubted = isInDoubt();
        boolean asked = state != State.REQUESTED || targetKnows;
        state = State.STAYED;
        if (!ended) {
            steps.add(new Step.Thaw());
        }
        if (doubted) {
            steps.add(new Step.Resolved(true));
        }
        steps.add(new Step.Fail(reason, detail));
        if (targetKnows && asked) {
            steps.add(abort());
        } else {
            steps.add(new Step.Forget());
        }
        return steps;
    }
}
