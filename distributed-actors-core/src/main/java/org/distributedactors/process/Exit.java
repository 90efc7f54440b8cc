package org.distributedactors.process;

import org.distributedactors.term.Pid;

/// An exit signal, turned into a message because the receiver traps exits.
public record Exit(Pid from, ExitReason reason) {}
