package org.distributedactors.rpc;

import java.util.Locale;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// A function that was called on another node gave no value. Thrown by an exposed function of this node, it is what the caller
/// on the other node sees, without a stack.
///
/// | {@link #kind} | In Erlang, by `erpc` |
/// |---|---|
/// | `THROW` | the function threw the reason |
/// | `EXIT` | the function, or its process, ended with the reason: `exit:{exception, Reason}`, `exit:{signal, Reason}` |
/// | `ERROR` | the function failed with the reason: `error:{exception, Reason, Stack}` |
/// | `ERPC` | it was not called, or its result is not known: `error:{erpc, Reason}`, such as `noconnection`, `timeout`, `notsup` |
public final class RpcException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What stands before the reason, Erlang's class of an exception.
    public enum Kind {
        THROW,
        EXIT,
        ERROR,
        ERPC
    }

    private final Kind kind;
    private final transient Term reason;
    private final transient ListTerm stack;

    public RpcException(Kind kind, Term reason) {
        this(kind, reason, ListTerm.EMPTY);
    }

    /// @param stack as the other node tells it, the innermost function first
    public RpcException(Kind kind, Term reason, ListTerm stack) {
        super(text(kind, reason, stack));
        this.kind = kind;
        this.reason = reason;
        this.stack = stack;
    }

    /// What an exposed function throws that does not like its arguments, Erlang's `error:badarg`.
    public static RpcException badarg() {
        return new RpcException(Kind.ERROR, Atom.of("badarg"));
    }

    static RpcException erpc(String reason) {
        return new RpcException(Kind.ERPC, Atom.of(reason));
    }

    private static String text(Kind kind, Term reason, ListTerm stack) {
        String where =
                stack.size() > 0 && stack.get(0) instanceof Tuple frame && frame.arity() == 4
                        ? " in %s:%s".formatted(frame.get(0), frame.get(1))
                        : "";
        return kind.name().toLowerCase(Locale.ROOT) + ":" + reason + where;
    }

    public Kind kind() {
        return kind;
    }

    public Term reason() {
        return reason;
    }

    /// As the other node tells it, the innermost function first; may be empty.
    public ListTerm stack() {
        return stack;
    }
}
