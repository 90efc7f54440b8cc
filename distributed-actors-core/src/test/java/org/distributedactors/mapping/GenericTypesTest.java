package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distributedactors.mapping.Wire.atom;
import static org.distributedactors.mapping.Wire.integer;
import static org.distributedactors.mapping.Wire.read;
import static org.distributedactors.mapping.Wire.tuple;
import static org.distributedactors.mapping.Wire.utf8;
import static org.distributedactors.mapping.Wire.written;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

class GenericTypesTest {

    private record Price(long cents) {}

    private record Page<T>(List<T> items, T[] array, Map<String, ? extends T> named) {}

    private record OfPrices(Page<Price> page) {}

    private record OfTexts(Page<String> page) {}

    private record Pair<A, B>(A first, B second) {}

    private record Pairs(Pair<Pair<Integer, String>, List<? extends Price>> pair) {}

    private sealed interface Result<V, E> {
        record Ok<X>(X value) implements Result<X, String> {}

        record Failed<F, Y>(F reason) implements Result<Y, F> {}

        record Many<Z>(List<Z> values) implements Result<List<Z>, String> {}
    }

    private record OfResult(Result<List<Price>, String> result) {}

    private record Bounded<T extends Result<Price, String>>(T value) {}

    private static Object roundTrip(Object value, Type type) {
        return read(new Mapping(), written(value, type), type);
    }

    @Test
    void argumentsOfARecordReachItsComponents() {
        var prices =
                new Page<>(
                        List.of(new Price(1)),
                        new Price[] {new Price(2)},
                        Map.of("a", new Price(3)));
        Type type = Wire.typeIn(OfPrices.class);

        var read = (Page<?>) roundTrip(prices, type);

        assertThat(read.items()).isEqualTo(prices.items());
        assertThat(read.array()).isEqualTo(prices.array()).isInstanceOf(Price[].class);
        assertThat(read.named()).isEqualTo(prices.named());
    }

    @Test
    void oneRecordWithTwoArgumentsHasTwoCodecs() {
        Mapping mapping = new Mapping();
        Term texts = tuple(atom("page"), ListTerm.of(utf8("a")));
        Term prices = tuple(atom("page"), ListTerm.of(tuple(atom("price"), integer(1))));

        assertThat(
                        ((OfTexts) read(mapping, tuple(atom("of_texts"), texts), OfTexts.class))
                                .page()
                                .items())
                .containsExactly("a");
        assertThat(
                        ((OfPrices) read(mapping, tuple(atom("of_prices"), prices), OfPrices.class))
                                .page()
                                .items())
                .containsExactly(new Price(1));
    }

    @Test
    void argumentsMayBeGenericThemselves() {
        var value = new Pairs(new Pair<>(new Pair<>(1, "a"), List.of(new Price(2))));

        assertThat(roundTrip(value, Pairs.class)).isEqualTo(value);
    }

    @Test
    void argumentsOfAFamilyReachItsMembers() {
        for (Result<List<Price>, String> result :
                List.<Result<List<Price>, String>>of(
                        new Result.Ok<>(List.of(new Price(1))),
                        new Result.Failed<>("no"),
                        new Result.Many<>(List.of(new Price(2))))) {
            assertThat(roundTrip(new OfResult(result), OfResult.class))
                    .isEqualTo(new OfResult(result));
        }
    }

    @Test
    void aVariableWithoutArgumentIsWhatItExtends() {
        assertThat(new Mapping().supports(Bounded.class)).isFalse();
        assertThat(new Mapping().supports(Wire.typeIn(OfResult.class))).isTrue();
    }

    @Test
    void aTypeIsTheSameHoweverItIsAskedFor() {
        Mapping mapping = new Mapping();

        assertThat(mapping.codecOf(Wire.typeIn(OfPrices.class)))
                .isSameAs(mapping.codecOf(Wire.typeIn(OfPrices.class)));
        assertThat(mapping.codecOf(String.class)).isSameAs(mapping.codecOf((Type) String.class));
    }
}
