/// What the nodes of a cluster tell each other of themselves, for people who look: a summary of each node, bounded in size,
/// made only while somebody asks for it, and the collection of them all.
@NullMarked
package org.distributedactors.boot.overview;

import org.jspecify.annotations.NullMarked;
