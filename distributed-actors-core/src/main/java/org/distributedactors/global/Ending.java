package org.distributedactors.global;

import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// How a request ended.
///
/// @param owner who has the name when it was refused for that, else null
record Ending(Outcome outcome, @Nullable Pid owner) {

    boolean isYes() {
        return outcome == Outcome.YES;
    }
}
