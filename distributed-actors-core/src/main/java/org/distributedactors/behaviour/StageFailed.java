package org.distributedactors.behaviour;

import org.distributedactors.process.ExitReason;

/// A stage that should have answered a call has failed.
record StageFailed(ExitReason reason) {}
