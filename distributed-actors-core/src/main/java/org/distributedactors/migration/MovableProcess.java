package org.distributedactors.migration;

import org.distributedactors.term.Pid;

/// A process of this node that may be moved now.
///
/// @param type its declared type
/// @param moves how often it has moved already, whatever node it started on
public record MovableProcess(Pid pid, String type, int moves) {}
