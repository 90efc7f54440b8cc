package org.distributedactors.node;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.behaviour.From;
import org.distributedactors.behaviour.GenCall;
import org.distributedactors.behaviour.GenCast;
import org.distributedactors.behaviour.GenReply;
import org.distributedactors.behaviour.InterfaceProtocol;
import org.distributedactors.behaviour.Invocation;
import org.distributedactors.behaviour.ReplyType;
import org.distributedactors.behaviour.ServerProtocol;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.etf.MalformedTermException;
import org.distributedactors.etf.TermKind;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.etf.TermReader;
import org.distributedactors.mapping.Mapping;
import org.distributedactors.mapping.MappingException;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Bytes of other nodes to messages, against what their receiver declared.
///
/// | Receiver | Declares | Gets |
/// |---|---|---|
/// | any | nothing | a `Term` |
/// | plain process | its message type | a value of it |
/// | `GenServer` | {@link ServerProtocol} | `GenCall`, `GenCast`, or a plain message |
/// | server with an interface | {@link InterfaceProtocol} | the same, with an {@link Invocation} inside |
/// | who waits for a reply | {@link ReplyType} | a `GenReply` |
final class MessageDecoder {

    private final Mapping mapping;
    private final TermLimits limits;

    MessageDecoder(Mapping mapping, TermLimits limits) {
        this.mapping = mapping;
        this.limits = limits;
    }

    Object decode(EncodedTerm bytes, @Nullable Object protocol) {
        return switch (protocol) {
            case null -> bytes.decode(limits);
            case ServerProtocol(var type) -> server(bytes, reader -> value(reader, type));
            case InterfaceProtocol typed -> server(bytes, reader -> invocation(reader, typed));
            case ReplyType(var type) -> reply(bytes.reader(limits), type);
            case Type type -> mapping.read(bytes.reader(limits), type);
            default -> throw new IllegalArgumentException("no such protocol: " + protocol);
        };
    }

    /// Reads a server's own message.
    private interface RequestReader {
        Object read(TermReader in);
    }

    private Object server(EncodedTerm bytes, RequestReader request) {
        TermReader in = bytes.reader(limits);
        TermReader.Mark start = in.mark();
        int arity = in.peek() == TermKind.TUPLE ? in.readTupleHeader() : 0;
        if (arity >= 2 && in.peek() == TermKind.ATOM) {
            Atom tag = in.readAtom();
            if (arity == 3 && tag.equals(MessageCodec.GEN_CALL)) {
                return call(in, request);
            }
            if (arity == 2 && tag.equals(MessageCodec.GEN_CAST)) {
                return new GenCast(request.read(in));
            }
        }
        in.reset(start);
        return plain(bytes, in, request);
    }

    private static Object call(TermReader in, RequestReader request) {
        if (in.readTupleHeader() != 2) {
            throw new IllegalArgumentException("a call without a caller");
        }
        Pid caller = in.readPid();
        Term tag = in.readTerm();
        return new GenCall(From.of(caller, tag), request.read(in));
    }

    /// A plain message may be of the server's type or anything else; the server looks at it itself.
    private Object plain(EncodedTerm bytes, TermReader in, RequestReader request) {
        try {
            return request.read(in);
        } catch (MappingException | MalformedTermException | IllegalArgumentException other) {
            return bytes.decode(limits);
        }
    }

    private Object value(TermReader in, @Nullable Type type) {
        return type == null ? in.readTerm() : mapping.read(in, type);
    }

    private Invocation invocation(TermReader in, InterfaceProtocol protocol) {
        int arity = in.peek() == TermKind.ATOM ? 0 : in.readTupleHeader() - 1;
        String name = in.readAtom().name();
        Method method =
                protocol.find(name, arity)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "no method for this message in " + protocol));
        List<@Nullable Object> args = new ArrayList<>(arity);
        for (Type parameter : method.getGenericParameterTypes()) {
            args.add(argument(in, parameter));
        }
        return new Invocation(name, args);
    }

    private @Nullable Object argument(TermReader in, Type type) {
        boolean primitive = type instanceof Class<?> raw && raw.isPrimitive();
        return primitive ? mapping.read(in, type) : mapping.nullableCodecOf(type).read(in);
    }

    private GenReply reply(TermReader in, @Nullable Type type) {
        if (in.readTupleHeader() != 2) {
            throw new IllegalArgumentException("a reply without its tag");
        }
        Term tag = in.readTerm();
        return new GenReply(tag, type == null ? in.readTerm() : argument(in, type));
    }
}
