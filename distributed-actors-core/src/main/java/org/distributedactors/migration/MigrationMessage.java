package org.distributedactors.migration;

import org.distributedactors.migration.MigrationException.Reason;
import org.distributedactors.process.TransitSignal;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// What the migration servers of two nodes tell each other about one migration.
sealed interface MigrationMessage {

    /// Which migration it is about: a reference of the source.
    Reference id();

    /// From the source to the target.
    sealed interface ToTarget extends MigrationMessage {}

    /// From the target to the source.
    sealed interface ToSource extends MigrationMessage {}

    /// Asks whether a process of this type may come.
    ///
    /// @param moves how often it has moved, this move included
    record Prepare(Reference id, Pid process, String type, int version, int moves)
            implements ToTarget {}

    /// A part of what the process is, in order.
    record Part(Reference id, int index, boolean last, Binary bytes) implements ToTarget {}

    /// It is the target's now.
    record Commit(Reference id) implements ToTarget {}

    /// It stays with the source.
    record Abort(Reference id) implements ToTarget {}

    /// The source needs the target's memory of it no more.
    record Finished(Reference id) implements ToTarget {}

    /// Something that came to where the process was.
    record Carry(Reference id, TransitSignal signal) implements ToTarget {}

    record Ready(Reference id) implements ToSource {}

    record Refused(Reference id, Reason reason, String detail) implements ToSource {}

    record Received(Reference id, int index) implements ToSource {}

    /// An instance is there and waits.
    record Prepared(Reference id, Pid process) implements ToSource {}

    /// It runs there.
    record Committed(Reference id, Pid process) implements ToSource {}

    /// The target has given its instance up.
    record Aborted(Reference id) implements ToSource {}

    /// The process has untied itself from one that it was linked with before.
    record Untie(Reference id, Pid other) implements ToSource {}

    /// Asks what became of it.
    ///
    /// @param bySource whether the source asks
    record Ask(Reference id, boolean bySource) implements ToTarget, ToSource {}

    /// @param ofSource whether the source answers
    /// @param process where it runs, if it runs with who answers
    record Outcome(Reference id, boolean ofSource, Fate fate, @Nullable Pid process)
            implements ToTarget, ToSource {}

    /// What became of a migration, as one side knows it.
    enum Fate {
        /// Nothing is known of it, nor will be.
        UNKNOWN,
        /// It may yet go either way, and the other side decides.
        PREPARED,
        /// Not decided yet.
        UNDECIDED,
        /// It is the target's.
        COMMITTED,
        /// The target went on alone, and gives way to the source if that goes on too.
        TOOK_OVER,
        /// It stays with the source.
        ABORTED
    }
}
