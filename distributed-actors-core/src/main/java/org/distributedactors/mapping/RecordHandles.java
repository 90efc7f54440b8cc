package org.distributedactors.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;

/// How the parts of a record are reached, without a box for what is primitive and without an array.
final class RecordHandles {

    /// Reader, number of components that arrived, levels.
    static final MethodType READ =
            MethodType.methodType(Object.class, TermReader.class, int.class, int.class);

    /// Writer, record, levels.
    static final MethodType WRITE =
            MethodType.methodType(void.class, TermWriter.class, Object.class, int.class);

    /// Reads the components and makes the record; writes the components.
    interface Parts {

        Object read(TermReader in, int arrived, int levels) throws Throwable;

        void write(TermWriter out, Object value, int levels) throws Throwable;
    }

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
