/// Names and locks of the whole cluster: Erlang's `global`, as a member that Erlang nodes cannot tell from
/// one of their own.
///
/// What decides is pure: {@link org.distributedactors.global.GlobalState} takes what arrives and returns what
/// is to be done. What runs it, and what an application calls, is built on top of that.
@NullMarked
package org.distributedactors.global;

import org.jspecify.annotations.NullMarked;
