package org.distributedactors.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// One component of a record: how it is written and read, a primitive without a box.
///
/// Each kind of component has a method `read` from reader, number of components that arrived and levels to its
/// value, and a method `write` from writer, value and levels. A record is built from their method handles.
abstract sealed class Component {

    private final String owner;
    private final String name;
    private final int index;
    private final @Nullable Atom key;
    private final MethodHandle accessor;
    private final ValueCodec<?> codec;

    private Component(Place place, ValueCodec<?> codec) {
        this.owner = place.owner;
        this.name = place.name;
        this.index = place.index;
        this.key = place.key;
        this.accessor = place.accessor;
        this.codec = codec;
    }

    /// Where a component is.
    ///
    /// @param owner the name of the record
    /// @param index its place among the components
    /// @param key what is written in front of it, when the record is a map
    /// @param accessor from the record to the component
    record Place(String owner, String name, int index, @Nullable Atom key, MethodHandle accessor) {

        Class<?> type() {
            return accessor.type().returnType();
        }
    }

    static Component of(Place place, ValueCodec<?> codec) {
        if (place.type().isPrimitive()) {
            switch (codec) {
                case IntegerCodec<?> integer -> {
                    return new OfLong(place, integer);
                }
                case FloatCodec<?> decimal -> {
                    return new OfDouble(place, decimal);
                }
                case ScalarCodec<?> scalar when scalar == ScalarCodec.BOOLEAN -> {
                    return new OfBoolean(place, scalar);
                }
                default -> {}
            }
        }
        @SuppressWarnings("unchecked")
        ValueCodec<Object> boxed = (ValueCodec<Object>) codec;
        return new OfObject(place, boxed);
    }

    int index() {
        return index;
    }

    private Class<?> type() {
        return accessor.type().returnType();
    }

    /// What is written in front of the component; only the component of a map has one.
    @Nullable Atom key() {
        return key;
    }

    /// What the component is when it did not arrive, in a box.
    @Nullable Object absent() {
        return type().isPrimitive() ? Array.get(Array.newInstance(type(), 1), 0) : codec.absent();
    }

    /// Reads the component into a box.
    @Nullable Object readBoxed(TermReader in, int levels) {
        try {
            return codec.read(in, levels);
        } catch (RuntimeException failure) {
            throw at(failure);
        }
    }

    /// From reader, number of components that arrived, and levels to a value of the component's own type.
    MethodHandle reader() {
        return MethodHandles.explicitCastArguments(
                own("read", RecordHandles.READ.changeReturnType(carrier())),
                RecordHandles.READ.changeReturnType(type()));
    }

    /// From writer, record and levels to nothing: takes the component out of the record and writes it.
    MethodHandle writer() {
        MethodHandle writer =
                MethodHandles.explicitCastArguments(
                        own("write", RecordHandles.WRITE.changeParameterType(1, carrier())),
                        RecordHandles.WRITE.changeParameterType(1, type()));
        return MethodHandles.filterArguments(writer, 1, accessor).asType(RecordHandles.WRITE);
    }

    private MethodHandle own(String method, MethodType type) {
        try {
            return MethodHandles.lookup().bind(this, method, type);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// The type of this kind's methods.
    abstract Class<?> carrier();

    final void writeKey(TermWriter out) {
        if (key != null) {
            out.writeAtom(key);
        }
    }

    final boolean isAmong(int arrived) {
        return index < arrived;
    }

    final MappingException at(RuntimeException failure) {
        return MappingException.at(failure, owner, "." + name);
    }

    /// `byte` to `long`, and `char`.
    private static final class OfLong extends Component {

        private final IntegerCodec<?> codec;

        OfLong(Place place, IntegerCodec<?> codec) {
            super(place, codec);
            this.codec = codec;
        }

        @Override
        Class<?> carrier() {
            return long.class;
        }

        @SuppressWarnings("unused") // by its method handle
        long read(TermReader in, int arrived, int levels) {
            try {
                return isAmong(arrived) ? codec.readLong(in) : 0;
            } catch (RuntimeException failure) {
                throw at(failure);
            }
        }

        @SuppressWarnings("unused") // by its method handle
        void write(TermWriter out, long value, int levels) {
            writeKey(out);
            out.writeLong(value);
        }
    }

    /// `float` and `double`.
    private static final class OfDouble extends Component {

        private final FloatCodec<?> codec;

        OfDouble(Place place, FloatCodec<?> codec) {
            super(place, codec);
            this.codec = codec;
        }

        @Override
        Class<?> carrier() {
            return double.class;
        }

        @SuppressWarnings("unused") // by its method handle
        double read(TermReader in, int arrived, int levels) {
            try {
                return isAmong(arrived) ? codec.readDouble(in) : 0;
            } catch (RuntimeException failure) {
                throw at(failure);
            }
        }

        @SuppressWarnings("unused") // by its method handle
        void write(TermWriter out, double value, int levels) {
            try {
                writeKey(out);
                codec.writeDouble(out, value);
            } catch (RuntimeException failure) {
                throw at(failure);
            }
        }
    }

    private static final class OfBoolean extends Component {

        OfBoolean(Place place, ScalarCodec<?> codec) {
            super(place, codec);
        }

        @Override
        Class<?> carrier() {
            return boolean.class;
        }

        @SuppressWarnings("unused") // by its method handle
        boolean read(TermReader in, int arrived, int levels) {
            try {
                return isAmong(arrived) && in.readBoolean();
            } catch (RuntimeException failure) {
                throw at(failure);
            }
        }

        @SuppressWarnings("unused") // by its method handle
        void write(TermWriter out, boolean value, int levels) {
            writeKey(out);
            out.writeBoolean(value);
        }
    }

    private static final class OfObject extends Component {

        private final ValueCodec<Object> codec;

        OfObject(Place place, ValueCodec<Object> codec) {
            super(place, codec);
            this.codec = codec;
        }

        @Override
        Class<?> carrier() {
            return Object.class;
        }

        @SuppressWarnings("unused") // by its method handle
        @Nullable Object read(TermReader in, int arrived, int levels) {
            try {
                return isAmong(arrived) ? codec.read(in, levels) : codec.absent();
            } catch (RuntimeException failure) {
                throw at(failure);
            }
        }

        @SuppressWarnings("unused") // by its method handle
        void write(TermWriter out, Object value, int levels) {
            try {
                writeKey(out);
                codec.write(out, value, levels);
            } catch (RuntimeException failure) {
                throw at(failure);
            }
        }
    }
}
