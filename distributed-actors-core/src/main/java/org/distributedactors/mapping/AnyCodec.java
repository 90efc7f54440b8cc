package org.distributedactors.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;

/// Writes each value by its own class. Nothing is known of what is read, so that is a term.
final class AnyCodec extends ValueCodec<Object> {

    private final Map<Class<?>, ValueCodec<Object>> byClass = new ConcurrentHashMap<>();
    private final List<Class<?>> openTypes;
    private final Function<TypeShape, ValueCodec<Object>> codecs;

    /// @param userTypes what the application has codecs for; they are meant for what extends these types, too
    AnyCodec(Collection<Class<?>> userTypes, Function<TypeShape, ValueCodec<Object>> codecs) {
        this.openTypes = new ArrayList<>(userTypes);
        this.openTypes.addAll(List.of(List.class, Set.class, Collection.class, Map.class));
        this.codecs = codecs;
    }

    /// The codec for values of this class.
    ///
    /// @throws UnsupportedTypeException when there is none
    ValueCodec<Object> of(Class<?> type) {
        ValueCodec<Object> known = byClass.get(type);
        if (known != null) {
            return known;
        }
        ValueCodec<Object> codec = codecs.apply(shapeOf(type));
        byClass.put(type, codec);
        return codec;
    }

    /// Constants with a body have a class of their own, and so has each implementation of an interface.
    private TypeShape shapeOf(Class<?> type) {
        for (Class<?> open : openTypes) {
            if (open.isAssignableFrom(type)) {
                return TypeShape.ofValue(open);
            }
        }
        boolean hasBody = Enum.class.isAssignableFrom(type) && !type.isEnum();
        return TypeShape.ofValue(hasBody ? type.getSuperclass() : type);
    }

    /// A text and a binary, or two integers of different types, differ here and may be the same term.
    @Override
    boolean keepsApart(Collection<Object> keys) {
        Class<?> type = null;
        for (Object key : keys) {
            if (key == null || (type != null && type != key.getClass())) {
                return false;
            }
            type = key.getClass();
        }
        return type == null || of(type).keepsApart(keys);
    }

    @Override
    void write(TermWriter out, Object value, int levels) {
        of(value.getClass()).write(out, value, levels);
    }

    @Override
    Object read(TermReader in, int levels) {
        return in.readTerm();
    }
}
