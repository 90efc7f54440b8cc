/// A whole cluster in one thread, on virtual time, for tests.
///
/// {@link org.distributedactors.testing.SimulatedCluster} runs the real kernels of several nodes: processes, connections,
/// `global` and everything else above the sockets. Clock, timers, chance, activation and network are handed in, all fed by
/// one seed: the same seed gives the same run. What is not simulated are plain processes, which have threads of their own,
/// and everything that waits by blocking its thread.
@NullMarked
package org.distributedactors.testing;

import org.jspecify.annotations.NullMarked;
