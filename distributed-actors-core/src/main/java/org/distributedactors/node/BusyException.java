package org.distributedactors.node;

import org.distributedactors.term.Atom;

/// A message was not sent, because too much waits for its node already and the sender did not wait.
public final class BusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BusyException(Atom node, String why) {
        super("too much waits to be sent to " + node.name() + ", and " + why);
    }
}
