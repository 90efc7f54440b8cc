/// Behaviours: what most processes are. A {@link org.distributedactors.behaviour.GenServer} answers calls and takes
/// casts, a {@link org.distributedactors.behaviour.Supervisor} starts processes and starts them again, and a
/// {@link org.distributedactors.behaviour.ServerRef} is the typed address of a server wherever it lives.
@NullMarked
package org.distributedactors.behaviour;

import org.jspecify.annotations.NullMarked;
