/// The state of actors outlives their nodes: an actor that says so has it kept in a
/// {@link org.distributedactors.boot.state.StateStore}, and goes on with it wherever it is started again.
@NullMarked
package org.distributedactors.boot.state;

import org.jspecify.annotations.NullMarked;
