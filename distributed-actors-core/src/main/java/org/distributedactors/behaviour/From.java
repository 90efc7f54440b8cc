package org.distributedactors.behaviour;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.distributedactors.process.ProcessRuntime;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Who waits for the answer to a call. Keep it to answer later; the answer may come from any thread, and only the first
/// one counts.
///
/// The tag says where the answer goes, as OTP's `gen` has it: `[alias|Ref]` and `[[alias|Ref]|_]` to the alias, where a
/// late answer vanishes, anything else to the pid.
///
/// @param <R> the type of the reply
public final class From<R extends @Nullable Object> {

    private static final Atom ALIAS = Atom.of("alias");

    private static final VarHandle REPLIED;

    static {
        try {
            REPLIED = MethodHandles.lookup().findVarHandle(From.class, "replied", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Pid pid;
    private final @Nullable Term tag;
    private final @Nullable Reference alias;
    private final @Nullable ProcessRuntime runtime;

    /// The call itself, when it was made on this node: it needs no alias unless the address is sent elsewhere.
    private final @Nullable PendingCall call;

    @SuppressWarnings("unused") // through REPLIED
    private volatile boolean replied;

    private From(
            Pid pid,
            @Nullable Term tag,
            @Nullable Reference alias,
            @Nullable ProcessRuntime runtime,
            @Nullable PendingCall call) {
        this.pid = pid;
        this.tag = tag;
        this.alias = alias;
        this.runtime = runtime;
        this.call = call;
    }

    /// As it came from another node. The server that gets it makes it able to reply.
    public static <R extends @Nullable Object> From<R> of(Pid pid, Term tag) {
        return new From<>(pid, tag, aliasOf(tag), null, null);
    }

    /// As it came from another node with the state of a server, which may answer it at once.
    public static <R extends @Nullable Object> From<R> of(
            ProcessRuntime runtime, Pid pid, Term tag) {
        return new From<>(pid, tag, aliasOf(tag), runtime, null);
    }

    /// A caller of this node, who waits.
    static <R extends @Nullable Object> From<R> waiting(
            ProcessRuntime runtime, Pid pid, PendingCall call) {
        return new From<>(pid, null, null, runtime, call);
    }

    From<R> via(ProcessRuntime server) {
        return runtime != null ? this : new From<>(pid, tag, alias, server, null);
    }

    private static @Nullable Reference aliasOf(Term tag) {
        if (!(tag instanceof ListTerm list) || list.isProper() || list.size() != 1) {
            return null;
        }
        if (list.get(0).equals(ALIAS)) {
            return list.tail() instanceof Reference alias ? alias : null;
        }
        return list.get(0) instanceof ListTerm inner ? aliasOf(inner) : null;
    }

    public Pid pid() {
        return pid;
    }

    /// To be given back unchanged.
    public Term tag() {
        Reference waiting = alias();
        return tag != null || waiting == null
                ? Objects.requireNonNull(tag)
                : ListTerm.withTail(new Term[] {ALIAS}, waiting);
    }

    /// Where the answer goes instead of the pid; null for a caller without one.
    public @Nullable Reference alias() {
        return call == null ? alias : call.alias();
    }

    /// Whether there is an outcome already, of a call made on this node.
    boolean isAnswered() {
        return call != null && call.isOver();
    }

    /// Answers the call. When the caller has given up, the answer vanishes.
    ///
    /// @throws IllegalArgumentException when the caller is on another node and the type of the value has no form on the
    ///     wire; the call may still be answered with another value
    /// @throws IllegalStateException when no server has got it yet
    public void reply(R value) {
        ProcessRuntime via = runtime;
        if (via == null) {
            throw new IllegalStateException("this caller has not reached a server");
        }
        if (!REPLIED.compareAndSet(this, false, true)) {
            return;
        }
        try {
            send(via, value);
        } catch (IllegalArgumentException unwritable) {
            REPLIED.setVolatile(this, false);
            throw unwritable;
        }
    }

    private void send(ProcessRuntime via, R value) {
        if (call != null) {
            call.replied(pid, value);
        } else if (alias == null) {
            via.send(pid, new GenReply(tag(), value));
        } else {
            via.sendAlias(alias, new GenReply(tag(), value));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof From<?> that && pid.equals(that.pid) && tag().equals(that.tag());
    }

    @Override
    public int hashCode() {
        return pid.hashCode() * 31 + Objects.hashCode(alias());
    }

    @Override
    public String toString() {
        return "{" + pid + "," + tag() + "}";
    }
}
