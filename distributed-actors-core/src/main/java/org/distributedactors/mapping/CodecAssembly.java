package org.distributedactors.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Builds the codec of one type and of all types inside of it. What it built is taken over all at once, when the
/// whole is complete, so that a failure leaves nothing half made.
///
/// A type contains itself only by way of a record or a family. Those are there before their parts are built, so
/// that the parts can refer to them.
final class CodecAssembly {

    /// A generic type may contain itself with other arguments each time, without end.
    private static final int DEEPEST = 200;

    private final Function<TypeShape, @Nullable ValueCodec<?>> given;
    private final Map<TypeShape, ValueCodec<?>> built = new HashMap<>();
    private final List<String> path = new ArrayList<>();

    /// @param given the codecs that are there already
    CodecAssembly(Function<TypeShape, @Nullable ValueCodec<?>> given) {
        this.given = given;
    }

    /// The codec of this type, and with it all that {@link #built} has then.
    ///
    /// @throws UnsupportedTypeException when the type, or one inside of it, has no codec
    ValueCodec<Object> assemble(TypeShape shape) {
        return codec(shape, shape.raw().getSimpleName());
    }

    /// The codecs that were not there before.
    Map<TypeShape, ValueCodec<?>> built() {
        return built;
    }

    @SuppressWarnings("unchecked") // who asks for the codec of a type hands it values of that type
    private ValueCodec<Object> codec(TypeShape shape, String segment) {
        ValueCodec<?> known = built.containsKey(shape) ? built.get(shape) : given.apply(shape);
        return (ValueCodec<Object>) (known != null ? known : build(shape, segment));
    }

    private ValueCodec<?> build(TypeShape shape, String segment) {
        path.addLast(segment);
        try {
            if (path.size() > DEEPEST) {
                throw new IllegalArgumentException("types nested too deep");
            }
            ValueCodec<?> codec = build(shape);
            built.put(shape, codec);
            return codec;
        } catch (UnsupportedTypeException located) {
            throw located;
        } catch (IllegalArgumentException | ReflectiveOperationException reason) {
            throw unsupported(shape, " (" + reason.getMessage() + ")");
        } finally {
            path.removeLast();
        }
    }

    private UnsupportedTypeException unsupported(TypeShape shape, String reason) {
        return new UnsupportedTypeException(String.join("", path) + ": " + shape + reason);
    }

    private ValueCodec<?> build(TypeShape shape) throws ReflectiveOperationException {
        Class<?> raw = shape.raw();
        if (Term.class.isAssignableFrom(raw)) {
            return new TermCodec<>(raw.asSubclass(Term.class));
        }
        if (raw.isArray()) {
            return new ArrayCodec(raw.componentType(), codec(shape.arguments().getFirst(), "[]"));
        }
        if (raw.isEnum()) {
            return new EnumCodec(raw);
        }
        if (raw.isRecord()) {
            return record(shape);
        }
        return raw.isSealed() && raw.isInterface() ? family(shape) : container(shape);
    }

    private ValueCodec<?> container(TypeShape shape) {
        Class<?> raw = shape.raw();
        if (raw == List.class || raw == Collection.class) {
            return CollectionCodec.list(codec(shape.arguments().getFirst(), "[]"));
        }
        if (raw == Set.class) {
            return CollectionCodec.set(codec(shape.arguments().getFirst(), "[]"));
        }
        if (raw == Map.class) {
            return new MapCodec<>(
                    codec(shape.arguments().getFirst(), "{key}"),
                    codec(shape.arguments().getLast(), "{value}"));
        }
        if (raw == Optional.class) {
            return optional(shape, Atom.UNDEFINED);
        }
        throw unsupported(shape, "");
    }

    private OptionalCodec<Object> optional(TypeShape shape, Atom none) {
        TypeShape value = shape.arguments().getFirst();
        if (value.raw() == Optional.class) {
            throw unsupported(shape, " (an Optional in an Optional)");
        }
        return new OptionalCodec<>(codec(value, ""), none);
    }

    private ValueCodec<?> record(TypeShape shape) throws ReflectiveOperationException {
        Class<?> raw = shape.raw();
        MethodHandle constructor = RecordHandles.constructor(raw);
        if (raw.isAnnotationPresent(AsMap.class) || raw.isAnnotationPresent(AsStruct.class)) {
            MapRecordCodec codec = new MapRecordCodec(raw);
            built.put(shape, codec);
            codec.complete(constructor, components(shape, true, codec.none()));
            return codec;
        }
        RecordCodec codec = new RecordCodec(raw);
        built.put(shape, codec);
        codec.complete(constructor, components(shape, false, Atom.UNDEFINED));
        return codec;
    }

    private List<Component> components(TypeShape shape, boolean keyed, Atom none)
            throws ReflectiveOperationException {
        String owner = shape.raw().getSimpleName();
        Map<TypeVariable<?>, TypeShape> variables = shape.variables();
        List<Component> components = new ArrayList<>();
        for (RecordComponent component : shape.raw().getRecordComponents()) {
            Component.Place place =
                    new Component.Place(
                            owner,
                            component.getName(),
                            components.size(),
                            keyed ? Tags.of(component) : null,
                            RecordHandles.accessor(component));
            TypeShape type = TypeShape.of(component.getGenericType(), variables);
            components.add(Component.of(place, component(type, "." + component.getName(), none)));
        }
        return components;
    }

    private ValueCodec<?> component(TypeShape type, String segment, Atom none) {
        ValueCodec<Object> codec = codec(type, segment);
        if (type.raw() == Optional.class && !none.equals(Atom.UNDEFINED)) {
            return optional(type, none);
        }
        return type.raw().isPrimitive() ? codec : new NullableCodec<>(codec, none);
    }

    private ValueCodec<?> family(TypeShape shape) {
        FamilyCodec codec = new FamilyCodec(shape.raw());
        built.put(shape, codec);
        addMembers(codec, shape);
        return codec;
    }

    private void addMembers(FamilyCodec family, TypeShape shape) {
        for (Class<?> permitted : shape.raw().getPermittedSubclasses()) {
            TypeShape member = shape.ofMember(permitted);
            if (permitted.isInterface() && permitted.isSealed()) {
                addMembers(family, member);
            } else {
                family.add(permitted, codec(member, "." + permitted.getSimpleName()));
            }
        }
    }
}
