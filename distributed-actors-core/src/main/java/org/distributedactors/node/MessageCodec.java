package org.distributedactors.node;

import java.lang.reflect.Type;
import java.util.List;
import org.distributedactors.behaviour.GenCall;
import org.distributedactors.behaviour.GenCast;
import org.distributedactors.behaviour.GenReply;
import org.distributedactors.behaviour.Invocation;
import org.distributedactors.dist.Payload;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.etf.MalformedTermException;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.mapping.Mapping;
import org.distributedactors.mapping.MappingException;
import org.distributedactors.mapping.UnsupportedTypeException;
import org.distributedactors.process.ExitReason;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Messages to bytes: values by their mapping, calls, casts and replies in the forms of `gen_server`. Any thread may
/// use it. The way back is {@link MessageDecoder}.
final class MessageCodec {

    static final Atom GEN_CALL = Atom.of("$gen_call");
    static final Atom GEN_CAST = Atom.of("$gen_cast");

    private final Mapping mapping;
    private final TermLimits limits;
    private final NodeCounters counters;
    private final MessageDecoder decoder;

    MessageCodec(Mapping mapping, TermLimits limits, NodeCounters counters) {
        this.mapping = mapping;
        this.limits = limits;
        this.counters = counters;
        this.decoder = new MessageDecoder(mapping, limits);
    }

    /// How far what comes from other nodes may go.
    TermLimits limits() {
        return limits;
    }

    /// Looks at types, not at values: what a sender can be told at once.
    ///
    /// @throws UnsupportedTypeException when values of this type have no form on the wire
    void requireCodecFor(@Nullable Object message) {
        switch (message) {
            case null -> {}
            case Term term -> {}
            case EncodedMessage encoded -> {}
            case GenCall(var from, Object request) -> requireCodecFor(request);
            case GenCast(Object request) -> requireCodecFor(request);
            case GenReply(Term tag, var reply) -> requireCodecFor(reply);
            case Invocation(String method, var args) -> args.forEach(this::requireCodecFor);
            default -> mapping.requireCodecFor(message);
        }
    }

    /// The message as what follows a control message. Writing it throws when it has no form on the wire.
    Payload payload(Object message) {
        return out -> writeWhole(out, message);
    }

    /// Accessors and codecs are the application's code. Whatever they throw is a value that cannot be written.
    private void writeWhole(TermWriter out, @Nullable Object message) {
        try {
            write(out, message);
        } catch (StackOverflowError endless) {
            throw new MappingException("nested too deep for the stack", endless);
        } catch (LinkageError | AssertionError failure) {
            throw new MappingException(failure.toString(), failure);
        }
    }

    private void write(TermWriter out, @Nullable Object message) {
        switch (message) {
            case null -> out.writeAtom(Atom.UNDEFINED);
            case GenCall(var from, Object request) -> {
                out.writeTupleHeader(3);
                out.writeAtom(GEN_CALL);
                out.writeTupleHeader(2);
                out.writePid(from.pid());
                out.writeTerm(from.tag());
                write(out, request);
            }
            case GenCast(Object request) -> {
                out.writeTupleHeader(2);
                out.writeAtom(GEN_CAST);
                write(out, request);
            }
            case GenReply(Term tag, var reply) -> {
                out.writeTupleHeader(2);
                out.writeTerm(tag);
                write(out, reply);
            }
            case Invocation(String method, var args) -> writeInvocation(out, Atom.of(method), args);
            case EncodedMessage(EncodedTerm bytes, var ignored) -> bytes.copyTo(out, limits);
            case Term term -> out.writeTerm(term);
            default -> mapping.writeAny(out, message);
        }
    }

    private void writeInvocation(TermWriter out, Atom method, List<@Nullable Object> args) {
        if (args.isEmpty()) {
            out.writeAtom(method);
            return;
        }
        out.writeTupleHeader(args.size() + 1);
        out.writeAtom(method);
        for (Object arg : args) {
            write(out, arg);
        }
    }

    /// A list of values, as arguments of a function.
    Payload list(Object... values) {
        return out -> {
            out.writeListHeader(values.length);
            for (Object value : values) {
                writeWhole(out, value);
            }
            out.writeNil();
        };
    }

    /// The message as it would cross the wire, in bytes.
    EncodedTerm bytes(Object message) {
        return bytes(message, EncodedTerm.USUAL_BYTES);
    }

    /// @param expected about how many bytes it is
    EncodedTerm bytes(Object message, int expected) {
        return message instanceof EncodedMessage(EncodedTerm known, var ignored)
                ? known
                : EncodedTerm.written(expected, out -> writeWhole(out, message));
    }

    /// The value as it would cross the wire.
    Term toTerm(Object value) {
        return value instanceof Term term
                ? term
                : EncodedTerm.written(out -> write(out, value)).decode(limits);
    }

    /// The term as a value of this type.
    ///
    /// @throws IllegalArgumentException when it has another form
    Object fromTerm(Term term, Type type) {
        try {
            return mapping.read(EncodedTerm.of(term).reader(limits), type);
        } catch (MappingException | MalformedTermException other) {
            throw new IllegalArgumentException(other.getMessage(), other);
        }
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

    /// A message that is dropped for what it is, counted.
    RuntimeException unreadable(String why) {
        counters.unreadableMessage();
        return new MalformedTermException(why);
    }

    /// The reference under which the sender of this call waits; null when it is no call, or none that is watched.
    @Nullable Reference awaitedUnder(EncodedTerm bytes) {
        try {
            return decoder.awaitedUnder(bytes);
        } catch (RuntimeException noCall) {
            return null;
        }
    }

    /// The message as a receiver with this protocol understands it.
    ///
    /// @throws RuntimeException when it is none of the protocol
    Object decode(EncodedTerm bytes, @Nullable Object protocol) {
        try {
            return decoder.decode(bytes, protocol);
        } catch (RuntimeException unreadable) {
            counters.unreadableMessage();
            throw unreadable;
        }
    }
}
