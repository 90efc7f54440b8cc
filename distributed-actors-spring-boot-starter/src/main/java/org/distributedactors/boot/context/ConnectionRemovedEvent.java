package org.distributedactors.boot.context;

import org.distributedactors.term.Atom;

/// A connection was closed although it worked, so that no node stays with two others that have lost each other. Discovery
/// connects again.
///
/// @param node the node we are no longer connected with
/// @param reporter who lost its connection, and with that caused it
/// @param lost the node it lost
public record ConnectionRemovedEvent(Atom node, Atom reporter, Atom lost) {}
