package org.distributedactors.behaviour;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import org.distributedactors.process.MovableBehaviour;
import org.distributedactors.process.Self;
import org.jspecify.annotations.Nullable;

/// A server as what moves it sees it.
record MovableServer(GenServerProcess<?> process, Movable<?> server) implements MovableBehaviour {

    @Override
    public Class<?> implementation() {
        return server.getClass();
    }

    @Override
    public int stateVersion() {
        return server.stateVersion();
    }

    @Override
    public Object moveOut() throws Exception {
        return server.moveOut();
    }

    @Override
    public void moveIn(Self self, MovedState state, Optional<Duration> idle) throws Exception {
        moveIn(server, self, state);
        process.goOn(self, idle);
    }

    private static <S> void moveIn(Movable<S> server, Self self, MovedState moved)
            throws Exception {
        server.moveIn(self, state(server, moved));
    }

    private static <S> S state(Movable<S> server, MovedState moved) throws Exception {
        if (moved.version() < server.stateVersion()) {
            return server.codeChange(moved.version(), moved.term());
        }
        Type type = TypeArguments.stateType(server.getClass());
        @SuppressWarnings("unchecked") // the type is that of the server's own declaration
        S state = (S) (type == null ? moved.term() : moved.as(type));
        return state;
    }

    @Override
    public Optional<Duration> idle() {
        return process.idleLeft();
    }

    @Override
    public @Nullable Object written(Object message) {
        return switch (message) {
            case GenServerProcess.IdleTimer timer -> null;
            case StopRequest(var reason) -> reason;
            case StageFailed(var reason) -> reason;
            default -> message;
        };
    }
}
