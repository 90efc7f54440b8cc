package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distributedactors.mapping.Wire.atom;
import static org.distributedactors.mapping.Wire.integer;
import static org.distributedactors.mapping.Wire.read;
import static org.distributedactors.mapping.Wire.tuple;
import static org.distributedactors.mapping.Wire.utf8;
import static org.distributedactors.mapping.Wire.written;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.junit.jupiter.api.Test;

class UserCodecTest {

    private record Trip(Locale language, List<Locale> spoken) {}

    private record Euros(long cents) {}

    private record Flag(boolean up) {}

    private interface Box<T> {
        T value();
    }

    private record FullBox<T>(T value) implements Box<T> {}

    private record Boxes(Box<String> text, Box<Long> number) {}

    private sealed interface Message {
        record Money() implements Message {}
    }

    private static <T> Codec<T> asText(
            java.util.function.Function<T, String> to,
            java.util.function.Function<String, T> from) {
        return new Codec<>() {
            @Override
            public void write(TermWriter out, T value) {
                out.writeUtf8(to.apply(value));
            }

            @Override
            public T read(TermReader in) {
                return from.apply(in.readUtf8());
            }
        };
    }

    private static final Codec<Locale> LOCALE =
            asText(Locale::toLanguageTag, tag -> new Locale.Builder().setLanguageTag(tag).build());

    private final Mapping mapping = Mapping.builder().codec(Locale.class, LOCALE).build();

    @Test
    void aCodecOfTheApplicationServesInsideOfItsRecords() {
        var trip = new Trip(Locale.GERMANY, List.of(Locale.FRENCH));

        assertThat(written(mapping, trip.language(), Locale.class)).isEqualTo(utf8("de-DE"));
        assertThat(read(mapping, written(mapping, trip, Trip.class), Trip.class)).isEqualTo(trip);
        assertThat(Wire.writtenAny(mapping, Locale.FRENCH)).isEqualTo(utf8("fr"));
    }

    @Test
    void aNullComponentNeedsNoCareOfTheCodec() {
        var nowhere = new Trip(null, List.of());

        assertThat(read(mapping, written(mapping, nowhere, Trip.class), Trip.class))
                .isEqualTo(nowhere);
    }

    @Test
    void whateverTheCodecThrowsHasAPath() {
        assertThatThrownBy(() -> read(mapping, tuple(atom("trip"), utf8("!")), Trip.class))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("Trip.language: ");
    }

    @Test
    void aCodecOfTheApplicationReplacesABuiltOne() {
        Codec<Euros> plain =
                new Codec<>() {
                    @Override
                    public void write(TermWriter out, Euros value) {
                        out.writeLong(value.cents());
                    }

                    @Override
                    public Euros read(TermReader in) {
                        return new Euros(in.readLong());
                    }
                };
        Codec<Boolean> yesNo = asText(value -> value ? "yes" : "no", "yes"::equals);
        Mapping own =
                Mapping.builder().codec(Euros.class, plain).codec(boolean.class, yesNo).build();

        assertThat(written(own, new Euros(5), Euros.class)).isEqualTo(integer(5));
        assertThat(written(own, new Flag(true), Flag.class))
                .isEqualTo(tuple(atom("flag"), utf8("yes")));
        assertThat(read(own, tuple(atom("flag"), utf8("yes")), Flag.class))
                .isEqualTo(new Flag(true));
        assertThat(read(own, atom("flag"), Flag.class)).isEqualTo(new Flag(false));
    }

    @Test
    void aGenericClassHasACodecForEachChoiceOfArguments() {
        Mapping own = Mapping.builder().codec(rawBox(), UserCodecTest::boxOf).build();
        var boxes = new Boxes(new FullBox<>("a"), new FullBox<>(5L));

        assertThat(written(own, boxes, Boxes.class))
                .isEqualTo(tuple(atom("boxes"), utf8("String a"), utf8("Long 5")));
    }

    @Test
    void aValueOfASubclassIsWrittenByTheCodecOfItsInterface() {
        Mapping own = Mapping.builder().codec(rawBox(), UserCodecTest::boxOf).build();

        assertThat(Wire.writtenAny(own, new FullBox<>("a"))).isEqualTo(utf8("unknown a"));
    }

    @SuppressWarnings("unchecked")
    private static Class<Box<?>> rawBox() {
        return (Class<Box<?>>) (Class<?>) Box.class;
    }

    private static Codec<Box<?>> boxOf(Type type) {
        String argument =
                type instanceof ParameterizedType generic
                        ? ((Class<?>) generic.getActualTypeArguments()[0]).getSimpleName()
                        : "unknown";
        return asText(box -> argument + " " + box.value(), FullBox::new);
    }

    @Test
    void aMemberOfAFamilyCannotHaveOne() {
        Mapping own =
                Mapping.builder()
                        .codec(Message.Money.class, asText(m -> "", t -> new Message.Money()))
                        .build();

        assertThatThrownBy(() -> own.codecOf(Message.class))
                .isInstanceOf(UnsupportedTypeException.class);
        assertThat(written(new Message.Money(), Message.class)).isEqualTo(Atom.of("money"));
    }
}
