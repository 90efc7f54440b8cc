package org.distributedactors.behaviour;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.distributedactors.process.Awaiting;
import org.distributedactors.process.Destination;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessInfo;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.process.RemoteMessage;
import org.distributedactors.process.Timer;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// One call under way: a monitor and an alias in one reference. The first of reply, DOWN, loss of the node and timeout
/// is the outcome; nothing arrives later. The caller's thread waits, or a future is completed on a thread of the
/// runtime's activator; the reply is decoded there, never on the thread that brought it.
final class PendingCall implements Awaiting {

    private final ProcessRuntime runtime;
    private final Destination callee;
    private final Term address;
    private final Object request;
    private final @Nullable Type replyType;
    private final Duration timeout;
    private final Reference alias;
    private final @Nullable Thread waiter;
    private final @Nullable CompletableFuture<@Nullable Object> future;
    private volatile @Nullable Timer timer;
    private volatile @Nullable Object outcome;

    private PendingCall(ServerCall call, Destination callee, boolean async) {
        this.runtime = call.runtime();
        this.callee = callee;
        this.address = call.address();
        this.request = call.request();
        this.replyType = call.replyType();
        this.timeout = call.timeout();
        this.alias = runtime.makeRef();
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

    static @Nullable Object call(ServerCall call, Optional<Destination> callee) {
        Destination target = callee.orElseThrow(() -> call.failed(ExitReason.NOPROC));
        if (isSelf(call.runtime(), target)) {
            throw call.failed(ExitReason.of("calling_self"));
        }
        PendingCall pending = new PendingCall(call, target, false);
        pending.send();
        return pending.await();
    }

    static CompletionStage<@Nullable Object> callAsync(
            ServerCall call, Optional<Destination> callee) {
        if (callee.isEmpty()) {
            return CompletableFuture.failedStage(call.failed(ExitReason.NOPROC));
        }
        PendingCall pending = new PendingCall(call, callee.get(), true);
        CompletableFuture<@Nullable Object> result = pending.future;
        if (result == null) {
            throw new AssertionError();
        }
        pending.send();
        pending.timer = call.runtime().timers().after(call.timeout(), pending::timedOut);
        if (pending.outcome != null) {
            pending.stopTimer();
        }
        return result.minimalCompletionStage();
    }

    private static boolean isSelf(ProcessRuntime runtime, Destination callee) {
        Pid sender = runtime.sender();
        return switch (callee) {
            case Destination.ToPid(Pid pid) -> pid.equals(sender);
            case Destination.ToName name ->
                    name.node().equals(runtime.node())
                            && runtime.whereis(name.name()).map(sender::equals).orElse(false);
        };
    }

    private boolean isLocal() {
        return callee.node().equals(runtime.node());
    }

    private void send() {
        runtime.aliases().open(alias, this, isLocal() ? null : callee.node());
        if (!isLocal()) {
            runtime.monitor(callee, alias);
        }
        runtime.send(callee, new GenCall(From.waiting(runtime, runtime.sender(), alias), request));
    }

    // ---- the outcome, on any thread

    @Override
    public void answered(Object message) {
        if (!isLocal()) {
            runtime.demonitor(callee, alias);
        }
        complete(message);
    }

    @Override
    public void down(ExitReason reason) {
        boolean nodeLost = reason.equals(ExitReason.NOCONNECTION) && !isLocal();
        complete(nodeLost ? ExitReason.nodedown(callee.node()) : reason);
    }

    /// Looks at the callee first: giving up wakes it.
    private void timedOut() {
        CallTimeoutException late = timeoutException();
        if (giveUp()) {
            complete(late);
        }
    }

    /// Whether this was before any outcome.
    private boolean giveUp() {
        boolean first = runtime.aliases().close(alias);
        if (first && !isLocal()) {
            runtime.demonitor(callee, alias);
        }
        return first;
    }

    private void complete(Object result) {
        outcome = result;
        stopTimer();
        if (waiter != null) {
            LockSupport.unpark(waiter);
        } else {
            runtime.activator().activate(this::completeFuture);
        }
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

    private @Nullable Object await() {
        long deadline = runtime.ticker().nanos() + timeout.toNanos();
        boolean open = true;
        while (outcome == null) {
            long remaining = deadline - runtime.ticker().nanos();
            if (open && remaining <= 0) {
                open = false;
                timedOut();
            } else if (open && Thread.currentThread().isInterrupted()) {
                open = false;
                if (giveUp()) {
                    throw failed(ExitReason.of("interrupted"));
                }
            } else if (open) {
                ProcessRuntime.aboutToWait();
                LockSupport.parkNanos(this, remaining);
            } else {
                Thread.onSpinWait();
            }
        }
        return result();
    }

    private @Nullable Object result() {
        return switch (outcome) {
            case null -> throw new AssertionError("no outcome yet");
            case ExitReason reason -> throw failed(reason);
            case CallTimeoutException late -> throw late;
            case LocalReply(Object value) -> value;
            case GenReply(Term tag, Object reply) -> reply;
            case RemoteMessage bytes -> decoded(bytes);
            case Object other -> other;
        };
    }

    private @Nullable Object decoded(RemoteMessage bytes) {
        try {
            Object message = bytes.decode(new ReplyType(replyType));
            return message instanceof GenReply(Term tag, Object reply) ? reply : message;
        } catch (RuntimeException e) {
            CallFailedException failure = failed(ExitReason.of("bad_reply"));
            failure.initCause(e);
            throw failure;
        }
    }

    private CallFailedException failed(ExitReason reason) {
        return new CallFailedException(reason, address, typeOf(request));
    }

    private CallTimeoutException timeoutException() {
        Optional<Pid> pid =
                switch (callee) {
                    case Destination.ToPid(Pid target) -> Optional.of(target);
                    case Destination.ToName name when isLocal() -> runtime.whereis(name.name());
                    case Destination.ToName name -> Optional.empty();
                };
        ProcessInfo info = pid.flatMap(runtime::info).orElse(null);
        return new CallTimeoutException(address, typeOf(request), timeout, info);
    }

    private static String typeOf(Object request) {
        return request instanceof Invocation invocation
                ? invocation.method()
                : request.getClass().getName();
    }
}
