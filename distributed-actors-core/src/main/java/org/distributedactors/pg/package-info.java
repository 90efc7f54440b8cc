/// Process groups: processes of all nodes under one name, shared with Erlang's `pg`. No lock and no agreement: each node
/// announces its own processes, and believes the others about theirs.
@NullMarked
package org.distributedactors.pg;

import org.jspecify.annotations.NullMarked;
