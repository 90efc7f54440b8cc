package org.distributedactors.behaviour;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessInfo;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// A call got no answer in time. A late answer does no harm: it vanishes. The exception tells what the callee was doing. That
/// of another node is asked for by its node, if that is connected and one of ours; the exception comes later for it by
/// {@link #LONGEST_LOOK} at most, and never by more than the time the call has waited. Of a process of an Erlang node
/// nothing is known.
public final class CallTimeoutException extends CallFailedException {

    private static final long serialVersionUID = 1;

    /// The longest the exception waits for what the callee's node tells: half a second.
    public static final Duration LONGEST_LOOK = Duration.ofMillis(500);

    private final Duration timeout;
    private final transient @Nullable ProcessInfo calleeInfo;

    CallTimeoutException(
            Term callee, String requestType, Duration timeout, @Nullable ProcessInfo calleeInfo) {
        this(
                callee,
                requestType,
                timeout,
                calleeInfo,
                calleeInfo == null ? "" : stateOf(calleeInfo));
    }

    private CallTimeoutException(
            Term callee,
            String requestType,
            Duration timeout,
            @Nullable ProcessInfo calleeInfo,
            String why) {
        super(
                ExitReason.TIMEOUT,
                callee,
                requestType,
                "call "
                        + requestType
                        + " to "
                        + callee
                        + " timed out after "
                        + timeout.toMillis()
                        + " ms"
                        + why);
        this.timeout = timeout;
        this.calleeInfo = calleeInfo;
    }

    /// The callee ran on the thread of its caller, which could do nothing before that was over.
    static CallTimeoutException onTheCallersThread(
            Term callee, String requestType, Duration timeout, Duration took) {
        return new CallTimeoutException(
                callee,
                requestType,
                timeout,
                null,
                "; the callee, marked @NonBlocking, held the caller's thread for "
                        + took.toMillis()
                        + " ms");
    }

    private static String stateOf(ProcessInfo info) {
        String queue = "; queue length " + info.queueLength();
        if (info.idle()) {
            String left = info.queueLength() == 0 ? "is idle" : "waits for other messages";
            return queue + "; the callee " + left + " and has not replied";
        }
        String message = info.messageInProgress();
        String work =
                message == null && info.busyFor().isZero()
                        ? ""
                        : " for " + info.busyFor().toMillis() + " ms";
        return queue
                + "; busy"
                + work
                + (message == null ? "" : " with " + message)
                + where(info.stack());
    }

    /// The top of the stack, and the first frame that is not the JDK's: where a handler waits says little without it.
    private static String where(List<StackTraceElement> stack) {
        if (stack.isEmpty()) {
            return "";
        }
        StackTraceElement top = stack.getFirst();
        return stack.stream()
                .filter(frame -> !isOfJdk(frame))
                .findFirst()
                .filter(frame -> !frame.equals(top))
                .map(frame -> " at " + top + " in " + frame)
                .orElse(" at " + top);
    }

    private static boolean isOfJdk(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun.");
    }

    public Duration timeout() {
        return timeout;
    }

    /// The callee at that moment: how long its queue is, which message it works on, for how long, and where.
    public Optional<ProcessInfo> calleeInfo() {
        return Optional.ofNullable(calleeInfo);
    }
}
