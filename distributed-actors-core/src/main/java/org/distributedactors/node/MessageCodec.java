package org.distributedactors.node;

import org.distributedactors.dist.Payload;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.etf.MalformedTermException;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.mapping.Mapping;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Messages to bytes and back. Any thread may use it.
final class MessageCodec {

    private final Mapping mapping;
    private final TermLimits limits;
    private final NodeCounters counters;

    MessageCodec(Mapping mapping, TermLimits limits, NodeCounters counters) {
        this.mapping = mapping;
        this.limits = limits;
        this.counters = counters;
    }

    /// The message as what follows a control message. It is written when its frame is; what has no form on the wire
    /// is counted, and the frame is left out.
    Payload payload(Object message) {
        return out -> {
            try {
                write(out, message);
            } catch (RuntimeException unwritable) {
                counters.unwritableMessage();
                throw unwritable;
            }
        };
    }

    private void write(TermWriter out, Object message) {
        mapping.writeAny(out, message);
    }

    /// A list of values, as arguments of a function.
    Payload list(Object... values) {
        return out -> {
            out.writeListHeader(values.length);
            for (Object value : values) {
                write(out, value);
            }
            out.writeNil();
        };
    }

    Term toTerm(Object value) {
        return value instanceof Term term
                ? term
                : EncodedTerm.written(out -> write(out, value)).decode(limits);
    }

    EncodedMessage encoded(EncodedTerm payload) {
        return new EncodedMessage(payload, this);
    }

    /// @throws MalformedTermException when the bytes are no term within the limits
    Term term(EncodedTerm payload) {
        return payload.decode(limits);
    }

    /// The reason that came with an exit signal.
    ///
    /// @throws InvalidSignalException when it is none
    ExitReason reason(EncodedTerm payload) {
        try {
            return new ExitReason(payload.decode(limits));
        } catch (MalformedTermException malformed) {
            throw new InvalidSignalException(
                    "an exit reason that is no term: " + malformed.getMessage());
        }
    }

    Object decode(EncodedTerm bytes, @Nullable Object protocol) {
        return payloadAsTerm(bytes);
    }

    private Object payloadAsTerm(EncodedTerm bytes) {
        try {
            return bytes.decode(limits);
        } catch (MalformedTermException malformed) {
            counters.unreadableMessage();
            throw malformed;
        }
    }
}
