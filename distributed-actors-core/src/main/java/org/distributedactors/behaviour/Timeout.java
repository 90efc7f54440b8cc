package org.distributedactors.behaviour;

/// No message came for as long as {@link Next#withTimeout} said. Comes to `handleInfo`.
public record Timeout() {

    static final Timeout INSTANCE = new Timeout();
}
