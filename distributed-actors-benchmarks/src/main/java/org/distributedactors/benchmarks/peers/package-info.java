/// The same workloads on peers, written as their own documentation would have it.
@NullMarked
package org.distributedactors.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
