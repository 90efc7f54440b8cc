/// What actors handle and what is called as observations of Micrometer, and with them as spans of a trace that goes from
/// the caller to the actor, also on another node. Off unless a property says otherwise; nothing of it is made then.
@NullMarked
package org.distributedactors.boot.observation;

import org.jspecify.annotations.NullMarked;
