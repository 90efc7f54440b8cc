package org.distributedactors.transport.netty;

import java.net.BindException;
import java.net.InetSocketAddress;
import org.distributedactors.transport.TransportException;
import org.distributedactors.transport.TransportException.Kind;

/// Says why a port could not be opened.
final class ListenFailure {

    private ListenFailure() {}

    static TransportException of(InetSocketAddress address, Throwable cause) {
        String where = address.getAddress().getHostAddress() + ":" + address.getPort();
        boolean taken =
                cause instanceof BindException
                        && String.valueOf(cause.getMessage()).contains("in use");
        return taken
                ? new TransportException(
                        Kind.PORT_IN_USE, "Cannot listen on " + where + ": it is in use", cause)
                : new TransportException(
                        Kind.ADDRESS_UNUSABLE,
                        "Cannot listen on " + where + ": " + LinkHandler.describe(cause),
                        cause);
    }
}
