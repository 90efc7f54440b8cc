package org.distributedactors.behaviour;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private final Pid pid;
    private final @Nullable Term tag;
    private final @Nullable Reference alias;
    private final @Nullable ProcessRuntime runtime;
    private final AtomicBoolean replied = new AtomicBoolean();

    private From(
            Pid pid,
            @Nullable Term tag,
            @Nullable Reference alias,
            @Nullable ProcessRuntime runtime) {
        this.pid = pid;
        this.tag = tag;
        this.alias = alias;
        this.runtime = runtime;
    }

    /// As it came from another node. The server that gets it makes it able to reply.
    public static <R extends @Nullable Object> From<R> of(Pid pid, Term tag) {
        return new From<>(pid, tag, aliasOf(tag), null);
    }

    /// A caller of this node, who waits under the alias.
    static <R extends @Nullable Object> From<R> waiting(
            ProcessRuntime runtime, Pid pid, Reference alias) {
        return new From<>(pid, null, alias, runtime);
    }

    From<R> via(ProcessRuntime server) {
        return runtime != null ? this : new From<>(pid, tag, alias, server);
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
        return tag != null || alias == null
                ? Objects.requireNonNull(tag)
                : ListTerm.withTail(new Term[] {ALIAS}, alias);
    }

    @Nullable Reference alias() {
        return alias;
    }

    /// Answers the call. Never fails: when the caller has given up, the answer vanishes.
    ///
    /// @throws IllegalStateException when no server has got it yet
    public void reply(R value) {
        ProcessRuntime via = runtime;
        if (via == null) {
            throw new IllegalStateException("this caller has not reached a server");
        }
        if (!replied.compareAndSet(false, true)) {
            return;
        }
        if (alias == null) {
            via.send(pid, new GenReply(tag(), value));
        } else if (alias.node().equals(via.node())) {
            via.sendAlias(alias, new LocalReply(value));
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
        return pid.hashCode() * 31 + Objects.hashCode(alias);
    }

    @Override
    public String toString() {
        return "{" + pid + "," + tag() + "}";
    }
}
