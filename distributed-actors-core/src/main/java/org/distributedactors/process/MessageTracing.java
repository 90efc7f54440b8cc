package org.distributedactors.process;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Looks at calls and messages as they are made, and says what goes along with them. Implemented by whoever knows tracing;
/// a runtime has one or none for its whole life, and without one no message is looked at.
///
/// Called on the thread that calls or sends. What it throws would be thrown there, so it throws nothing.
public interface MessageTracing {

    /// A call begins.
    ///
    /// @param address as the caller wrote it
    /// @param node where the callee is; null when nobody is there
    /// @param messageType a type, never a content
    OpenCall callBegins(Term address, @Nullable Atom node, String messageType);

    /// A message that is not answered is about to be sent.
    ///
    /// @param messageType a type, never a content
    /// @return what goes along with it; null for nothing
    @Nullable TraceToken sending(Destination to, String messageType);

    /// A message that is not answered, with what is to go along with it.
    static Object traced(@Nullable MessageTracing tracing, Destination to, Object message) {
        return tracing == null
                ? message
                : Traced.of(message, tracing.sending(to, message.getClass().getName()));
    }

    /// A call under way.
    interface OpenCall {

        /// What goes along with the request.
        TraceToken token();

        /// The call is over. Called once, on any thread.
        ///
        /// @param failure what the caller gets in place of an answer; null when it gets one
        void ended(@Nullable Throwable failure);
    }
}
