package org.distributedactors.behaviour;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.distributedactors.process.Address;
import org.distributedactors.process.Destination;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.MessageTracing;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.Traced;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// The typed address of a server: a pid, a name here, a name on a node, or whatever a resolver finds, such as a name of
/// the whole cluster. It is resolved each time it is used; the same methods work wherever the server lives, and from
/// any thread, inside a process or not.
///
/// @param <M> the protocol of the server
public final class ServerRef<M> implements Address {

    /// As in OTP.
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private final Supplier<ProcessRuntime> runtime;
    private final Term term;
    private final Supplier<Optional<Destination>> resolver;
    private final Duration timeout;
    private final boolean traced;

    private ServerRef(
            Supplier<ProcessRuntime> runtime, Term term, Supplier<Optional<Destination>> resolver) {
        this(runtime, term, resolver, DEFAULT_TIMEOUT, true);
    }

    private ServerRef(
            Supplier<ProcessRuntime> runtime,
            Term term,
            Supplier<Optional<Destination>> resolver,
            Duration timeout,
            boolean traced) {
        this.runtime = runtime;
        this.term = term;
        this.resolver = resolver;
        this.timeout = timeout;
        this.traced = traced;
    }

    /// The same address, whose calls wait so long when they say nothing else.
    public ServerRef<M> withTimeout(Duration newTimeout) {
        return new ServerRef<>(runtime, term, resolver, newTimeout, traced);
    }

    /// The same address for what the runtime does for itself: no {@link MessageTracing} is told of its calls.
    public ServerRef<M> untraced() {
        return new ServerRef<>(runtime, term, resolver, timeout, false);
    }

    public static <M> ServerRef<M> of(ProcessRuntime runtime, Pid pid) {
        Destination destination = Destination.of(pid);
        return new ServerRef<>(() -> runtime, pid, () -> Optional.of(destination));
    }

    /// Whoever has the name on this node.
    public static <M> ServerRef<M> of(ProcessRuntime runtime, Atom name) {
        Destination destination = Destination.of(name, runtime.node());
        return new ServerRef<>(() -> runtime, name, () -> Optional.of(destination));
    }

    /// Whoever has the name on that node.
    public static <M> ServerRef<M> of(ProcessRuntime runtime, Atom name, Atom node) {
        Destination destination = Destination.of(name, node);
        return new ServerRef<>(() -> runtime, destination.term(), () -> Optional.of(destination));
    }

    /// Whatever the resolver finds at each use.
    ///
    /// @param term how it is written in messages, such as `{global, Name}`
    public static <M> ServerRef<M> of(
            ProcessRuntime runtime, Term term, Supplier<Optional<Destination>> resolver) {
        return new ServerRef<>(() -> runtime, term, resolver);
    }

    /// Whatever the resolver finds at each use. May be made before there is a runtime.
    ///
    /// @param runtime gives the runtime at each use
    /// @param term how it is written in messages, such as `{global, Name}`
    public static <M> ServerRef<M> of(
            Supplier<ProcessRuntime> runtime, Term term, Supplier<Optional<Destination>> resolver) {
        return new ServerRef<>(runtime, term, resolver);
    }

    @Override
    public Optional<Destination> resolve() {
        return resolver.get();
    }

    @Override
    public Term term() {
        return term;
    }

    /// Sends a message that is not answered, `$gen_cast`. Never fails and never waits, but as
    /// {@link ProcessRuntime#send} does.
    ///
    /// @throws IllegalArgumentException when the server is on another node and the type of the message has no form on the
    ///     wire
    public void cast(M message) {
        resolve().ifPresent(to -> send(to, new GenCast(message), message));
    }

    /// Sends a plain message, which comes to `handleInfo`. Never fails and never waits, but as
    /// {@link ProcessRuntime#send} does.
    ///
    /// @throws IllegalArgumentException when the server is on another node and the type of the message has no form on the
    ///     wire
    public void send(Object message) {
        resolve().ifPresent(to -> send(to, message, message));
    }

    private void send(Destination to, Object sent, Object message) {
        ProcessRuntime via = runtime();
        MessageTracing tracing = tracing(via);
        via.send(
                to,
                tracing == null
                        ? sent
                        : Traced.of(sent, tracing.sending(to, PendingCall.typeOf(message))));
    }

    private @Nullable MessageTracing tracing(ProcessRuntime via) {
        return traced ? via.tracing() : null;
    }

    /// Asks and waits for the answer, at most five seconds unless {@link #withTimeout} has said something else.
    ///
    /// @throws CallTimeoutException when the answer does not come in time
    /// @throws CallFailedException at once when the server ends, does not exist, or its node is lost, with `{bad_request, Why}`
    ///     when the request cannot be written or is none that the server knows
    /// @throws IllegalArgumentException when the server is on another node and the type of the request has no form on the
    ///     wire
    public <R extends @Nullable Object> R call(Call<M, R> request) {
        return call(request, timeout);
    }

    /// Asks and waits for the answer.
    ///
    /// @throws CallTimeoutException when the answer does not come in time
    /// @throws CallFailedException at once when the server ends, does not exist, or its node is lost
    @SuppressWarnings({
        "unchecked",
        "NullAway"
    }) // the compiler checked a local reply, a remote one is decoded to the type
    public <R extends @Nullable Object> R call(Call<M, R> request, Duration timeout) {
        return (R) call(request, TypeArguments.replyType(request.getClass()), timeout);
    }

    /// Asks with any request and says what the answer decodes to when it comes from another node.
    ///
    /// @param replyType null asks for a `Term`
    public @Nullable Object call(Object request, @Nullable Type replyType, Duration timeout) {
        PendingCall.ServerCall call = serverCall(request, replyType, timeout);
        MessageTracing tracing = tracing(call.runtime());
        return tracing == null
                ? PendingCall.call(call, resolve(), null)
                : TracedCalls.call(tracing, call, resolve());
    }

    /// Asks without waiting. The stage fails with what {@link #call} throws. What depends on it runs on a thread of the
    /// runtime's activator, not in the process that asks.
    public <R extends @Nullable Object> CompletionStage<R> callAsync(Call<M, R> request) {
        return callAsync(request, timeout);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // as for call
    public <R extends @Nullable Object> CompletionStage<R> callAsync(
            Call<M, R> request, Duration timeout) {
        return (CompletionStage<R>)
                callAsync(request, TypeArguments.replyType(request.getClass()), timeout);
    }

    /// As {@link #call(Object, Type, Duration)}, without waiting.
    public CompletionStage<@Nullable Object> callAsync(
            Object request, @Nullable Type replyType, Duration timeout) {
        PendingCall.ServerCall call = serverCall(request, replyType, timeout);
        MessageTracing tracing = tracing(call.runtime());
        return tracing == null
                ? PendingCall.callAsync(call, resolve(), null)
                : TracedCalls.callAsync(tracing, call, resolve());
    }

    private PendingCall.ServerCall serverCall(
            Object request, @Nullable Type replyType, Duration timeout) {
        return new PendingCall.ServerCall(runtime(), term, request, replyType, timeout);
    }

    /// Asks a server of this node to end after the messages that are queued. One elsewhere gets an exit signal.
    public void stop(ExitReason reason) {
        resolve().ifPresent(to -> stop(to, reason));
    }

    private void stop(Destination to, ExitReason reason) {
        if (to.node().equals(runtime().node())) {
            runtime().send(to, new StopRequest(reason));
        } else if (to instanceof Destination.ToPid(Pid pid)) {
            runtime().exit(pid, reason);
        }
    }

    /// The pid, if the address is one or a name of this node that somebody has; a name of another node is not asked for.
    public Optional<Pid> whereis() {
        return resolve()
                .flatMap(to ->
                        switch (to) {
                            case Destination.ToPid(Pid pid) -> Optional.of(pid);
                            case Destination.ToName(Atom name, Atom node) ->
                                    node.equals(runtime().node())
                                            ? runtime().whereis(name)
                                            : Optional.empty();
                        });
    }

    public ProcessRuntime runtime() {
        return runtime.get();
    }

    /// Whether both address the same, by the same words.
    @Override
    public boolean equals(Object other) {
        return other instanceof ServerRef<?> that && term.equals(that.term);
    }

    @Override
    public int hashCode() {
        return term.hashCode();
    }

    @Override
    public String toString() {
        return "ServerRef[" + term + "]";
    }
}
