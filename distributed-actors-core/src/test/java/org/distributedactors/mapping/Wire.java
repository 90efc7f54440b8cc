package org.distributedactors.mapping;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// Between values and terms by way of bytes, which must be used up to the last one.
final class Wire {

    private Wire() {}

    /// The term that a value of this declared type is.
    static Term written(Mapping mapping, Object value, Type type) {
        return term(bytes(mapping, value, type));
    }

    static Term written(Object value, Type type) {
        return written(new Mapping(), value, type);
    }

    /// The term that a value is by its own class.
    static Term writtenAny(Mapping mapping, Object value) {
        ByteBuf out = Unpooled.buffer();
        mapping.writeAny(new TermWriter(out), value);
        return term(out);
    }

    static ByteBuf bytes(Mapping mapping, Object value, Type type) {
        ByteBuf out = Unpooled.buffer();
        mapping.codecOf(type).write(new TermWriter(out), value);
        return out;
    }

    /// What is read from a term for this declared type.
    static <T> T read(Mapping mapping, Term term, Class<T> type) {
        return type.cast(read(mapping, term, (Type) type));
    }

    static <T> T read(Term term, Class<T> type) {
        return type.cast(read(new Mapping(), term, (Type) type));
    }

    static Object read(Mapping mapping, Term term, Type type) {
        ByteBuf out = Unpooled.buffer();
        new TermWriter(out).writeTerm(term);
        return read(mapping, out, type);
    }

    static Object read(Mapping mapping, ByteBuf bytes, Type type) {
        TermReader in = reader(bytes);
        Object value = mapping.read(in, type);
        if (in.hasMore()) {
            throw new AssertionError(in.remaining() + " bytes are left");
        }
        return value;
    }

    private static Term term(ByteBuf bytes) {
        TermReader in = reader(bytes);
        Term term = in.readTerm();
        if (in.hasMore()) {
            throw new AssertionError(in.remaining() + " bytes are left");
        }
        return term;
    }

    static TermReader reader(ByteBuf bytes) {
        return new TermReader(bytes, new Atom[0], TermLimits.defaults());
    }

    /// The generic type of a record's only component, to write `List<String>` as Java writes it.
    static Type typeIn(Class<? extends Record> holder) {
        RecordComponent[] components = holder.getRecordComponents();
        return components[0].getGenericType();
    }

    static Atom atom(String name) {
        return Atom.of(name);
    }

    static Binary utf8(String text) {
        return Binary.utf8(text);
    }

    static IntegerTerm integer(long value) {
        return IntegerTerm.of(value);
    }

    static Tuple tuple(Term... elements) {
        return Tuple.of(elements);
    }
}
