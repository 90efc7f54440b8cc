package org.distributedactors.node;

import java.util.Map;
import org.distributedactors.process.Destination;
import org.distributedactors.process.MessageTracing;
import org.distributedactors.process.TraceToken;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Has the same headers go along with each call and message.
record TokenTracing(Map<String, String> headers) implements MessageTracing {

    @Override
    public OpenCall callBegins(Term address, @Nullable Atom node, String messageType) {
        return new OpenCall() {
            @Override
            public TraceToken token() {
                return new TraceToken(headers, "call");
            }

            @Override
            public void ended(@Nullable Throwable failure) {}
        };
    }

    @Override
    public TraceToken sending(Destination to, String messageType) {
        return new TraceToken(headers, "message");
    }
}
