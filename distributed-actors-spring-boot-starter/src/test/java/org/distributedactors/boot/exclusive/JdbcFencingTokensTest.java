package org.distributedactors.boot.exclusive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Numbers that only grow, whoever asks.
class JdbcFencingTokensTest {

    static Stream<Named<Supplier<TestDatabase>>> databases() {
        return Stream.of(
                Named.of("H2", TestDatabase::h2), Named.of("PostgreSQL", TestDatabase::postgres));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void eachTokenIsHigherThanTheOneBeforeAndNamesDoNotShareThem(Supplier<TestDatabase> made) {
        try (TestDatabase database = made.get()) {
            FencingTokens tokens = new JdbcFencingTokens(database.source());

            assertThat(tokens.next("a")).isEqualTo(1);
            assertThat(tokens.next("a")).isEqualTo(2);
            assertThat(new JdbcFencingTokens(database.source()).next("a")).isEqualTo(3);
            assertThat(tokens.next("b")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void manyThatAskAtOnceAlsoForANewNameGetOneEach(Supplier<TestDatabase> made) throws Exception {
        try (TestDatabase database = made.get();
                var threads = Executors.newFixedThreadPool(8)) {
            FencingTokens tokens = new JdbcFencingTokens(database.source());
            Set<Long> got = ConcurrentHashMap.newKeySet();
            Callable<Boolean> ask = () -> got.add(tokens.next("a"));

            var asked = threads.invokeAll(IntStream.range(0, 40).mapToObj(i -> ask).toList());

            for (Future<Boolean> answer : asked) {
                assertThat(answer.get()).isTrue();
            }
            assertThat(got).hasSize(40).allMatch(token -> token >= 1 && token <= 40);
        }
    }

    @Test
    void withoutATableThereIsNoToken() {
        try (TestDatabase database = TestDatabase.h2()) {
            FencingTokens tokens = new JdbcFencingTokens(database.source(), "NOWHERE");

            assertThatThrownBy(() -> tokens.next("a"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no fencing token for a");
        }
    }

    @Test
    void whatIsNoNameOfATableIsRefused() {
        try (TestDatabase database = TestDatabase.h2()) {
            assertThatThrownBy(() -> new JdbcFencingTokens(database.source(), "t; DROP TABLE x"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
