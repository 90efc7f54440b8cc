/// Starting actors on other nodes.
///
/// What may be started here is declared in {@link org.distributedactors.spawn.ActorTypes} under a name, and of that only what is marked
/// spawnable, and only when the node grants it at all. A name that comes over the network is looked up there and
/// nowhere else.
@NullMarked
package org.distributedactors.spawn;

import org.jspecify.annotations.NullMarked;
