package org.distributedactors.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import org.distributedactors.etf.TermKind;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.jspecify.annotations.Nullable;

/// One component of a record: how it is written and read, a primitive without a box.
///
/// Each kind of component has one method that reads its value and one that writes it; {@link RecordClass} calls them.
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
        ValueCodec<@Nullable Object> boxed = (ValueCodec<@Nullable Object>) codec;
        boolean usualText =
                place.type() == String.class
                        && codec instanceof NullableCodec<?> nullable
                        && nullable.codec() == ScalarCodec.TEXT;
        return usualText ? new OfText(place, boxed) : new OfObject(place, boxed);
    }

    int index() {
        return index;
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

    /// From the record to the component, as this kind passes it.
    MethodHandle accessor() {
        return accessor.asType(MethodType.methodType(carrier(), Object.class));
    }

    /// The type of the component itself.
    Class<?> type() {
        return accessor.type().returnType();
    }

    /// The type that this kind passes: `long`, `double`, `boolean` or `Object`. It has the methods `read` with that name and the
    /// method `write` for it, of those below.
    abstract Class<?> carrier();

    /// @param arrived how many components arrived
    long readLong(TermReader in, int arrived, int levels) {
        throw new AssertionError();
    }

    /// @param arrived how many components arrived
    double readDouble(TermReader in, int arrived, int levels) {
        throw new AssertionError();
    }

    /// @param arrived how many components arrived
    boolean readBoolean(TermReader in, int arrived, int levels) {
        throw new AssertionError();
    }

    /// @param arrived how many components arrived
    @Nullable Object readObject(TermReader in, int arrived, int levels) {
        throw new AssertionError();
    }

    void write(TermWriter out, long value, int levels) {
        throw new AssertionError();
    }

    void write(TermWriter out, double value, int levels) {
        throw new AssertionError();
    }

    void write(TermWriter out, boolean value, int levels) {
        throw new AssertionError();
    }

    void write(TermWriter out, @Nullable Object value, int levels) {
        throw new AssertionError();
    }

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

        @Override
        long readLong(TermReader in, int arrived, int levels) {
            try {
                return isAmong(arrived) ? codec.readLong(in) : 0;
            } catch (RuntimeException failure) {
                throw at(failure);
            }
        }

        @Override
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

        @Override
        double readDouble(TermReader in, int arrived, int levels) {
            try {
                return isAmong(arrived) ? codec.readDouble(in) : 0;
            } catch (RuntimeException failure) {
                throw at(failure);
            }
        }

        @Override
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

        @Override
        boolean readBoolean(TermReader in, int arrived, int levels) {
            try {
                return isAmong(arrived) && in.readBoolean();
            } catch (RuntimeException failure) {
                throw at(failure);
            }
        }

        @Override
        void write(TermWriter out, boolean value, int levels) {
            writeKey(out);
            out.writeBoolean(value);
        }
    }

    /// `String`, by far the most common object.
    private static final class OfText extends Component {

        private final ValueCodec<@Nullable Object> codec;

        OfText(Place place, ValueCodec<@Nullable Object> codec) {
            super(place, codec);
            this.codec = codec;
        }

        @Override
        Class<?> carrier() {
            return Object.class;
        }

        @Override
        @Nullable Object readObject(TermReader in, int arrived, int levels) {
            try {
                if (!isAmong(arrived)) {
                    return codec.absent();
                }
                return in.peek() == TermKind.BINARY ? in.readUtf8() : codec.read(in, levels);
            } catch (RuntimeException failure) {
                throw at(failure);
            }
        }

        @Override
        void write(TermWriter out, @Nullable Object value, int levels) {
            try {
                writeKey(out);
                if (value instanceof String text) {
                    out.writeUtf8(text);
                } else {
                    codec.write(out, value, levels);
                }
            } catch (RuntimeException failure) {
                throw at(failure);
            }
        }
    }

    private static final class OfObject extends Component {

        private final ValueCodec<@Nullable Object> codec;

        OfObject(Place place, ValueCodec<@Nullable Object> codec) {
            super(place, codec);
            this.codec = codec;
        }

        @Override
        Class<?> carrier() {
            return Object.class;
        }

        @Override
        @Nullable Object readObject(TermReader in, int arrived, int levels) {
            try {
                return isAmong(arrived) ? codec.read(in, levels) : codec.absent();
            } catch (RuntimeException failure) {
                throw at(failure);
            }
        }

        @Override
        void write(TermWriter out, @Nullable Object value, int levels) {
            try {
                writeKey(out);
                codec.write(out, value, levels);
            } catch (RuntimeException failure) {
                throw at(failure);
            }
        }
    }
}
