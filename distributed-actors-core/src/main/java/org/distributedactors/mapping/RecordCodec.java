package org.distributedactors.mapping;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Set;
import org.distributedactors.etf.KnownAtoms;
import org.distributedactors.etf.TermKind;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// A record as `{tag, Component, ...}`, or as the bare atom when it has no components.
///
/// It is made before its components are known, because they may contain the record itself; see {@link #complete}.
final class RecordCodec extends ValueCodec<Object> implements Tagged {

    private final String name;
    private final Atom tag;
    private final KnownAtoms known;
    private int size;
    private RecordHandles.@Nullable Parts parts;

    RecordCodec(Class<?> type) {
        name = type.getSimpleName();
        tag = Tags.of(type);
        known = KnownAtoms.of(Set.of(tag));
    }

    void complete(MethodHandle constructor, List<Component> components) {
        size = components.size();
        parts = RecordClass.of(constructor, components);
    }

    @Override
    void write(TermWriter out, Object value, int levels) {
        if (size == 0) {
            out.writeAtom(tag);
            return;
        }
        int inside = inside(levels);
        out.writeTupleHeader(size + 1);
        out.writeAtom(tag);
        try {
            requireNonNull(parts).write(out, value, inside);
        } catch (Throwable failure) {
            throw RecordHandles.at(failure, name);
        }
    }

    @Override
    Object read(TermReader in, int levels) {
        if (in.peek() == TermKind.ATOM) {
            expectTag(in.readAtom(known));
            return build(in, 0, levels);
        }
        int arity = in.readTupleHeader();
        if (arity == 0) {
            throw new MappingException("expected the tag " + tag + ", found {}");
        }
        expectTag(in.readAtom(known));
        return build(in, arity - 1, levels);
    }

    private void expectTag(Atom found) {
        if (!found.equals(tag)) {
            throw new MappingException("expected the tag " + tag + ", found " + found);
        }
    }

    private Object build(TermReader in, int arrived, int levels) {
        int inside = inside(levels);
        try {
            Object record = requireNonNull(parts).read(in, Math.min(arrived, size), inside);
            for (int i = size; i < arrived; i++) {
                in.skip();
            }
            return record;
        } catch (Throwable failure) {
            throw RecordHandles.at(failure, name);
        }
    }

    @Override
    boolean takesUndefined() {
        return isUndefined(tag);
    }

    @Override
    public Set<Atom> tags() {
        return Set.of(tag);
    }

    @Override
    public Object readBare(Atom known, TermReader in, int levels) {
        return build(in, 0, levels);
    }

    @Override
    public Object readTuple(Atom known, TermReader in, int count, int levels) {
        return build(in, count, levels);
    }
}
