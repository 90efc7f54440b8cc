/// Assembles a node from its parts, starts them in order and stops them in reverse.
@NullMarked
package org.distributedactors.kernel;

import org.jspecify.annotations.NullMarked;
