package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distributedactors.mapping.Wire.atom;
import static org.distributedactors.mapping.Wire.integer;
import static org.distributedactors.mapping.Wire.read;
import static org.distributedactors.mapping.Wire.tuple;
import static org.distributedactors.mapping.Wire.utf8;
import static org.distributedactors.mapping.Wire.written;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// An old and a new version of the same message, as two types of the same tag.
class RecordEvolutionTest {

    private interface Old {
        record Order(String id) {}

        record Get() {}
    }

    private interface New {
        record Order(
                String id,
                long cents,
                boolean express,
                char grade,
                double weight,
                Integer rank,
                String note,
                Optional<String> coupon,
                List<String> lines,
                Set<String> labels,
                Map<String, Long> prices,
                int[] codes) {}

        record Get(boolean full) {}
    }

    private record Checked(String id, List<String> lines) {
        private Checked {
            lines = List.copyOf(lines);
        }
    }

    @Test
    void theNewVersionReadsTheOldOneWithZerosAndNothing() {
        var order = read(written(new Old.Order("a"), Old.Order.class), New.Order.class);

        assertThat(order)
                .isEqualTo(
                        new New.Order(
                                "a",
                                0,
                                false,
                                '\0',
                                0,
                                null,
                                null,
                                Optional.empty(),
                                List.of(),
                                Set.of(),
                                Map.of(),
                                null));
    }

    @Test
    void theOldVersionReadsTheNewOneAndSkipsTheRest() {
        var order =
                new New.Order(
                        "a",
                        1,
                        true,
                        'x',
                        2,
                        3,
                        "n",
                        Optional.of("c"),
                        List.of("l"),
                        Set.of("s"),
                        Map.of("p", 4L),
                        new int[] {5});

        assertThat(read(written(order, New.Order.class), Old.Order.class))
                .isEqualTo(new Old.Order("a"));
    }

    @Test
    void anAtomAndATupleAreVersionsOfTheSameMessage() {
        assertThat(read(atom("get"), New.Get.class)).isEqualTo(new New.Get(false));
        assertThat(read(written(new New.Get(true), New.Get.class), Old.Get.class))
                .isEqualTo(new Old.Get());
        assertThat(read(tuple(atom("get")), Old.Get.class)).isEqualTo(new Old.Get());
    }

    @Test
    void whatWasReadFromAnOldVersionCanBeWrittenAgain() {
        var order = read(written(new Old.Order("a"), Old.Order.class), New.Order.class);

        var again = read(written(order, New.Order.class), New.Order.class);

        assertThat(again).isEqualTo(order);
    }

    @Test
    void aConstructorThatCopiesAListWorksWithoutOne() {
        assertThat(read(tuple(atom("checked"), utf8("a")), Checked.class))
                .isEqualTo(new Checked("a", List.of()));
    }

    @Test
    void componentsInFrontCannotBeMissing() {
        assertThatThrownBy(() -> read(tuple(atom("order"), integer(1)), New.Order.class))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("Order.id: ");
    }

    @Test
    void aComponentThatIsNotKnownMayBeAnything() {
        var extra = tuple(atom("order"), utf8("a"), tuple(tuple(integer(1)), atom("x")), utf8(""));

        assertThat(read(extra, Old.Order.class)).isEqualTo(new Old.Order("a"));
    }
}
