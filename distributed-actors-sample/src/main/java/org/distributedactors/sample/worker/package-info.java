/// Processes that are started on demand, on a chosen node of the cluster.
@NullMarked
package org.distributedactors.sample.worker;

import org.jspecify.annotations.NullMarked;
