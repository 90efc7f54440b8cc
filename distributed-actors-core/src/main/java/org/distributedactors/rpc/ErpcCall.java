package org.distributedactors.rpc;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.distributedactors.node.Node;
import org.distributedactors.node.SpawnRequestHandler.Function;
import org.distributedactors.node.SpawnTies;
import org.distributedactors.process.Down;
import org.distributedactors.process.PlainSelf;
import org.distributedactors.process.ProcessBody;
import org.distributedactors.rpc.RpcException.Kind;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NodeName;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// One call of `erpc`, made by a process of its own: asks the other node to spawn `erpc:execute_call/4` with a monitor, and
/// takes the result out of the reason with which that ends, as the other side of {@link Erpc}.
///
/// It is the group leader of the function, so what that prints comes here; it is told `ok` and dropped.
final class ErpcCall implements ProcessBody {

    private static final Function EXECUTE_CALL = Function.of("erpc", "execute_call", 4);
    private static final Atom IO_REQUEST = Atom.of("io_request");
    private static final Atom IO_REPLY = Atom.of("io_reply");
    private static final Atom ERPC = Atom.of("erpc");

    private final Node node;
    private final FunctionRegistry own;
    private final NodeName where;
    private final Invocation call;
    private final Duration timeout;
    private final CompletableFuture<Term> answer;

    ErpcCall(
            Node node,
            FunctionRegistry own,
            NodeName where,
            Invocation call,
            Duration timeout,
            CompletableFuture<Term> answer) {
        this.node = node;
        this.own = own;
        this.where = where;
        this.call = call;
        this.timeout = timeout;
        this.answer = answer;
    }

    @Override
    public void run(PlainSelf self) {
        try {
            answer.complete(where.equals(node.name()) ? here() : there(self));
        } catch (RpcException failure) {
            answer.completeExceptionally(failure);
        } finally {
            // Who ended this process instead has no answer to give.
            answer.completeExceptionally(RpcException.erpc("noproc"));
        }
    }

    private Term here() {
        return switch (call.run(own, node.name(), node.refusals())) {
            case Invocation.Outcome.Returned(Term value) -> value;
            case Invocation.Outcome.Exited(Term reason) ->
                    throw new RpcException(Kind.EXIT, reason);
            case Invocation.Outcome.Failed(Term reason, Term stack) -> throw error(reason, stack);
        };
    }

    private static RpcException error(Term reason, Term stack) {
        return new RpcException(
                Kind.ERROR, reason, stack instanceof ListTerm list ? list : ListTerm.EMPTY);
    }

    private Term there(PlainSelf self) {
        long deadline = node.environment().ticker().nanos() + timeout.toNanos();
        Reference monitor = self.runtime().makeRef();
        Reference result = self.runtime().makeRef();
        self.monitorFromStart(monitor, where.atom(), () -> requested(self, monitor, result));
        while (true) {
            Duration left = Duration.ofNanos(deadline - node.environment().ticker().nanos());
            Object message =
                    self.<Object>receive(left, any -> () -> any)
                            .orElseThrow(() -> {
                                self.demonitor(monitor);
                                return RpcException.erpc("timeout");
                            });
            if (message instanceof Down down && down.ref().equals(monitor)) {
                return value(down.reason().term(), result);
            }
            if (message instanceof Tuple request
                    && request.isTagged(IO_REQUEST, 4)
                    && request.get(1) instanceof Pid from) {
                self.send(from, Tuple.of(IO_REPLY, request.get(2), Atom.OK));
            }
        }
    }

    private Pid requested(PlainSelf self, Reference monitor, Reference result) {
        try {
            Term started =
                    node.requestSpawn(
                                    SpawnTies.monitor(self.pid(), monitor),
                                    where,
                                    EXECUTE_CALL,
                                    result,
                                    call.module(),
                                    call.function(),
                                    call.arguments())
                            .toCompletableFuture()
                            .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (started instanceof Pid pid) {
                return pid;
            }
            throw new RpcException(Kind.ERPC, started);
        } catch (TimeoutException | ExecutionException late) {
            throw RpcException.erpc("timeout");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw RpcException.erpc("interrupted");
        }
    }

    /// As `erpc:result/4` reads it.
    private static Term value(Term reason, Reference result) {
        if (!(reason instanceof Tuple tuple)
                || tuple.arity() < 3
                || !tuple.get(0).equals(result)
                || !(tuple.get(1) instanceof Atom kind)) {
            throw reason.equals(Atom.of("noconnection"))
                    ? RpcException.erpc("noconnection")
                    : new RpcException(Kind.EXIT, reason);
        }
        Term what = tuple.get(2);
        return switch (kind.name()) {
            case "return" -> what;
            case "throw" -> throw new RpcException(Kind.THROW, what);
            case "exit" -> throw new RpcException(Kind.EXIT, what);
            default -> {
                if (what instanceof Tuple inner && inner.isTagged(ERPC, 2)) {
                    throw new RpcException(Kind.ERPC, inner.get(1));
                }
                throw error(what, tuple.arity() == 4 ? tuple.get(3) : ListTerm.EMPTY);
            }
        };
    }
}
