package org.distributedactors.boot.actor;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import org.distributedactors.node.Node;
import org.distributedactors.process.MovableBehaviour;
import org.distributedactors.process.RemoteMessage;
import org.distributedactors.process.Self;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// An actor as what moves it sees it. It keeps what it is called among all actors.
///
/// @param implementation the class of the bean, by which nodes know what it is
record ActorMove(ActorProcess process, Node node, Class<?> implementation)
        implements MovableBehaviour {

    @Override
    public int stateVersion() {
        return process.movableServer().stateVersion();
    }

    @Override
    public String label() {
        return process.id();
    }

    @Override
    public Object moveOut() throws Exception {
        return process.movableServer().moveOut();
    }

    @Override
    public void moveIn(Self self, MovedState state, Optional<Duration> idle) throws Exception {
        process.arrives(self, state.label());
        process.movableServer().moveIn(self, state, idle);
        process.arrived(self);
    }

    @Override
    public Optional<Duration> idle() {
        return process.movableServer().idle();
    }

    @Override
    public @Nullable Object written(Object message) {
        return process.movableServer().written(message);
    }

    @Override
    public void left() {
        process.left();
    }

    /// A state that is a term already.
    record Inner(Term state, Node node) implements RemoteMessage {

        @Override
        public Object decode(@Nullable Object protocol) {
            return protocol instanceof Type type ? node.fromTerm(state, type) : state;
        }

        @Override
        public int size() {
            return 0;
        }
    }
}
