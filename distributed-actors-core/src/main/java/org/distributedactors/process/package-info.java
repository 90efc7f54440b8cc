/// Processes: what has a pid, a queue of signals, links, monitors and perhaps a name, and the runtime that
/// holds them all. Nothing here knows that there is a network; signals to other nodes leave through
/// {@link org.distributedactors.process.RemoteSignals} and come in through
/// {@link org.distributedactors.process.IncomingSignals}.
@NullMarked
package org.distributedactors.process;

import org.jspecify.annotations.NullMarked;
