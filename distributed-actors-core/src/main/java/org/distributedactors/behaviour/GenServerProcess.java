package org.distributedactors.behaviour;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.distributedactors.process.Exit;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.MovableBehaviour;
import org.distributedactors.process.NonBlocking;
import org.distributedactors.process.Self;
import org.distributedactors.process.Timer;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// Runs a {@link GenServer} as a process: messages to handlers, what the handlers return to effects.
final class GenServerProcess<M> implements Readiness {

    private final GenServer<M> server;
    private final @Nullable Pid parent;
    private final @Nullable Handled listener;
    private final @Nullable Movable<?> state;
    private @Nullable Consumer<@Nullable ExitReason> ready;
    private @Nullable IdleTimer idle;

    /// @param parent who started it linked; its exit ends the server also when the server traps exits
    GenServerProcess(GenServer<M> server, @Nullable Pid parent) {
        this(server, parent, null, null);
    }

    /// @param listener hears of each message that was handled
    /// @param state tells the server's state; null when the server does
    GenServerProcess(
            GenServer<M> server,
            @Nullable Pid parent,
            @Nullable Handled listener,
            @Nullable Movable<?> state) {
        this.server = server;
        this.parent = parent;
        this.listener = listener;
        this.state = state;
    }

    /// The timer that runs, and at the same time the message it sends; one that was stopped too late is another object.
    static final class IdleTimer {
        @Nullable Timer timer;
    }

    @Override
    public void onReady(Consumer<@Nullable ExitReason> listener) {
        ready = listener;
    }

    @Override
    public @Nullable ExitReason start(Self self) throws Exception {
        ExitReason reason;
        try {
            reason = apply(self, server.init(self), null);
        } catch (Throwable thrown) {
            tellReady(ExitReason.of(thrown));
            throw thrown;
        }
        tellReady(reason);
        return reason;
    }

    private void tellReady(@Nullable ExitReason reason) {
        if (ready != null) {
            ready.accept(reason);
            ready = null;
        }
    }

    @Override
    public @Nullable ExitReason receive(Self self, Object message) throws Exception {
        if (message instanceof IdleTimer timer && timer != idle) {
            return null;
        }
        stopIdleTimer();
        return switch (message) {
            case GenCall(From<?> from, Object request) -> call(self, from, request);
            case GenCast(Object request) ->
                    apply(self, handled(server.handle(protocolMessage(request))), null);
            case StopRequest(ExitReason reason) -> reason;
            case StageFailed(ExitReason reason) -> reason;
            case Exit(Pid from, ExitReason reason) when from.equals(parent) -> reason;
            case IdleTimer timer -> apply(self, handled(server.handleInfo(Timeout.INSTANCE)), null);
            default -> apply(self, handled(server.handleInfo(message)), null);
        };
    }

    private @Nullable ExitReason call(Self self, From<?> from, Object request) throws Exception {
        @SuppressWarnings(
                "unchecked") // the caller's type of reply is the request's, which the handler keeps
        // to
        From<@Nullable Object> caller = (From<@Nullable Object>) from.via(self.runtime());
        return apply(self, handled(server.handle(protocolMessage(request))), caller);
    }

    private Next handled(Next next) throws Exception {
        if (listener != null) {
            listener.handled();
        }
        return next;
    }

    @SuppressWarnings(
            "unchecked") // senders are typed, and bytes were decoded against this very protocol
    private M protocolMessage(Object request) {
        return (M) request;
    }

    private @Nullable ExitReason apply(
            Self self, Next next, @Nullable From<@Nullable Object> caller) {
        switch (next) {
            case Next.NoReply noReply -> {}
            case Next.Reply(Object value) -> answer(caller, value);
            case Next.ReplyLater(Consumer<From<@Nullable Object>> keep) -> {
                if (caller != null) {
                    keep.accept(caller);
                }
            }
            case Next.ReplyWhen when -> answerWhen(self, caller, when);
            case Next.Stop(ExitReason reason) -> {
                return reason;
            }
            case Next.StopAfterReply(ExitReason reason, Object value) -> {
                answer(caller, value);
                return reason;
            }
            case Next.WithTimeout(Next inner, Duration duration) -> {
                ExitReason reason = apply(self, inner, caller);
                startIdleTimer(self, duration);
                return reason;
            }
        }
        return null;
    }

    private static void answer(@Nullable From<@Nullable Object> caller, @Nullable Object value) {
        if (caller != null) {
            caller.reply(value);
        }
    }

    private static void answerWhen(
            Self self, @Nullable From<@Nullable Object> caller, Next.ReplyWhen when) {
        Pid server = self.pid();
        when.stage()
                .whenComplete((value, thrown) -> {
                    Throwable failure = thrown == null ? answered(caller, value) : thrown;
                    if (failure != null) {
                        self.send(server, new StageFailed(ExitReason.of(unwrapped(failure))));
                    }
                });
    }

    /// Nobody sees what a stage's dependents throw, so it is returned.
    private static @Nullable Throwable answered(
            @Nullable From<@Nullable Object> caller, @Nullable Object value) {
        try {
            answer(caller, value);
            return null;
        } catch (IllegalArgumentException unwritable) {
            return unwritable;
        }
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CompletionException && cause != null ? cause : thrown;
    }

    private void startIdleTimer(Self self, Duration duration) {
        stopIdleTimer();
        IdleTimer timer = new IdleTimer();
        idle = timer;
        timer.timer = self.sendAfter(duration, timer);
    }

    private void stopIdleTimer() {
        if (idle != null && idle.timer != null) {
            idle.timer.cancel();
        }
        idle = null;
    }

    @Override
    public void terminate(Self self, ExitReason reason) throws Exception {
        stopIdleTimer();
        tellReady(reason);
        server.terminate(reason);
    }

    // ---- on its way to another node

    @Override
    public @Nullable MovableBehaviour movable() {
        Object told = server instanceof InterfaceServer<?> typed ? typed.implementation() : server;
        Object itself = state == null ? told : state;
        return itself instanceof Movable<?> movable ? new MovableServer(this, movable) : null;
    }

    /// What is left of the time after which the server wants to be told that no message has come.
    Optional<Duration> idleLeft() {
        IdleTimer timer = idle;
        return timer == null || timer.timer == null
                ? Optional.empty()
                : Optional.of(timer.timer.left().orElse(Duration.ZERO));
    }

    /// Goes on with what another instance was.
    void goOn(Self self, Optional<Duration> idleLeft) {
        idleLeft.ifPresent(left -> startIdleTimer(self, left));
    }

    @Override
    public @Nullable Object protocol() {
        return server instanceof InterfaceServer<?> typed
                ? typed.protocol()
                : new ServerProtocol(TypeArguments.messageType(server.getClass()));
    }

    @Override
    public String type() {
        return server instanceof InterfaceServer<?> typed
                ? typed.type()
                : server.getClass().getName();
    }

    @Override
    public boolean isNonBlocking() {
        return server instanceof InterfaceServer<?> typed
                ? typed.isNonBlocking()
                : server.getClass().isAnnotationPresent(NonBlocking.class);
    }

    @Override
    public String typeOf(Object message) {
        return switch (message) {
            case GenCall(From<?> from, Invocation invocation) -> invocation.method();
            case GenCast(Invocation invocation) -> invocation.method();
            case GenCall(From<?> from, Object request) -> request.getClass().getName();
            case GenCast(Object request) -> request.getClass().getName();
            default -> message.getClass().getName();
        };
    }
}
