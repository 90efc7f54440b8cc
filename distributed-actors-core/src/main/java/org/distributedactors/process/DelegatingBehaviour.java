package org.distributedactors.process;

import org.jspecify.annotations.Nullable;

/// A behaviour with something around it: unless a method is overridden, it is answered by the one within. So what a
/// behaviour says of itself (its mailbox, its protocol, how it moves) is not lost on the way.
public abstract class DelegatingBehaviour implements ProcessBehaviour {

    private final ProcessBehaviour behaviour;

    /// @param behaviour the one within
    protected DelegatingBehaviour(ProcessBehaviour behaviour) {
        this.behaviour = behaviour;
    }

    @Override
    public @Nullable ExitReason start(Self self) throws Exception {
        return behaviour.start(self);
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) throws Exception {
        return behaviour.receive(self, message);
    }

    @Override
    public void terminate(Self self, ExitReason reason) throws Exception {
        behaviour.terminate(self, reason);
    }

    @Override
    public @Nullable MailboxBound mailbox() {
        return behaviour.mailbox();
    }

    @Override
    public @Nullable Object protocol() {
        return behaviour.protocol();
    }

    @Override
    public boolean isNonBlocking() {
        return behaviour.isNonBlocking();
    }

    @Override
    public @Nullable MovableBehaviour movable() {
        return behaviour.movable();
    }

    @Override
    public String typeOf(Object message) {
        return behaviour.typeOf(message);
    }

    @Override
    public String type() {
        return behaviour.type();
    }
}
