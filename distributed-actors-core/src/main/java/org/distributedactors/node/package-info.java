/// The bridge between processes and the network: connections to other nodes, signals to control messages and back.
///
/// {@link org.distributedactors.node.Node} is what applications hold. Below it, {@link org.distributedactors.node.Peers} keeps
/// one connection to each other node, `OutgoingSignals` turns what processes do into control messages, and
/// `IncomingMessages` turns control messages into what processes feel.
@NullMarked
package org.distributedactors.node;

import org.jspecify.annotations.NullMarked;
