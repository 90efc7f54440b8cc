package org.distributedactors.boot.context;

import org.distributedactors.process.DeadLetter;
import org.distributedactors.term.Term;

/// Messages have reached nobody. At most ten such events come in a second; the meter `distributed.actors.dead.letters`
/// counts all.
///
/// @param why why the one that is told of reached nobody
/// @param receiver the pid, name or alias it was for
/// @param messageType its type, never its content
/// @param others how many more there were since the last event, of whatever reason
public record DeadLettersEvent(DeadLetter why, Term receiver, String messageType, long others) {}
