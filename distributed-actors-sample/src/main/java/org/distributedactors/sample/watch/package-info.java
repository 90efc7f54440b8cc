/// A process that monitors others, wherever they run, and reacts when they are lost.
@NullMarked
package org.distributedactors.sample.watch;

import org.jspecify.annotations.NullMarked;
