package org.distributedactors.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// One signal in the queue of one process; a link of that queue itself, so it is never queued twice.
abstract sealed class Signal {

    private static final VarHandle NEXT;

    static {
        try {
            NEXT = MethodHandles.lookup().findVarHandle(Signal.class, "next", Signal.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private @Nullable Signal next;

    /// Whether it was worked on before its turn.
    boolean isDone() {
        return false;
    }

    final void linkNext(Signal signal) {
        NEXT.setRelease(this, signal);
    }

    final @Nullable Signal next() {
        return (Signal) NEXT.getAcquire(this);
    }

    /// The next signal, which a sender is just about to link.
    final Signal awaitNext() {
        Signal found = next();
        for (int spins = 0; found == null; spins++) {
            SignalQueue.pause(spins);
            found = next();
        }
        return found;
    }

    /// Forgets the next signal, so that a long chain of handled ones is not kept together.
    final void unlinkNext() {
        next = null;
    }

    /// Not a signal but a state of the queue.
    static final class Marker extends Signal {}

    /// The first signal of each process that has no thread of its own.
    static final class Start extends Signal {}

    /// A message; in the {@link Mailbox} of a plain process it is a link of that too, once it has left the queue.
    static sealed class Message extends Signal permits TracedMessage {

        /// Null when a plain process has taken it.
        private @Nullable Object content;

        private @Nullable Message previous;

        Message(Object content) {
            this.content = content;
        }

        /// @throws IllegalStateException when it was taken
        Object content() {
            Object present = content;
            if (present == null) {
                throw new IllegalStateException("the message was taken");
            }
            return present;
        }

        /// The bytes of another node that it held are decoded now.
        void decoded(Object message) {
            content = message;
        }

        boolean isTaken() {
            return content == null;
        }

        void take() {
            content = null;
        }

        void putInFrontOf(Message next) {
            linkNext(next);
            next.previous = this;
        }

        @Nullable Message previous() {
            return previous;
        }

        @Nullable Message following() {
            return (Message) next();
        }
    }

    /// A message with what goes along with it. Not in a runtime without {@link MessageTracing}.
    static final class TracedMessage extends Message {

        /// Null also in a {@link BoundedMailbox#TICKET} until it is known for which message that stands.
        @Nullable TraceToken token;

        TracedMessage(Object content, @Nullable TraceToken token) {
            super(content);
            this.token = token;
        }
    }

    /// All but messages: may take effect before the messages that are queued in front of it.
    abstract static sealed class Control extends Signal {

        private boolean done;

        @Override
        final boolean isDone() {
            return done;
        }

        /// Called and seen by the receiver alone.
        final void markDone() {
            done = true;
        }
    }

    static final class LinkRequest extends Control {
        final Pid from;
        final int epoch;

        LinkRequest(Pid from, int epoch) {
            this.from = from;
            this.epoch = epoch;
        }
    }

    static final class Unlink extends Control {
        final Pid from;
        final long unlinkId;

        Unlink(Pid from, long unlinkId) {
            this.from = from;
            this.unlinkId = unlinkId;
        }
    }

    static final class UnlinkAck extends Control {
        final Pid from;
        final long unlinkId;

        UnlinkAck(Pid from, long unlinkId) {
            this.from = from;
            this.unlinkId = unlinkId;
        }
    }

    /// An exit signal: of a link, or of `exit/2`.
    static final class ExitSignal extends Control {
        final Pid from;
        final ExitReason reason;
        final boolean ofLink;

        ExitSignal(Pid from, ExitReason reason, boolean ofLink) {
            this.from = from;
            this.reason = reason;
            this.ofLink = ofLink;
        }
    }

    static final class MonitorRequest extends Control {
        final Pid from;
        final Reference ref;
        final Term monitoredAs;
        final int epoch;

        MonitorRequest(Pid from, Reference ref, Term monitoredAs, int epoch) {
            this.from = from;
            this.ref = ref;
            this.monitoredAs = monitoredAs;
            this.epoch = epoch;
        }
    }

    static final class Demonitor extends Control {
        final Reference ref;

        Demonitor(Reference ref) {
            this.ref = ref;
        }
    }

    /// A message of another node was dropped at the door; whoever watches under this reference waits for its answer.
    static final class Refusal extends Control {
        final Reference monitor;
        final ExitReason reason;

        Refusal(Reference monitor, ExitReason reason) {
            this.monitor = monitor;
            this.reason = reason;
        }
    }

    static final class DownSignal extends Control {
        final Reference ref;
        final ExitReason reason;

        /// The node that says so; null when it is this one, which need not be doubted.
        final @Nullable Atom by;

        DownSignal(Reference ref, ExitReason reason) {
            this(ref, reason, null);
        }

        DownSignal(Reference ref, ExitReason reason, @Nullable Atom by) {
            this.ref = ref;
            this.reason = reason;
            this.by = by;
        }
    }

    /// Somebody asks what it has with others.
    static final class Inspect extends Control {
        final CompletableFuture<Optional<ProcessRelations>> answer = new CompletableFuture<>();
    }

    /// The process is to stand still between two messages, before those that wait.
    static final class Freeze extends Control {
        final Consumer<@Nullable Transit> action;

        Freeze(Consumer<@Nullable Transit> action) {
            this.action = action;
        }
    }

    /// A link that a process has which came from another node: made or taken off there.
    static final class Carried extends Control {
        final Pid other;
        final boolean linked;

        Carried(Pid other, boolean linked) {
            this.other = other;
            this.linked = linked;
        }
    }

    /// Something that the process does in its turn while it is on its way.
    static final class Step extends Signal {

        /// Returns the reason to end with, or null.
        @FunctionalInterface
        interface Action {
            @Nullable ExitReason run();
        }

        final Action action;

        Step(Action action) {
            this.action = action;
        }
    }

    /// Everything with that node which is older than `epoch` is over.
    static final class ConnectionLost extends Control {
        final Atom node;
        final int epoch;

        ConnectionLost(Atom node, int epoch) {
            this.node = node;
            this.epoch = epoch;
        }
    }
}
