package org.distributedactors.behaviour;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.distributedactors.process.Awaiting;
import org.distributedactors.process.DeadLetter;
import org.distributedactors.process.Destination;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessInfo;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.RemoteMessage;
import org.distributedactors.process.ShortWaits;
import org.distributedactors.process.Timer;
import org.distributedactors.process.Timers;
import org.distributedactors.process.TraceToken;
import org.distributedactors.process.Traced;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// One call under way. The first of reply, DOWN, loss of the node and timeout is the outcome; nothing arrives later. The
/// caller's thread waits, or a future is completed on a thread of the runtime's activator; the reply is decoded there,
/// never on the thread that brought it.
///
/// A call to another node is a monitor and an alias in one reference. Inside a node the request carries this object, and
/// the alias exists only once somebody has asked for it: a callee that does not answer at once, or hands the caller on.
final class PendingCall implements Awaiting {

    private static final VarHandle OUTCOME;

    static {
        try {
            OUTCOME =
                    MethodHandles.lookup()
                            .findVarHandle(PendingCall.class, "outcome", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// The outcome of a call whose caller does not wait any more, for a reason that it knows.
    private static final Object GIVEN_UP = new Object();

    private final ServerCall call;
    private final ProcessRuntime runtime;
    private final Destination callee;
    private final @Nullable Thread waiter;
    private final @Nullable CompletableFuture<@Nullable Object> future;
    private volatile @Nullable Reference alias;
    private volatile boolean parked;
    private volatile @Nullable Timer timer;
    private volatile @Nullable Object outcome;

    private PendingCall(ServerCall call, Destination callee, boolean async) {
        this.call = call;
        this.runtime = call.runtime();
        this.callee = callee;
        this.waiter = async ? null : Thread.currentThread();
        this.future = async ? new CompletableFuture<>() : null;
    }

    /// What shall be called.
    ///
    /// @param address as it is written in exceptions
    record ServerCall(
            ProcessRuntime runtime,
            Term address,
            Object request,
            @Nullable Type replyType,
            Duration timeout) {

        CallFailedException failed(ExitReason reason) {
            return new CallFailedException(reason, address, typeOf(request));
        }
    }

    /// @param token what goes along with the request; null for nothing
    static @Nullable Object call(
            ServerCall call, Optional<Destination> callee, @Nullable TraceToken token) {
        Destination target = callee.orElseThrow(() -> call.failed(ExitReason.NOPROC));
        if (call.runtime().isSelf(target)) {
            throw call.failed(ExitReason.of("calling_self"));
        }
        return new PendingCall(call, target, false).sendAndAwait(token);
    }

    /// @param token what goes along with the request; null for nothing
    static CompletionStage<@Nullable Object> callAsync(
            ServerCall call, Optional<Destination> callee, @Nullable TraceToken token) {
        if (callee.isEmpty()) {
            return CompletableFuture.failedStage(call.failed(ExitReason.NOPROC));
        }
        PendingCall pending = new PendingCall(call, callee.get(), true);
        CompletableFuture<@Nullable Object> result = pending.future;
        if (result == null) {
            throw new AssertionError();
        }
        pending.open();
        try {
            pending.runtime.send(pending.callee, pending.message(token));
        } catch (IllegalArgumentException refused) {
            pending.giveUp(GIVEN_UP);
            return CompletableFuture.failedStage(refused);
        }
        pending.timer = call.runtime().timers().after(call.timeout(), pending::timedOut);
        if (pending.outcome != null) {
            pending.stopTimer();
        }
        return result.minimalCompletionStage();
    }

    private boolean isLocal() {
        return callee.node().equals(runtime.node());
    }

    private void open() {
        if (!isLocal()) {
            runtime.monitor(callee, alias());
        }
    }

    /// Under which the answer may come from anywhere. The alias is open from the first time that somebody asks.
    Reference alias() {
        Reference known = alias;
        return known == null ? openAlias() : known;
    }

    private synchronized Reference openAlias() {
        Reference known = alias;
        if (known != null) {
            return known;
        }
        Reference made = runtime.makeRef();
        runtime.aliases().open(made, this, isLocal() ? null : callee.node());
        alias = made;
        if (outcome != null) {
            runtime.aliases().close(made);
        }
        return made;
    }

    private Object message(@Nullable TraceToken token) {
        return Traced.of(
                new GenCall(From.waiting(runtime, runtime.sender(), this), call.request()), token);
    }

    // ---- the outcome, on any thread

    boolean isOver() {
        return outcome != null;
    }

    /// A server of this node answers.
    void replied(Pid caller, @Nullable Object value) {
        if (!settle(new LocalReply(value))) {
            String type = value == null ? "null" : value.getClass().getName();
            runtime.deadLetter(DeadLetter.NO_ALIAS, caller, type);
        }
    }

    @Override
    public void answered(Object message) {
        if (!isLocal()) {
            runtime.demonitor(callee, alias());
        }
        settle(message);
    }

    @Override
    public void down(ExitReason reason) {
        boolean nodeLost = reason.equals(ExitReason.NOCONNECTION) && !isLocal();
        settle(nodeLost ? ExitReason.nodedown(callee.node()) : reason);
    }

    /// Looks at a callee of this node first: giving up wakes it. The node of another one is asked when the call is given up.
    private void timedOut() {
        if (outcome != null) {
            return;
        }
        if (isLocal()) {
            giveUp(timeoutException());
        } else if (giveUp(GIVEN_UP)) {
            explain();
        }
    }

    /// Asks the node of the callee what that is doing, for half a second at most and no longer than the call has waited. The
    /// caller waits for it; who has not waited for the answer does not for this either.
    private void explain() {
        Duration limit =
                call.timeout().compareTo(CallTimeoutException.LONGEST_LOOK) < 0
                        ? call.timeout()
                        : CallTimeoutException.LONGEST_LOOK;
        CompletableFuture<Optional<ProcessInfo>> answer =
                runtime.inspect(callee, limit).toCompletableFuture();
        CompletableFuture<@Nullable Object> result = future;
        if (result == null) {
            throw timeoutException(awaitExplanation(answer, limit).orElse(null));
        }
        answer.whenComplete((info, failure) ->
                runtime.activator()
                        .activate(() ->
                                result.completeExceptionally(
                                        timeoutException(
                                                info == null ? null : info.orElse(null)))));
    }

    private static Optional<ProcessInfo> awaitExplanation(
            CompletableFuture<Optional<ProcessInfo>> answer, Duration limit) {
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException nothing) {
            // Then the exception says what the caller knows.
        }
        return Optional.empty();
    }

    /// Whether this was before any outcome.
    private boolean giveUp(Object why) {
        boolean first = settle(why);
        if (first && !isLocal()) {
            runtime.demonitor(callee, alias());
        }
        return first;
    }

    /// Whether this is the outcome, because there was none.
    private boolean settle(Object result) {
        if (!OUTCOME.compareAndSet(this, null, result)) {
            return false;
        }
        Reference open = alias;
        if (open != null) {
            runtime.aliases().close(open);
        }
        if (waiter == null) {
            stopTimer();
            if (!GIVEN_UP.equals(result)) {
                runtime.activator().activate(this::completeFuture);
            }
        } else if (parked) {
            LockSupport.unpark(waiter);
        }
        return true;
    }

    private void stopTimer() {
        Timer running = timer;
        if (running != null) {
            running.cancel();
        }
    }

    private void completeFuture() {
        if (future == null) {
            return;
        }
        try {
            future.complete(result());
        } catch (RuntimeException e) {
            future.completeExceptionally(e);
        }
    }

    // ---- the caller

    /// An idle callee that is marked as non-blocking runs within the sending, so often nothing is left to wait for.
    private @Nullable Object sendAndAwait(@Nullable TraceToken token) {
        long deadline = runtime.ticker().nanos() + call.timeout().toNanos();
        open();
        try {
            runtime.sendAndLendThread(callee, message(token));
        } catch (IllegalArgumentException refused) {
            giveUp(GIVEN_UP);
            throw refused;
        }
        if (outcome == null) {
            await(deadline);
        } else {
            checkTime(deadline);
        }
        return result();
    }

    private void checkTime(long deadline) {
        Duration late = Duration.ofNanos(runtime.ticker().nanos() - deadline);
        if (late.isPositive()) {
            throw CallTimeoutException.onTheCallersThread(
                    call.address(),
                    typeOf(call.request()),
                    call.timeout(),
                    call.timeout().plus(late));
        }
    }

    private void await(long deadline) {
        ShortWaits shortWaits = runtime.shortWaits();
        int kind = callee.hashCode();
        long start = runtime.ticker().nanos();
        if (!shortWaits.look(kind, deadline - start, this::isOver)) {
            park(deadline);
            stopTimer();
        }
        shortWaits.waited(kind, runtime.ticker().nanos() - start);
    }

    private void park(long deadline) {
        parked = true;
        while (outcome == null) {
            long remaining = deadline - runtime.ticker().nanos();
            if (remaining <= 0) {
                timedOut();
            } else if (Thread.currentThread().isInterrupted()) {
                giveUpBecauseOf("interrupted");
            } else if (!ProcessRuntime.aboutToWait()) {
                giveUpBecauseOf("nonblocking");
            } else {
                parkFor(remaining);
            }
        }
    }

    /// To park for a limited time costs a virtual thread a wake-up of the JDK's own timer thread; ours costs a list entry.
    private void parkFor(long nanos) {
        if (!Thread.currentThread().isVirtual()) {
            LockSupport.parkNanos(this, nanos);
            return;
        }
        Timer limit = timer;
        if (limit == null || limit.left().isEmpty()) {
            limit = runtime.timers().after(Duration.ofNanos(nanos), wakeUp());
            timer = limit;
        }
        if (limit.equals(Timer.OVER)) {
            LockSupport.parkNanos(this, nanos);
        } else if (outcome == null) {
            LockSupport.park(this);
        }
    }

    private Timers.WakeUp wakeUp() {
        Thread caller = Thread.currentThread();
        return () -> LockSupport.unpark(caller);
    }

    private void giveUpBecauseOf(String reason) {
        if (giveUp(GIVEN_UP)) {
            throw call.failed(ExitReason.of(reason));
        }
    }

    private @Nullable Object result() {
        return switch (outcome) {
            case null -> throw new AssertionError("no outcome yet");
            case ExitReason reason -> throw call.failed(reason);
            case CallTimeoutException late -> throw late;
            case LocalReply(Object value) -> value;
            case GenReply(Term tag, Object reply) -> reply;
            case RemoteMessage bytes -> decoded(bytes);
            case Object other -> other;
        };
    }

    private @Nullable Object decoded(RemoteMessage bytes) {
        try {
            Object message = bytes.decode(new ReplyType(call.replyType()));
            return message instanceof GenReply(Term tag, Object reply) ? reply : message;
        } catch (RuntimeException e) {
            CallFailedException failure = call.failed(ExitReason.of("bad_reply"));
            failure.initCause(e);
            throw failure;
        }
    }

    private CallTimeoutException timeoutException() {
        Optional<Pid> pid =
                switch (callee) {
                    case Destination.ToPid(Pid target) -> Optional.of(target);
                    case Destination.ToName name when isLocal() -> runtime.whereis(name.name());
                    case Destination.ToName name -> Optional.empty();
                };
        return timeoutException(pid.flatMap(runtime::info).orElse(null));
    }

    private CallTimeoutException timeoutException(@Nullable ProcessInfo info) {
        return new CallTimeoutException(
                call.address(), typeOf(call.request()), call.timeout(), info);
    }

    /// How a request is called where a content must not show.
    static String typeOf(Object request) {
        return request instanceof Invocation invocation
                ? invocation.method()
                : request.getClass().getName();
    }
}
