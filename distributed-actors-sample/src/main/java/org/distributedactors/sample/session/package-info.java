/// Many small processes that spread over the nodes, move when nodes come and go, and outlive one that is killed.
@NullMarked
package org.distributedactors.sample.session;

import org.jspecify.annotations.NullMarked;
