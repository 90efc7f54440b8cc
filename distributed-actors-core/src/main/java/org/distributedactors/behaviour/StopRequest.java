package org.distributedactors.behaviour;

import org.distributedactors.process.ExitReason;

/// Asks a server of this node to end, in the order of its messages.
record StopRequest(ExitReason reason) {}
