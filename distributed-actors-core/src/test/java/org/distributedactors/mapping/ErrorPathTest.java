package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distributedactors.mapping.Wire.atom;
import static org.distributedactors.mapping.Wire.integer;
import static org.distributedactors.mapping.Wire.read;
import static org.distributedactors.mapping.Wire.tuple;
import static org.distributedactors.mapping.Wire.utf8;
import static org.distributedactors.mapping.Wire.written;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.distributedactors.etf.MalformedTermException;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

class ErrorPathTest {

    private record Line(String name, double price) {}

    private record Order(List<Line> lines, Map<String, Line> byName, Optional<Line> first) {}

    private sealed interface Message {
        record Place(Order order) implements Message {}
    }

    @AsMap
    private record Config(int[] ports, Line[] lines) {}

    private static Order order(double... prices) {
        List<Line> lines = Arrays.stream(prices).mapToObj(price -> new Line("a", price)).toList();
        return new Order(lines, Map.of(), Optional.empty());
    }

    @Test
    void whatCannotBeWrittenIsNamedFromTheOutside() {
        Line bad = new Line("a", Double.NaN);

        assertPath(() -> written(order(1, 2, 3, Double.NaN), Order.class), "Order.lines[3].price");
        assertPath(
                () ->
                        written(
                                new Order(List.of(), Map.of("k", bad), Optional.empty()),
                                Order.class),
                "Order.byName{value}.price");
        assertPath(
                () -> written(new Order(List.of(), Map.of(), Optional.of(bad)), Order.class),
                "Order.first.price");
        assertPath(
                () -> written(new Message.Place(order(1 / 0.0)), Message.class),
                "Place.order.lines[0].price");
        assertPath(
                () -> written(new Config(new int[0], new Line[] {bad}), Config.class),
                "Config.lines[0].price");
        assertPath(
                () -> Wire.writtenAny(new Mapping(), List.of(1, List.of(bad))), "List[1][0].price");
        assertPath(() -> written(Float.NaN, Float.class), "Float");
    }

    @Test
    void whatCannotBeReadIsNamedFromTheOutside() {
        Term bad = tuple(atom("line"), utf8("a"), utf8("b"));
        Term good = tuple(atom("line"), utf8("a"), integer(1));

        assertPath(
                () -> read(tuple(atom("order"), ListTerm.of(good, bad)), Order.class),
                "Order.lines[1].price");
        assertPath(
                () ->
                        read(
                                tuple(
                                        atom("order"),
                                        ListTerm.EMPTY,
                                        MapTerm.of(Map.of(utf8("k"), bad))),
                                Order.class),
                "Order.byName{value}.price");
        assertPath(
                () -> read(MapTerm.of(Map.of(atom("ports"), ListTerm.of(atom("a")))), Config.class),
                "Config.ports[0]");
        assertPath(() -> read(atom("a"), long.class), "long");
    }

    @Test
    void theMessageBeginsWithThePathAndTheCauseIsKept() {
        assertThatThrownBy(() -> written(order(Double.NaN), Order.class))
                .hasMessage("Order.lines[0].price: Erlang has no float NaN");
        assertThatThrownBy(() -> read(atom("a"), long.class))
                .hasMessageStartingWith("long: ")
                .hasCauseInstanceOf(MalformedTermException.class);
    }

    private static void assertPath(ThrowingCallable action, String path) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        MappingException.class, e -> assertThat(e.path()).isEqualTo(path));
    }
}
