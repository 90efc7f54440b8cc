package org.distributedactors.epmd;

import org.distributedactors.term.Binary;

/// What a port mapper does with the connection that brought a request.
public sealed interface EpmdStep {

    /// Send this and close the connection; clients wait for the end of it.
    record Answer(EpmdResponse response) implements EpmdStep {}

    /// Send this and keep the connection: the node is registered until it ends, see
    /// {@link EpmdRegistry#unregister}. Whatever comes on it ends it, too.
    record Registered(EpmdResponse response, Binary name) implements EpmdStep {}

    /// Send this; the client closes the connection.
    record Rejected(EpmdResponse response) implements EpmdStep {}

    /// Close the connection without an answer.
    record Drop() implements EpmdStep {}
}
