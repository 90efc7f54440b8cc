package org.distributedactors.boot.autoconfigure;

/// The properties do not make a node together, though each may be right by itself. The message says what is wrong,
/// {@link #action()} what to change.
final class NodeConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    NodeConfigurationException(String message, String action) {
        super(message);
        this.action = action;
    }

    String action() {
        return action;
    }
}
