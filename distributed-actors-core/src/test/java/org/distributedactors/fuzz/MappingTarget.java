package org.distributedactors.fuzz;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.distributedactors.etf.EncodedTerm;
import org.distributedactors.etf.MalformedTermException;
import org.distributedactors.mapping.AsMap;
import org.distributedactors.mapping.AsStruct;
import org.distributedactors.mapping.Mapping;
import org.distributedactors.mapping.MappingException;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;

/// Any bytes as a message of a declared type that has everything in it: a message that can be written and read again, or the
/// exceptions of the codecs.
public final class MappingTarget {

    private static final Mapping MAPPING = new Mapping();

    private MappingTarget() {}

    enum Level {
        LOW,
        HIGH
    }

    sealed interface Message {
        record N(byte b, short s, char c, int i, long l, float f, double d, boolean z, BigInteger n)
                implements Message {}

        record V(
                String text,
                Atom atom,
                Level level,
                Instant at,
                Duration in,
                UUID id,
                Pid p,
                Reference r)
                implements Message {}

        record C(
                List<Message> list,
                Set<Long> set,
                Map<String, Message> map,
                Optional<Message> maybe,
                int[] ints,
                byte[] bytes,
                Term any)
                implements Message {}

        record E() implements Message {}

        @AsMap
        record K(String a, int b, Optional<Level> c) implements Message {}

        @AsStruct("S")
        record S(Message inner, Long number) implements Message {}
    }

    public static void fuzzerTestOneInput(byte[] data) {
        EncodedTerm bytes = new EncodedTerm(data, new Atom[0]);
        Object message;
        try {
            message = MAPPING.read(bytes.reader(EtfDecodeTarget.LIMITS), Message.class);
        } catch (MappingException | MalformedTermException refused) {
            return;
        }
        EncodedTerm written = written(message);
        if (written != null) {
            Object back = MAPPING.read(written.reader(EtfDecodeTarget.LIMITS), Message.class);
            if (!bytes(written).equals(bytes(written(back)))) {
                throw new AssertionError(back + " is not " + message);
            }
        }
    }

    /// The message in bytes; null when a component that did not arrive has no form of its own, as an atom has none.
    private static EncodedTerm written(Object message) {
        try {
            return EncodedTerm.written(out -> MAPPING.writeAny(out, message));
        } catch (MappingException refused) {
            if (refused.getMessage().endsWith("null")) {
                return null;
            }
            throw refused;
        }
    }

    private static Binary bytes(EncodedTerm term) {
        return term.toBytes(EtfDecodeTarget.LIMITS);
    }
}
