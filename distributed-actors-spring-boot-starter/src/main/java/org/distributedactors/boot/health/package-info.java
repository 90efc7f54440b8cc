/// Says whether the node can do its part in the cluster, for whoever asks the application for its health.
@NullMarked
package org.distributedactors.boot.health;

import org.jspecify.annotations.NullMarked;
