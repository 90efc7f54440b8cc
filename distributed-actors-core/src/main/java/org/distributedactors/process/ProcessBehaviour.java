package org.distributedactors.process;

import org.jspecify.annotations.Nullable;

/// What a process without a thread of its own does with one message at a time. The calls never overlap, and each sees
/// what the one before has written.
public interface ProcessBehaviour {

    /// Called first. An exception ends the process.
    ///
    /// @return null to go on, or the reason to end with
    @Nullable ExitReason start(Self self) throws Exception;

    /// A message, a {@link Down} or an {@link Exit}.
    ///
    /// @return null to go on, or the reason to end with
    @Nullable ExitReason receive(Self self, Object message) throws Exception;

    /// Called last, whatever ended the process except `kill`. What it throws is logged and has no other effect.
    default void terminate(Self self, ExitReason reason) throws Exception {}

    /// How many messages may wait, when the spawn does not say; null for any number.
    default @Nullable MailboxBound mailbox() {
        return null;
    }

    /// What messages of other nodes decode to: handed to {@link RemoteMessage#decode}.
    default @Nullable Object protocol() {
        return null;
    }

    /// Whether the process may be run by whoever delivers to it; the same for all of one {@link #type}.
    default boolean isNonBlocking() {
        return getClass().isAnnotationPresent(NonBlocking.class);
    }

    /// What is asked when the process goes on on another node; null when it cannot.
    default @Nullable MovableBehaviour movable() {
        return null;
    }

    /// How a message is called in logs and in what a call that timed out says: a type, never a content.
    default String typeOf(Object message) {
        return message.getClass().getName();
    }

    /// How the process is called in logs: a type, never a content.
    default String type() {
        return getClass().getName();
    }
}
