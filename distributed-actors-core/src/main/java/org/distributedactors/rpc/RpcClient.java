package org.distributedactors.rpc;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.distributedactors.behaviour.CallFailedException;
import org.distributedactors.behaviour.CallTimeoutException;
import org.distributedactors.behaviour.ServerRef;
import org.distributedactors.node.Node;
import org.distributedactors.process.ExitReason;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.jspecify.annotations.Nullable;

/// Calls functions on other nodes, Erlang's `erpc` and `rpc`, with typed results and Erlang's exceptions as
/// {@link RpcException}.
///
/// ```java
/// long sum = rpc.call(erlang, "lists", "sum", Long.class, List.of(1, 2, 3));
/// ```
///
/// A call that times out, or whose connection is lost, may have been carried out all the same. Any thread may call.
public final class RpcClient {

    private static final Atom BADRPC = Atom.of("badrpc");
    private static final Atom EXIT = Atom.of("EXIT");
    private static final Atom CALL = Atom.of("call");
    private static final Atom USER = Atom.of("user");
    private static final Atom REX = Atom.of("rex");

    private final Node node;
    private final FunctionRegistry own;
    private final Duration timeout;

    /// @param own the functions of this node, for calls to itself
    /// @param timeout how long a call waits that does not say it
    public RpcClient(Node node, FunctionRegistry own, Duration timeout) {
        this.node = node;
        this.own = own;
        this.timeout = timeout;
    }

    /// The same, whose calls wait so long.
    public RpcClient withTimeout(Duration value) {
        return new RpcClient(node, own, value);
    }

    /// Calls a function on another node, or on this one, by `erpc`: in a process of its own there.
    ///
    /// @param result what its value decodes to, such as `Term`
    /// @throws RpcException when it gives none
    public <R> R call(
            NodeName where, String module, String function, Class<R> result, Object... arguments) {
        return result.cast(call(where, module, function, (Type) result, arguments));
    }

    /// The same for a type that no class stands for, such as a list of something.
    public Object call(
            NodeName where, String module, String function, Type result, Object... arguments) {
        return await(callAsync(where, module, function, result, arguments));
    }

    /// The same without waiting. The stage fails with an {@link RpcException}.
    public CompletionStage<Object> callAsync(
            NodeName where, String module, String function, Type result, Object... arguments) {
        Term values = node.toTerm(Arrays.asList(arguments));
        Invocation call = new Invocation(Atom.of(module), Atom.of(function), (ListTerm) values);
        CompletableFuture<Term> answer = new CompletableFuture<>();
        node.spawn(new ErpcCall(node, own, where, call, timeout, answer));
        return answer.thenApply(value -> decoded(value, result));
    }

    /// Calls a function by the server `rex`, as `rpc` did before OTP 23: for nodes that know no `erpc`. What the function throws
    /// is its value.
    ///
    /// @throws RpcException when it gives none
    public <R> R rexCall(
            NodeName where, String module, String function, Class<R> result, Object... arguments) {
        Term request =
                Tuple.of(
                        CALL,
                        Atom.of(module),
                        Atom.of(function),
                        node.toTerm(Arrays.asList(arguments)),
                        USER);
        Object answer;
        try {
            answer = ServerRef.of(node.processes(), REX, where.atom()).call(request, null, timeout);
        } catch (CallTimeoutException late) {
            throw RpcException.erpc("timeout");
        } catch (CallFailedException failed) {
            throw failed(failed.reason());
        }
        return result.cast(decoded(orThrow((Term) answer), result));
    }

    private static RpcException failed(ExitReason reason) {
        boolean lost =
                reason.equals(ExitReason.NOCONNECTION)
                        || reason.term() instanceof Tuple tuple
                                && tuple.isTagged(Atom.of("nodedown"), 2);
        return lost
                ? RpcException.erpc("noconnection")
                : new RpcException(RpcException.Kind.EXIT, reason.term());
    }

    private static Term orThrow(@Nullable Term answer) {
        if (answer instanceof Tuple bad && bad.isTagged(BADRPC, 2)) {
            Term why = bad.get(1);
            throw why instanceof Tuple exit && exit.isTagged(EXIT, 2)
                    ? ofExit(exit.get(1))
                    : new RpcException(RpcException.Kind.ERPC, why);
        }
        return answer == null ? Atom.UNDEFINED : answer;
    }

    /// `rpc` tells an error by the stack beside it.
    private static RpcException ofExit(Term reason) {
        return reason instanceof Tuple pair
                        && pair.arity() == 2
                        && pair.get(1) instanceof ListTerm stack
                ? new RpcException(RpcException.Kind.ERROR, pair.get(0), stack)
                : new RpcException(RpcException.Kind.EXIT, reason);
    }

    private Object decoded(Term value, Type type) {
        if (type.equals(Term.class)) {
            return value;
        }
        try {
            return node.fromTerm(value, type);
        } catch (IllegalArgumentException other) {
            RpcException failure = RpcException.erpc("bad_result");
            failure.initCause(other);
            throw failure;
        }
    }

    private static Object await(CompletionStage<Object> answer) {
        ProcessRuntime.aboutToWait();
        try {
            // The call itself keeps the time.
            return answer.toCompletableFuture().get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RpcException known
                    ? known
                    : new CompletionException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw RpcException.erpc("interrupted");
        }
    }
}
