package org.distributedactors.mapping;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;

/// The constants of an enum as atoms.
final class EnumCodec extends ValueCodec<Object> implements Tagged {

    private final String name;
    private final Atom[] atoms;
    private final Map<Atom, Object> constants = new HashMap<>();

    /// @throws IllegalArgumentException when two constants have the same atom
    EnumCodec(Class<?> type) {
        name = type.getSimpleName();
        Object[] values = type.getEnumConstants();
        atoms = new Atom[values.length];
        for (int i = 0; i < values.length; i++) {
            atoms[i] = Tags.of((Enum<?>) values[i]);
            if (constants.put(atoms[i], values[i]) != null) {
                throw new IllegalArgumentException("two constants are the atom " + atoms[i]);
            }
        }
    }

    @Override
    void write(TermWriter out, Object value, int levels) {
        out.writeAtom(atoms[((Enum<?>) value).ordinal()]);
    }

    @Override
    Object read(TermReader in, int levels) {
        return constant(in.readAtom());
    }

    @Override
    boolean keepsApart(Collection<Object> keys) {
        return true;
    }

    @Override
    boolean takesUndefined() {
        return constants.containsKey(Atom.UNDEFINED) || constants.containsKey(Atom.NIL);
    }

    @Override
    public Set<Atom> tags() {
        return constants.keySet();
    }

    private Object constant(Atom tag) {
        Object constant = constants.get(tag);
        if (constant == null) {
            throw new MappingException(name + " has no constant " + tag);
        }
        return constant;
    }

    @Override
    public Object readBare(Atom tag, TermReader in, int levels) {
        return constant(tag);
    }

    @Override
    public Object readTuple(Atom tag, TermReader in, int count, int levels) {
        throw new MappingException("expected the atom " + tag + ", found a tuple");
    }
}
