/// One small application, and a launcher that runs it as a cluster of three nodes.
@NullMarked
package org.distributedactors.sample;

import org.jspecify.annotations.NullMarked;
