/// The node as a part of the application context: it starts and stops with it, and tells it what happens in the cluster.
@NullMarked
package org.distributedactors.boot.context;

import org.jspecify.annotations.NullMarked;
