/// The node's own counters as meters. Nothing is counted twice: meters read what the core counts anyway.
@NullMarked
package org.distributedactors.boot.metrics;

import org.jspecify.annotations.NullMarked;
