package org.distributedactors.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;

/// One method handle that reads all components and calls the constructor, and one that writes all components.
///
/// The handles of the components are folded into each other, so that nothing is boxed and no array is filled.
final class RecordHandles {

    /// Reader, number of components that arrived, levels.
    static final MethodType READ =
            MethodType.methodType(Object.class, TermReader.class, int.class, int.class);

    /// Writer, record, levels.
    static final MethodType WRITE =
            MethodType.methodType(void.class, TermWriter.class, Object.class, int.class);

    private RecordHandles() {}

    /// The canonical constructor.
    ///
    /// @throws ReflectiveOperationException when the module of the record does not let us in
    static MethodHandle constructor(Class<?> type) throws ReflectiveOperationException {
        Class<?>[] types =
                Stream.of(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        var constructor = open(type.getDeclaredConstructor(types));
        return MethodHandles.lookup().unreflectConstructor(constructor);
    }

    /// From the record to the component.
    ///
    /// @throws ReflectiveOperationException when the module of the record does not let us in
    static MethodHandle accessor(RecordComponent component) throws ReflectiveOperationException {
        return MethodHandles.lookup().unreflect(open(component.getAccessor()));
    }

    private static <T extends AccessibleObject> T open(T member) throws IllegalAccessException {
        if (!member.trySetAccessible()) {
            throw new IllegalAccessException("its package is not open to this module");
        }
        return member;
    }

    /// Reads the components in order, the first outermost, each with the same three arguments.
    static MethodHandle reader(MethodHandle constructor, List<Component> components) {
        int size = components.size();
        MethodHandle reader = constructor.asType(constructor.type().changeReturnType(Object.class));
        reader = MethodHandles.dropArguments(reader, size, READ.parameterList());
        for (int i = size - 1; i >= 0; i--) {
            reader = MethodHandles.foldArguments(reader, i, components.get(i).reader());
        }
        return reader;
    }

    /// Writes the components in order, each with the same three arguments.
    static MethodHandle writer(List<Component> components) {
        MethodHandle writer = MethodHandles.empty(WRITE);
        for (Component component : components.reversed()) {
            writer = MethodHandles.foldArguments(writer, component.writer());
        }
        return writer;
    }

    /// From an array of all components to the record.
    static MethodHandle fromArray(MethodHandle constructor) {
        int size = constructor.type().parameterCount();
        return constructor
                .asType(MethodType.genericMethodType(size))
                .asSpreader(Object[].class, size);
    }

    /// What a call of a handle threw; accessors and constructors of the application are among them.
    static MappingException at(Throwable failure, String owner) {
        return switch (failure) {
            case Error error -> throw error;
            case RuntimeException exception -> MappingException.at(exception, owner, "");
            default -> throw new AssertionError(failure);
        };
    }
}
