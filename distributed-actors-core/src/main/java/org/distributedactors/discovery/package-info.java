/// Where other nodes are found: an interface, and the list in the configuration.
@NullMarked
package org.distributedactors.discovery;

import org.jspecify.annotations.NullMarked;
