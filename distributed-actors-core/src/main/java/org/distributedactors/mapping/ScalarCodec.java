package org.distributedactors.mapping;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.distributedactors.etf.TermKind;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Port;
import org.distributedactors.term.Reference;

/// Values without parts: one call of the writer, one of the reader.
final class ScalarCodec<T> extends ValueCodec<T> {

    static final ScalarCodec<Boolean> BOOLEAN =
            new ScalarCodec<>(TermWriter::writeBoolean, TermReader::readBoolean);

    static final ScalarCodec<String> TEXT =
            new ScalarCodec<>(TermWriter::writeUtf8, ScalarCodec::readText);

    private static final int UUID_BYTES = 16;

    /// What an Erlang node of OTP 27 can hold; it drops the link for more.
    private static final int MOST_BITS = 1 << 22;

    private final BiConsumer<TermWriter, T> writer;
    private final Function<TermReader, T> reader;

    private ScalarCodec(BiConsumer<TermWriter, T> writer, Function<TermReader, T> reader) {
        this.writer = writer;
        this.reader = reader;
    }

    /// The codecs of all types that need no look inside, but those of the term family.
    static Map<Class<?>, ValueCodec<?>> all() {
        Map<Class<?>, ValueCodec<?>> codecs = new HashMap<>();
        codecs.put(boolean.class, BOOLEAN);
        codecs.put(Boolean.class, BOOLEAN);
        codecs.put(byte.class, IntegerCodec.BYTE);
        codecs.put(Byte.class, IntegerCodec.BYTE);
        codecs.put(short.class, IntegerCodec.SHORT);
        codecs.put(Short.class, IntegerCodec.SHORT);
        codecs.put(char.class, IntegerCodec.CHARACTER);
        codecs.put(Character.class, IntegerCodec.CHARACTER);
        codecs.put(int.class, IntegerCodec.INTEGER);
        codecs.put(Integer.class, IntegerCodec.INTEGER);
        codecs.put(long.class, IntegerCodec.LONG);
        codecs.put(Long.class, IntegerCodec.LONG);
        codecs.put(float.class, FloatCodec.FLOAT);
        codecs.put(Float.class, FloatCodec.FLOAT);
        codecs.put(double.class, FloatCodec.DOUBLE);
        codecs.put(Double.class, FloatCodec.DOUBLE);
        add(codecs, BigInteger.class, ScalarCodec::writeBigInteger, TermReader::readBigInteger);
        codecs.put(String.class, TEXT);
        add(codecs, byte[].class, TermWriter::writeBinary, TermReader::readBinary);
        add(codecs, Binary.class, TermWriter::writeTerm, in -> Binary.wrap(in.readBinary()));
        add(
                codecs,
                Instant.class,
                (out, at) -> out.writeLong(at.toEpochMilli()),
                in -> Instant.ofEpochMilli(in.readLong()));
        add(
                codecs,
                Duration.class,
                (out, time) -> out.writeLong(time.toMillis()),
                in -> Duration.ofMillis(in.readLong()));
        add(codecs, UUID.class, ScalarCodec::writeUuid, ScalarCodec::readUuid);
        add(codecs, Pid.class, TermWriter::writePid, TermReader::readPid);
        add(codecs, Reference.class, TermWriter::writeReference, TermReader::readReference);
        add(codecs, Port.class, TermWriter::writePort, TermReader::readPort);
        return codecs;
    }

    private static <T> void add(
            Map<Class<?>, ValueCodec<?>> codecs,
            Class<T> type,
            BiConsumer<TermWriter, T> writer,
            Function<TermReader, T> reader) {
        codecs.put(type, new ScalarCodec<>(writer, reader));
    }

    @Override
    void write(TermWriter out, T value, int levels) {
        writer.accept(out, value);
    }

    @Override
    T read(TermReader in, int levels) {
        return reader.apply(in);
    }

    @Override
    boolean keepsApart(Collection<T> keys) {
        for (T key : keys) {
            boolean isApart =
                    switch (key) {
                        case null -> false;
                        // Half of a surrogate pair becomes a question mark.
                        case String text -> !hasSurrogates(text);
                        // What is less than a millisecond is cut off.
                        case Instant instant -> false;
                        case Duration duration -> false;
                        case byte[] bytes -> false;
                        default -> true;
                    };
            if (!isApart) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static void writeBigInteger(TermWriter out, BigInteger value) {
        if (value.bitLength() >= MOST_BITS) {
            throw new MappingException("Erlang has no integer of so many bits");
        }
        out.writeBigInteger(value);
    }

    private static String readText(TermReader in) {
        TermKind kind = in.peek();
        return kind == TermKind.LIST || kind == TermKind.NIL ? readCodePoints(in) : in.readUtf8();
    }

    private static String readCodePoints(TermReader in) {
        StringBuilder text = new StringBuilder();
        for (int more = in.readListHeader(); more > 0; more = in.readListTail()) {
            for (int i = 0; i < more; i++) {
                text.appendCodePoint(in.readInt());
            }
        }
        return text.toString();
    }

    private static void writeUuid(TermWriter out, UUID uuid) {
        byte[] bytes = new byte[UUID_BYTES];
        ByteBuffer.wrap(bytes)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits());
        out.writeBinary(bytes);
    }

    private static UUID readUuid(TermReader in) {
        byte[] bytes = in.readBinary();
        if (bytes.length != UUID_BYTES) {
            throw new MappingException("a UUID has 16 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
