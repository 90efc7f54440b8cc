package org.distributedactors.global;

import org.distributedactors.term.Atom;

/// A member of somebody's partition, and the version of the protocol it speaks; 0 when that was not said.
record KnownNode(Atom node, int version) {}
