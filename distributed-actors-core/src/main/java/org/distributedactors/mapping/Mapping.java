package org.distributedactors.mapping;

import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// The codecs of all types of an application, each built once when it is first asked for.
///
/// Which Java value is which Erlang term says the table of this package. Used by several threads at once; building
/// waits for building, everything else for nothing.
public final class Mapping {

    private final int depth;
    private final Map<Class<?>, Function<? super Type, ? extends Codec<?>>> userCodecs;
    private final Map<TypeShape, ValueCodec<?>> codecs = new ConcurrentHashMap<>();
    private final Map<Type, Codec<?>> byType = new ConcurrentHashMap<>();
    private final Map<Type, Codec<@Nullable Object>> nullableByType = new ConcurrentHashMap<>();
    private final ReentrantLock building = new ReentrantLock();
    private final AnyCodec any;

    /// A mapping without codecs of the application's own.
    public Mapping() {
        this(new Builder());
    }

    private Mapping(Builder builder) {
        depth = builder.depth;
        userCodecs = new LinkedHashMap<>(builder.codecs);
        any = new AnyCodec(userCodecs.keySet(), this::codec);
        ScalarCodec.all().forEach((type, codec) -> codecs.put(TypeShape.of(type), codec));
        codecs.put(TypeShape.ANY, any);
        userCodecs.keySet().forEach(type -> codecs.remove(TypeShape.of(type)));
    }

    public static Builder builder() {
        return new Builder();
    }

    /// A builder of a mapping that is like this one.
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.depth = depth;
        builder.codecs.putAll(userCodecs);
        return builder;
    }

    /// The codec of a class, with the raw types of what it is generic in.
    ///
    /// @throws UnsupportedTypeException when the class, or a type inside of it, cannot be mapped
    @SuppressWarnings("unchecked") // the codec was built for this class
    public <T> Codec<T> codecOf(Class<T> type) {
        return (Codec<T>) codecOf((Type) type);
    }

    /// The codec of a type with its type arguments.
    ///
    /// @throws UnsupportedTypeException when the type, or one inside of it, cannot be mapped
    @SuppressWarnings("unchecked") // who asks for the codec of a type hands it values of that type
    public Codec<Object> codecOf(Type type) {
        Codec<?> known = byType.get(type);
        if (known == null) {
            TypeShape shape = TypeShape.of(type);
            known = root(shape.raw(), new RequiredCodec<>(codec(shape)));
            byType.put(type, known);
        }
        return (Codec<Object>) known;
    }

    /// The codec of a type of which null is a value as well, written `undefined`; `nil` is read too.
    ///
    /// @throws UnsupportedTypeException when the type, or one inside of it, cannot be mapped
    public Codec<@Nullable Object> nullableCodecOf(Type type) {
        Codec<@Nullable Object> known = nullableByType.get(type);
        if (known == null) {
            TypeShape shape = TypeShape.of(type);
            known = root(shape.raw(), new NullableCodec<>(codec(shape), Atom.UNDEFINED));
            nullableByType.put(type, known);
        }
        return known;
    }

    /// Makes sure that {@link #writeAny} has a codec for the type of this value, and for all types that its components
    /// declare. What is inside of a collection without a declared type shows only when it is written.
    ///
    /// @throws UnsupportedTypeException when there is none, with the path to the type that has none
    public void requireCodecFor(Object value) {
        any.of(value.getClass());
    }

    /// The codec that {@link #writeAny} takes for this value, for who wants to know before that there is one.
    /// What is inside of a collection shows only when it is written. The codec reads terms for what has no
    /// declared type.
    ///
    /// @throws UnsupportedTypeException when the class of the value cannot be mapped
    public Codec<Object> codecFor(Object value) {
        return root(value.getClass(), any.of(value.getClass()));
    }

    private <T extends @Nullable Object> Codec<T> root(Class<?> type, ValueCodec<T> codec) {
        return new RootCodec<>(type.getSimpleName(), codec, depth);
    }

    /// Whether there is a codec for this type.
    public boolean supports(Type type) {
        try {
            codecOf(type);
            return true;
        } catch (UnsupportedTypeException unsupported) {
            return false;
        }
    }

    /// Writes a value by its own class: what a sender does who declares nothing.
    ///
    /// @throws UnsupportedTypeException when the class of the value cannot be mapped
    /// @throws MappingException when the value, or one inside of it, cannot be written
    public void writeAny(TermWriter out, Object value) {
        Class<?> type = value.getClass();
        ValueCodec<Object> codec = any.of(type);
        try {
            codec.write(out, value, depth);
        } catch (RuntimeException failure) {
            throw MappingException.in(type.getSimpleName(), failure);
        }
    }

    /// Reads what nobody declared: a term, within the reader's limits.
    ///
    /// @throws MappingException when the bytes are no term
    public Term readAny(TermReader in) {
        return codecOf(Term.class).read(in);
    }

    /// Reads a value of this type.
    ///
    /// @throws UnsupportedTypeException when the type, or one inside of it, cannot be mapped
    /// @throws MappingException when the bytes are no value of this type
    public Object read(TermReader in, Type type) {
        return codecOf(type).read(in);
    }

    /// Reads a value of this class.
    ///
    /// @throws UnsupportedTypeException when the class, or a type inside of it, cannot be mapped
    /// @throws MappingException when the bytes are no value of this class
    public <T> T read(TermReader in, Class<T> type) {
        return codecOf(type).read(in);
    }

    @SuppressWarnings("unchecked") // who asks for the codec of a type hands it values of that type
    private ValueCodec<Object> codec(TypeShape shape) {
        ValueCodec<?> known = codecs.get(shape);
        return (ValueCodec<Object>) (known != null ? known : build(shape));
    }

    private ValueCodec<Object> build(TypeShape shape) {
        building.lock();
        try {
            CodecAssembly assembly = new CodecAssembly(this::given);
            ValueCodec<Object> codec = assembly.assemble(shape);
            codecs.putAll(assembly.built());
            return codec;
        } finally {
            building.unlock();
        }
    }

    /// What an assembly need not build: it was built before, or the application brought it along.
    private @Nullable ValueCodec<?> given(TypeShape shape) {
        ValueCodec<?> known = codecs.get(shape);
        return known != null ? known : ofUser(shape);
    }

    private @Nullable ValueCodec<?> ofUser(TypeShape shape) {
        Function<? super Type, ? extends Codec<?>> codec = userCodecs.get(shape.raw());
        return codec == null ? null : new UserCodec<>(codec.apply(shape.type()));
    }

    /// What a mapping is made of. Used by one thread.
    public static final class Builder {

        private static final int DEPTH = 256;

        private final Map<Class<?>, Function<? super Type, ? extends Codec<?>>> codecs =
                new LinkedHashMap<>();
        private int depth = DEPTH;

        private Builder() {}

        /// Maps a class by a codec of the application's own, also in place of a built one.
        public <T> Builder codec(Class<T> type, Codec<T> codec) {
            return codec(type, arguments -> codec);
        }

        /// Maps a generic class by codecs of the application's own, one for each choice of type arguments. The
        /// function is called with the whole type, or with the class when the arguments are not known.
        public <T> Builder codec(
                Class<T> type, Function<? super Type, ? extends Codec<T>> codecOf) {
            codecs.put(type, codecOf);
            return this;
        }

        /// How deep values may be nested in each other, 256 by default. Terms have the limit of the reader.
        public Builder depth(int levels) {
            depth = levels;
            return this;
        }

        public Mapping build() {
            return new Mapping(this);
        }
    }
}
