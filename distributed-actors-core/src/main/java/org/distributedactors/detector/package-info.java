/// Notices early that another node of this library is silent, and asks further nodes before it is given up. Nodes of Erlang
/// are left to the net tick of their connection.
@NullMarked
package org.distributedactors.detector;

import org.jspecify.annotations.NullMarked;
