package org.distributedactors.behaviour;

/// Hears that a server has handled a message, in its process, before what the handler returned has an effect: before anybody is
/// answered. An exception ends the server as one of the handler does.
@FunctionalInterface
public interface Handled {

    void handled() throws Exception;
}
