/// One counter in the whole cluster, found by its global name.
@NullMarked
package org.distributedactors.sample.counter;

import org.jspecify.annotations.NullMarked;
