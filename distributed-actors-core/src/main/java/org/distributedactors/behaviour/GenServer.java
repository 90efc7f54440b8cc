package org.distributedactors.behaviour;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessBehaviour;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Self;
import org.distributedactors.process.SpawnOptions;
import org.jspecify.annotations.Nullable;

/// A server: private state and one message at a time, after OTP's `gen_server`. One instance is one process.
///
/// ```java
/// class CounterServer implements GenServer<CounterMsg> {
///     private long value;
///     public Next handle(CounterMsg m) {
///         return switch (m) {
///             case CounterMsg.Add(long n) -> { value += n; yield noReply(); }
///             case CounterMsg.Get get     -> reply(get, value);
///         };
///     }
/// }
/// ```
///
/// A handler may block: that delays this process and no other. An exception in a handler ends the process with
/// `{Reason, Stack}`; the caller of a call in hand sees that reason, links and monitors are told, a supervisor starts a
/// fresh instance.
///
/// @param <M> the protocol: casts, and the calls that are its {@link Call}s
public interface GenServer<M> extends ServerCallbacks {

    /// A cast or a call.
    Next handle(M message) throws Exception;

    /// Answers the call in hand.
    default <R extends @Nullable Object> Next reply(Call<?, R> call, R value) {
        return new Next.Reply(value);
    }

    /// Answers the call in hand with whatever value; for servers whose messages are terms.
    default Next reply(@Nullable Object value) {
        return new Next.Reply(value);
    }

    /// Answers the call in hand when the stage is complete; meanwhile the server goes on. If the stage fails, the server
    /// ends with that reason, as if the handler had thrown it.
    default <R extends @Nullable Object> Next reply(
            Call<?, R> call, CompletionStage<? extends R> stage) {
        return new Next.ReplyWhen(stage);
    }

    /// Leaves the call open: `keep` gets the caller, who is answered by {@link From#reply} at any time from any thread.
    default <R extends @Nullable Object> Next replyLater(Call<?, R> call, Consumer<From<R>> keep) {
        @SuppressWarnings("unchecked") // the call in hand is this one, so its caller waits for an R
        Consumer<From<@Nullable Object>> any = from -> keep.accept((From<R>) (From<?>) from);
        return new Next.ReplyLater(any);
    }

    /// The same for servers whose messages are terms. `keep` is not called for a cast.
    default Next replyLater(Consumer<From<@Nullable Object>> keep) {
        return new Next.ReplyLater(keep);
    }

    /// Answers the call in hand and ends the server.
    default <R extends @Nullable Object> Next stop(ExitReason reason, Call<?, R> call, R value) {
        return new Next.StopAfterReply(reason, value);
    }

    /// Starts the server and waits until its `init` is done.
    static <M> StartResult<M> start(ProcessRuntime runtime, GenServer<M> server) {
        return start(runtime, SpawnOptions.DEFAULT, server);
    }

    /// Starts the server and waits until its `init` is done. Do not wait for a process whose activator has no thread but
    /// the one that waits.
    static <M> StartResult<M> start(
            ProcessRuntime runtime, SpawnOptions options, GenServer<M> server) {
        GenServerProcess<M> process = new GenServerProcess<>(server, null);
        return Starting.await(runtime, process, () -> runtime.spawn(options, process));
    }

    /// Starts the server linked to `self` and waits until its `init` is done.
    static <M> StartResult<M> startLink(Self self, SpawnOptions options, GenServer<M> server) {
        GenServerProcess<M> process = new GenServerProcess<>(server, self.pid());
        return Starting.await(self.runtime(), process, () -> self.spawnLink(options, process));
    }

    /// The server as the runtime runs it, for whoever spawns it himself and does not wait.
    static <M> ProcessBehaviour behaviour(GenServer<M> server) {
        return new GenServerProcess<>(server, null);
    }

    /// The same, with somebody who hears of each message that was handled.
    static <M> ProcessBehaviour behaviour(GenServer<M> server, Handled listener) {
        return new GenServerProcess<>(server, null, listener, null);
    }

    /// The same for a server whose state is told by somebody else, with or without a listener.
    static <M> ProcessBehaviour behaviour(
            GenServer<M> server, @Nullable Handled listener, Movable<?> state) {
        return new GenServerProcess<>(server, null, listener, state);
    }
}
