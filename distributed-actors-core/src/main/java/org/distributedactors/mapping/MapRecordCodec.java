package org.distributedactors.mapping;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distributedactors.etf.TermKind;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// A record as a map with atoms as keys, with or without the module of an Elixir struct.
///
/// Keys come in any order, so the components are gathered in an array before the record is built. It is made before
/// its components are known, because they may contain the record itself; see {@link #complete}.
final class MapRecordCodec extends ValueCodec<Object> {

    /// The key that says of which module a struct is.
    static final Atom STRUCT = Atom.of("__struct__");

    private static final Object MISSING = new Object();

    private final String name;
    private final @Nullable Atom module;
    private final Map<Atom, Component> byKey = new HashMap<>();
    private List<Component> components = List.of();
    private MethodHandle fromArray =
            MethodHandles.empty(MethodType.methodType(Object.class, Object[].class));
    private RecordHandles.@Nullable Parts parts;

    MapRecordCodec(Class<?> type) {
        AsStruct struct = type.getAnnotation(AsStruct.class);
        name = type.getSimpleName();
        module = struct == null ? null : Atom.of(struct.value());
    }

    /// @throws IllegalArgumentException when two components have the same key, or one that of the module
    void complete(MethodHandle constructor, List<Component> ordered) {
        components = ordered;
        fromArray = RecordHandles.fromArray(constructor);
        parts = RecordClass.of(constructor, ordered);
        for (Component component : ordered) {
            Atom key = requireNonNull(component.key());
            if (byKey.put(key, component) != null || key.equals(STRUCT) && module != null) {
                throw new IllegalArgumentException("another component has the key " + key);
            }
        }
    }

    /// The module of the struct, or null when it is a plain map.
    @Nullable Atom module() {
        return module;
    }

    /// What is written for a component without a value.
    Atom none() {
        return module == null ? Atom.UNDEFINED : Atom.NIL;
    }

    @Override
    void write(TermWriter out, Object value, int levels) {
        int inside = inside(levels);
        out.writeMapHeader(components.size() + (module == null ? 0 : 1));
        if (module != null) {
            out.writeAtom(STRUCT);
            out.writeAtom(module);
        }
        try {
            requireNonNull(parts).write(out, value, inside);
        } catch (Throwable failure) {
            throw RecordHandles.at(failure, name);
        }
    }

    @Override
    Object read(TermReader in, int levels) {
        int inside = inside(levels);
        @Nullable Object[] values = new Object[components.size()];
        Arrays.fill(values, MISSING);
        boolean isStruct = false;
        int size = in.readMapHeader();
        for (int i = 0; i < size; i++) {
            isStruct |= readEntry(in, values, inside);
        }
        if (module != null && !isStruct) {
            throw new MappingException("expected a struct of " + module + ", found a map");
        }
        return build(values);
    }

    /// @return whether it was the entry that says of which module the struct is
    private boolean readEntry(TermReader in, @Nullable Object[] values, int levels) {
        if (in.peek() != TermKind.ATOM) {
            in.skip();
            in.skip();
            return false;
        }
        Atom key = in.readAtom();
        Component component = byKey.get(key);
        if (component != null) {
            readComponent(in, component, values, levels);
        } else if (module != null && key.equals(STRUCT)) {
            expectModule(in.readAtom(), module);
            return true;
        } else {
            in.skip();
        }
        return false;
    }

    private static void readComponent(
            TermReader in, Component component, @Nullable Object[] values, int levels) {
        if (values[component.index()] != MISSING) {
            throw new MappingException("the key " + component.key() + " comes twice");
        }
        values[component.index()] = component.readBoxed(in, levels);
    }

    private static void expectModule(Atom found, Atom module) {
        if (!found.equals(module)) {
            throw new MappingException(
                    "expected a struct of " + module + ", found one of " + found);
        }
    }

    private Object build(@Nullable Object[] values) {
        for (Component component : components) {
            if (values[component.index()] == MISSING) {
                values[component.index()] = component.absent();
            }
        }
        try {
            return (Object) fromArray.invokeExact(values);
        } catch (Throwable failure) {
            throw RecordHandles.at(failure, name);
        }
    }
}
