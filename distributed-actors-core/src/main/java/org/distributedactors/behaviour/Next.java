package org.distributedactors.behaviour;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.distributedactors.process.ExitReason;
import org.jspecify.annotations.Nullable;

/// What a server does after a message: what its handlers return. Made by the methods of {@link ServerCallbacks} and
/// {@link GenServer}.
public sealed interface Next {

    /// The same, and if no message comes for so long, {@link Timeout} comes to `handleInfo`.
    default Next withTimeout(Duration idle) {
        return new WithTimeout(this, idle);
    }

    record NoReply() implements Next {
        static final NoReply INSTANCE = new NoReply();
    }

    /// Answers the call in hand. After a cast there is nobody to answer, and nothing happens.
    record Reply(@Nullable Object value) implements Next {}

    /// Hands the caller to somebody who answers later.
    record ReplyLater(Consumer<From<@Nullable Object>> keep) implements Next {}

    /// Answers the call when the stage is complete. If it fails, the server ends with that reason.
    record ReplyWhen(CompletionStage<? extends @Nullable Object> stage) implements Next {}

    record Stop(ExitReason reason) implements Next {}

    record StopAfterReply(ExitReason reason, @Nullable Object value) implements Next {}

    record WithTimeout(Next next, Duration idle) implements Next {}
}
