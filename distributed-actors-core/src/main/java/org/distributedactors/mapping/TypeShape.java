package org.distributedactors.mapping;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Java type with all its arguments known: what codecs are built for, and found again by.
///
/// @param raw the class; of an array the array's class
/// @param arguments the arguments of its type parameters; of an array its element
record TypeShape(Class<?> raw, List<TypeShape> arguments) {

    /// A place whose type is only known from each value; such a type can be written, not read.
    static final TypeShape ANY = new TypeShape(AnyCodec.class, List.of());

    private static final TypeShape OBJECT = new TypeShape(Object.class, List.of());

    static TypeShape of(Type type) {
        return of(type, Map.of());
    }

    /// The type when it stands in a generic declaration.
    ///
    /// @param variables what the parameters of that declaration are; others are what they extend
    static TypeShape of(Type type, Map<TypeVariable<?>, TypeShape> variables) {
        return switch (type) {
            case Class<?> array when array.isArray() ->
                    array(of(array.getComponentType(), variables));
            case Class<?> raw -> filled(raw, OBJECT, variables);
            case ParameterizedType generic ->
                    new TypeShape(
                            (Class<?>) generic.getRawType(),
                            all(generic.getActualTypeArguments(), variables));
            case GenericArrayType array -> array(of(array.getGenericComponentType(), variables));
            case WildcardType wildcard -> of(wildcard.getUpperBounds()[0], variables);
            case TypeVariable<?> variable -> bound(variable, variables);
            default -> throw new UnsupportedTypeException(type.getTypeName());
        };
    }

    /// The class of a value, of which the arguments are not known.
    static TypeShape ofValue(Class<?> type) {
        if (type.isArray()) {
            Class<?> element = type.getComponentType();
            return new TypeShape(type, List.of(element.isPrimitive() ? of(element) : ANY));
        }
        return filled(type, ANY, Map.of());
    }

    private static TypeShape array(TypeShape element) {
        return new TypeShape(element.raw.arrayType(), List.of(element));
    }

    private static List<TypeShape> all(Type[] types, Map<TypeVariable<?>, TypeShape> variables) {
        return Stream.of(types).map(type -> of(type, variables)).toList();
    }

    private static TypeShape filled(
            Class<?> raw, TypeShape argument, Map<TypeVariable<?>, TypeShape> variables) {
        int count = raw.getTypeParameters().length;
        return new TypeShape(raw, Collections.nCopies(count, argument));
    }

    /// A variable without an argument is what it extends; the arguments of that may be the variable again, so
    /// they are left out.
    private static TypeShape bound(
            TypeVariable<?> variable, Map<TypeVariable<?>, TypeShape> variables) {
        TypeShape known = variables.get(variable);
        if (known != null) {
            return known;
        }
        return switch (variable.getBounds()[0]) {
            case Class<?> raw -> of(raw);
            case ParameterizedType generic -> of(generic.getRawType());
            default -> OBJECT;
        };
    }

    /// What the type parameters of the class are.
    Map<TypeVariable<?>, TypeShape> variables() {
        TypeVariable<?>[] parameters = raw.getTypeParameters();
        Map<TypeVariable<?>, TypeShape> variables = new HashMap<>();
        for (int i = 0; i < parameters.length; i++) {
            variables.put(parameters[i], arguments.get(i));
        }
        return variables;
    }

    /// A class that extends or implements this type directly, with the arguments that follow from this type's.
    TypeShape ofMember(Class<?> member) {
        Map<TypeVariable<?>, TypeShape> variables = new HashMap<>();
        for (Type parent : member.getGenericInterfaces()) {
            if (parent instanceof ParameterizedType generic && generic.getRawType() == raw) {
                match(generic, this, variables);
            }
        }
        List<TypeShape> found =
                Stream.of((Type[]) member.getTypeParameters())
                        .map(parameter -> of(parameter, variables))
                        .toList();
        return new TypeShape(member, found);
    }

    private static void match(
            Type pattern, TypeShape shape, Map<TypeVariable<?>, TypeShape> found) {
        switch (pattern) {
            case TypeVariable<?> variable -> found.put(variable, shape);
            case ParameterizedType generic -> {
                Type[] arguments = generic.getActualTypeArguments();
                for (int i = 0; i < arguments.length; i++) {
                    if (shape.equals(ANY) || generic.getRawType() == shape.raw) {
                        match(
                                arguments[i],
                                shape.equals(ANY) ? ANY : shape.arguments.get(i),
                                found);
                    }
                }
            }
            default -> {}
        }
    }

    /// Back to Java's own notion of a type; arguments that are not known are left out.
    Type type() {
        boolean isPlain = arguments.isEmpty() || raw.isArray() || arguments.contains(ANY);
        return isPlain ? raw : new Generic(this);
    }

    @Override
    public String toString() {
        if (arguments.isEmpty() || raw.isArray()) {
            return raw.getTypeName();
        }
        String inner =
                arguments.stream().map(TypeShape::toString).collect(Collectors.joining(", "));
        return raw.getTypeName() + "<" + inner + ">";
    }

    private record Generic(TypeShape shape) implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return shape.arguments.stream().map(TypeShape::type).toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return shape.raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return shape.raw.getDeclaringClass();
        }

        @Override
        public String toString() {
            return shape.toString();
        }
    }
}
