package org.distributedactors.process;

import org.distributedactors.term.Pid;

/// What became of a spawn. A taken name is an answer, not an exception.
public sealed interface SpawnResult {

    /// The process that runs now, whoever started it.
    Pid pid();

    record Started(Pid pid) implements SpawnResult {}

    /// The name belongs to another process; nothing was started.
    record AlreadyStarted(Pid pid) implements SpawnResult {}
}
