package org.distributedactors.behaviour;

import org.distributedactors.process.Request;
import org.distributedactors.term.Reference;
import org.jspecify.annotations.Nullable;

/// A message for a server that is answered; on the wire `{'$gen_call', {Pid, Tag}, Request}`.
public record GenCall(From<?> from, Object request) implements Request {

    @Override
    public @Nullable Reference alias() {
        return from.alias();
    }

    @Override
    public boolean isSettled() {
        return from.isAnswered();
    }
}
