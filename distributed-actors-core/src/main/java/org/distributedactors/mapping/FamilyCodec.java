package org.distributedactors.mapping;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.distributedactors.etf.KnownAtoms;
import org.distributedactors.etf.TermKind;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// A sealed interface: its records and enums, and those of the sealed interfaces below it, told apart by their
/// tags, their structs' modules, or by being the one plain map.
///
/// It is made before its members are known, because they may contain the family itself; see {@link #add}.
final class FamilyCodec extends ValueCodec<Object> {

    private final String name;
    private final Map<Class<?>, ValueCodec<Object>> byClass = new HashMap<>();
    private final Map<Atom, Tagged> byTag = new HashMap<>();
    private final Map<Atom, MapRecordCodec> byModule = new HashMap<>();
    private KnownAtoms knownTags = KnownAtoms.of(Set.of());
    private @Nullable MapRecordCodec plainMap;

    FamilyCodec(Class<?> type) {
        name = type.getSimpleName();
    }

    /// Adds a member; a member that is there already, because it is in two sub-families, stays.
    ///
    /// @throws IllegalArgumentException when the member cannot be told apart from another one
    void add(Class<?> type, ValueCodec<Object> codec) {
        if (byClass.putIfAbsent(type, codec) != null) {
            return;
        }
        switch (codec) {
            case Tagged tagged -> addTagged(tagged);
            case MapRecordCodec map -> addMap(map);
            default ->
                    throw new IllegalArgumentException(
                            "a type with a codec of its own has no tag, so it cannot be in a"
                                    + " family");
        }
    }

    private void addTagged(Tagged member) {
        for (Atom tag : member.tags()) {
            if (byTag.put(tag, member) != null) {
                throw new IllegalArgumentException(
                        "another member of the family has the tag " + tag);
            }
        }
        knownTags = KnownAtoms.of(byTag.keySet());
    }

    private void addMap(MapRecordCodec map) {
        Atom module = map.module();
        MapRecordCodec other = module == null ? plainMap : byModule.put(module, map);
        if (other != null) {
            throw new IllegalArgumentException(
                    "another member of the family is the same kind of map");
        }
        if (module == null) {
            plainMap = map;
        }
    }

    @Override
    void write(TermWriter out, Object value, int levels) {
        Class<?> type =
                value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        ValueCodec<Object> member = byClass.get(type);
        if (member == null) {
            throw new MappingException(type.getName() + " is no member of " + name);
        }
        member.write(out, value, levels);
    }

    @Override
    Object read(TermReader in, int levels) {
        return switch (in.peek()) {
            case ATOM -> readBare(in, levels);
            case TUPLE -> readTuple(in, levels);
            case MAP -> memberOfMap(in).read(in, levels);
            default ->
                    throw new MappingException(
                            "expected a value of " + name + ", found " + in.peek());
        };
    }

    private Object readBare(TermReader in, int levels) {
        Atom tag = in.readAtom(knownTags);
        return memberWith(tag).readBare(tag, in, levels);
    }

    private Object readTuple(TermReader in, int levels) {
        int arity = in.readTupleHeader();
        if (arity == 0) {
            throw new MappingException("expected a tag of " + name + ", found {}");
        }
        Atom tag = in.readAtom(knownTags);
        return memberWith(tag).readTuple(tag, in, arity - 1, levels);
    }

    private Tagged memberWith(Atom tag) {
        Tagged member = byTag.get(tag);
        if (member == null) {
            throw new MappingException(name + " has no member with the tag " + tag);
        }
        return member;
    }

    private MapRecordCodec memberOfMap(TermReader in) {
        Atom module = byModule.isEmpty() ? null : moduleOf(in);
        MapRecordCodec member = module == null ? plainMap : byModule.get(module);
        if (member == null) {
            throw new MappingException(name + " has no member that is such a map");
        }
        return member;
    }

    /// Looks into the map that comes next, without reading it, for the module of a struct.
    private static @Nullable Atom moduleOf(TermReader in) {
        TermReader.Mark start = in.mark();
        int size = in.readMapHeader();
        Atom module = null;
        for (int i = 0; i < size && module == null; i++) {
            Atom key = readAtomOrSkip(in);
            Atom value = readAtomOrSkip(in);
            module = key != null && key.equals(MapRecordCodec.STRUCT) ? value : null;
        }
        in.reset(start);
        return module;
    }

    private static @Nullable Atom readAtomOrSkip(TermReader in) {
        if (in.peek() == TermKind.ATOM) {
            return in.readAtom();
        }
        in.skip();
        return null;
    }

    @Override
    boolean takesUndefined() {
        return byTag.containsKey(Atom.UNDEFINED) || byTag.containsKey(Atom.NIL);
    }
}
