package org.distributedactors.node;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
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
import org.distributedactors.mapping.Codec;
import org.distributedactors.mapping.Mapping;
import org.distributedactors.mapping.MappingException;
import org.distributedactors.process.UnreadableRequestException;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Reference;
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
    private final MessageReaders readers;

    /// The codecs of the parameters of the methods that interfaces declare, made when first called.
    private final Map<Method, List<Codec<? extends @Nullable Object>>> parameters =
            new ConcurrentHashMap<>();

    MessageDecoder(Mapping mapping, TermLimits limits) {
        this.mapping = mapping;
        this.limits = limits;
        this.readers = new MessageReaders(limits);
    }

    Object decode(EncodedTerm bytes, @Nullable Object protocol) {
        TermReader in = readers.take(bytes);
        try {
            return decode(bytes, in, protocol);
        } finally {
            readers.give(in);
        }
    }

    private Object decode(EncodedTerm bytes, TermReader in, @Nullable Object protocol) {
        return switch (protocol) {
            case null -> in.readTerm();
            case ServerProtocol(var type) -> server(bytes, in, reader -> value(reader, type));
            case InterfaceProtocol typed -> server(bytes, in, reader -> invocation(reader, typed));
            case ReplyType(var type) -> reply(in, type);
            case Type type -> mapping.read(in, type);
            default -> throw new IllegalArgumentException("no such protocol: " + protocol);
        };
    }

    /// Reads a server's own message.
    private interface RequestReader {
        Object read(TermReader in);
    }

    private Object server(EncodedTerm bytes, TermReader in, RequestReader request) {
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
        From<?> from = caller(in);
        try {
            return new GenCall(from, request.read(in));
        } catch (RuntimeException unreadable) {
            Reference monitor = monitorOf(from);
            throw monitor == null
                    ? unreadable
                    : new UnreadableRequestException(monitor, unreadable);
        }
    }

    private static From<?> caller(TermReader in) {
        if (in.readTupleHeader() != 2) {
            throw new IllegalArgumentException("a call without a caller");
        }
        return From.of(in.readPid(), in.readTerm());
    }

    /// `gen` calls with the monitor's reference as tag or, since OTP 24, as alias.
    private static @Nullable Reference monitorOf(From<?> from) {
        return from.tag() instanceof Reference plain ? plain : from.alias();
    }

    /// The monitor of the caller, when this is a call; null for any other message.
    ///
    /// @throws RuntimeException when it is nothing that can be read
    @Nullable Reference awaitedUnder(EncodedTerm bytes) {
        TermReader in = bytes.reader(limits);
        boolean call =
                in.peek() == TermKind.TUPLE
                        && in.readTupleHeader() == 3
                        && in.peek() == TermKind.ATOM
                        && in.readAtom().equals(MessageCodec.GEN_CALL);
        return call ? monitorOf(caller(in)) : null;
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
        for (Codec<? extends @Nullable Object> parameter : parameters(method)) {
            args.add(parameter.read(in));
        }
        return new Invocation(name, args);
    }

    private List<Codec<? extends @Nullable Object>> parameters(Method method) {
        List<Codec<? extends @Nullable Object>> known = parameters.get(method);
        if (known == null) {
            known = Stream.of(method.getGenericParameterTypes()).map(this::codec).toList();
            parameters.put(method, known);
        }
        return known;
    }

    private Codec<? extends @Nullable Object> codec(Type type) {
        boolean primitive = type instanceof Class<?> raw && raw.isPrimitive();
        return primitive ? mapping.codecOf(type) : mapping.nullableCodecOf(type);
    }

    private GenReply reply(TermReader in, @Nullable Type type) {
        if (in.readTupleHeader() != 2) {
            throw new IllegalArgumentException("a reply without its tag");
        }
        Term tag = in.readTerm();
        return new GenReply(tag, type == null ? in.readTerm() : codec(type).read(in));
    }
}
