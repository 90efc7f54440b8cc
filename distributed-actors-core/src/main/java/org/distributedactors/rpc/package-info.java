/// Functions that other nodes may call: `erpc` and `rpc`, which ask for a process that runs one function, and the old
/// `rex` server.
///
/// Only functions of the {@link org.distributedactors.rpc.FunctionRegistry} can be reached. A name that comes over the network is looked
/// up there and nowhere else; what is not found is `undef`, as for a function that does not exist.
@NullMarked
package org.distributedactors.rpc;

import org.jspecify.annotations.NullMarked;
