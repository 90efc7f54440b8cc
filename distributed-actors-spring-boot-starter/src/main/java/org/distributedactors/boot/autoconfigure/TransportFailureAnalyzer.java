package org.distributedactors.boot.autoconfigure;

import org.distributedactors.transport.TransportException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says what to change when the network could not be opened.
final class TransportFailureAnalyzer extends AbstractFailureAnalyzer<TransportException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, TransportException cause) {
        return new FailureAnalysis(
                "The actor node could not start: " + cause.getMessage() + ".",
                action(cause.kind()),
                cause);
    }

    private static String action(TransportException.Kind kind) {
        return switch (kind) {
            case PORT_IN_USE ->
                    "Stop what listens there, set distributed-actors.transport.port to another port, or to 0 to take a free one.";
            case ADDRESS_UNUSABLE ->
                    "Set distributed-actors.transport.bind-address, or distributed-actors.node.host, to an address of this machine.";
            case NAME_TAKEN ->
                    "Stop the other node of this name, or set distributed-actors.node.name to another name.";
            case PORT_MAPPER_UNREACHABLE ->
                    "Start epmd there, correct distributed-actors.epmd.host and distributed-actors.epmd.port, or set distributed-actors.epmd.mode to 'auto' or 'embedded' for a port mapper inside this application.";
        };
    }
}
