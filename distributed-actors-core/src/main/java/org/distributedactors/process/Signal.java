package org.distributedactors.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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

    /// Was worked on before its turn. Written and read by the receiver alone.
    boolean done;

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

    static final class Message extends Signal {
        final Object content;

        Message(Object content) {
            this.content = content;
        }
    }

    static final class LinkRequest extends Signal {
        final Pid from;
        final int epoch;

        LinkRequest(Pid from, int epoch) {
            this.from = from;
            this.epoch = epoch;
        }
    }

    static final class Unlink extends Signal {
        final Pid from;
        final long unlinkId;

        Unlink(Pid from, long unlinkId) {
            this.from = from;
            this.unlinkId = unlinkId;
        }
    }

    static final class UnlinkAck extends Signal {
        final Pid from;
        final long unlinkId;

        UnlinkAck(Pid from, long unlinkId) {
            this.from = from;
            this.unlinkId = unlinkId;
        }
    }

    /// An exit signal: of a link, or of `exit/2`.
    static final class ExitSignal extends Signal {
        final Pid from;
        final ExitReason reason;
        final boolean ofLink;

        ExitSignal(Pid from, ExitReason reason, boolean ofLink) {
            this.from = from;
            this.reason = reason;
            this.ofLink = ofLink;
        }
    }

    static final class MonitorRequest extends Signal {
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

    static final class Demonitor extends Signal {
        final Reference ref;

        Demonitor(Reference ref) {
            this.ref = ref;
        }
    }

    static final class DownSignal extends Signal {
        final Reference ref;
        final ExitReason reason;

        DownSignal(Reference ref, ExitReason reason) {
            this.ref = ref;
            this.reason = reason;
        }
    }

    /// Everything with that node which is older than `epoch` is over.
    static final class ConnectionLost extends Signal {
        final Atom node;
        final int epoch;

        ConnectionLost(Atom node, int epoch) {
            this.node = node;
            this.epoch = epoch;
        }
    }
}
