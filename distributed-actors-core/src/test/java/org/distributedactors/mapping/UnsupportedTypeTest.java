package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnsupportedTypeTest {

    private record Line(String name, Object price) {}

    private record Order(String id, List<Line> lines) {}

    private record Keys(Map<Thread, String> map) {}

    private record Values(Map<String, Optional<Thread>> map) {}

    private record Twice(Optional<Optional<String>> text) {}

    @SuppressWarnings("rawtypes")
    private record Raw(List list) {}

    private record Wild(List<?> list) {}

    private record Arrays(Object[][] table) {}

    private record Box<T>(T value) {}

    private record Endless<T>(Endless<List<T>> inner) {}

    private enum Clash {
        A,
        @Tag("a")
        B
    }

    static List<Arguments> typesAndComplaints() {
        return List.of(
                Arguments.of(Order.class, "Order.lines[].price: java.lang.Object"),
                Arguments.of(Keys.class, "Keys.map{key}: java.lang.Thread"),
                Arguments.of(Values.class, "Values.map{value}: java.lang.Thread"),
                Arguments.of(
                        Twice.class,
                        "Twice.text: java.util.Optional<java.util.Optional<java.lang.String>>"
                                + " (an Optional in an Optional)"),
                Arguments.of(Raw.class, "Raw.list[]: java.lang.Object"),
                Arguments.of(Wild.class, "Wild.list[]: java.lang.Object"),
                Arguments.of(Arrays.class, "Arrays.table[][]: java.lang.Object"),
                Arguments.of(Box.class, "Box.value: java.lang.Object"),
                Arguments.of(Object.class, "Object: java.lang.Object"),
                Arguments.of(Runnable.class, "Runnable: java.lang.Runnable"),
                Arguments.of(void.class, "void: void"));
    }

    @ParameterizedTest
    @MethodSource("typesAndComplaints")
    void theComplaintHasThePathAndTheType(Class<?> type, String complaint) {
        assertThatThrownBy(() -> new Mapping().codecOf(type))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessage(complaint);
    }

    @Test
    void twoConstantsOfOneAtomAreUnsupported() {
        assertThatThrownBy(() -> new Mapping().codecOf(Clash.class))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageEndingWith("(two constants are the atom a)");
    }

    @Test
    void aTypeWithoutEndIsUnsupported() {
        assertThatThrownBy(() -> new Mapping().codecOf(Endless.class))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageEndingWith("(types nested too deep)");
    }

    @Test
    void whatFailedOnceFailsAgain() {
        Mapping mapping = new Mapping();

        assertThat(mapping.supports(Order.class)).isFalse();
        assertThat(mapping.supports(Order.class)).isFalse();
        assertThat(mapping.supports(Line.class)).isFalse();
        assertThat(mapping.supports(String.class)).isTrue();
    }

    private record Left(Right right, Thread thread) {}

    private record Right(Left left) {}

    @Test
    void aFailureLeavesNothingHalfMade() {
        Mapping mapping = new Mapping();

        assertThat(mapping.supports(Left.class)).isFalse();
        assertThatThrownBy(() -> mapping.codecOf(Right.class))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessage("Right.left.thread: java.lang.Thread");
    }
}
