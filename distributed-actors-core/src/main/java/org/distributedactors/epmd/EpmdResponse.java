package org.distributedactors.epmd;

import java.util.List;
import org.distributedactors.term.Binary;

/// What the port mapper answers. Nothing in the bytes says which kind of response they are or where it ends:
/// the client knows what it asked, and most responses end with the connection.
public sealed interface EpmdResponse {

    /// ALIVE2_X_RESP, `v`, or ALIVE2_RESP, `y`.
    ///
    /// @param ok whether the node is registered now; otherwise its name was taken or is none
    /// @param creation the incarnation the port mapper gave the node; without meaning when it refused
    /// @param wide whether in the form with 32 bits of creation, for nodes of version 6
    record Alive2(boolean ok, int creation, boolean wide) implements EpmdResponse {}

    /// PORT2_RESP, `w`, of a node that is registered.
    record PortFound(EpmdNode node) implements EpmdResponse {}

    /// PORT2_RESP, `w`, when no node of that name is registered.
    record PortUnknown() implements EpmdResponse {}

    /// NAMES_RESP.
    ///
    /// @param epmdPort where the port mapper listens
    record Names(int epmdPort, List<NamedPort> nodes) implements EpmdResponse {

        public Names {
            nodes = List.copyOf(nodes);
        }
    }

    /// A line of {@link Names}.
    record NamedPort(Binary name, int port) {}

    /// DUMP_RESP.
    ///
    /// @param epmdPort where the port mapper listens
    record Dump(int epmdPort, List<DumpLine> lines) implements EpmdResponse {

        public Dump {
            lines = List.copyOf(lines);
        }
    }

    /// A line of {@link Dump}.
    ///
    /// @param active whether the node is registered, or was and may come back
    /// @param connection a number for the connection of the node
    record DumpLine(boolean active, Binary name, int port, int connection) {}

    /// KILL_RESP.
    ///
    /// @param ok whether the port mapper goes away
    record Kill(boolean ok) implements EpmdResponse {}

    /// STOP_RESP.
    ///
    /// @param stopped whether there was such a node
    record Stop(boolean stopped) implements EpmdResponse {}
}
