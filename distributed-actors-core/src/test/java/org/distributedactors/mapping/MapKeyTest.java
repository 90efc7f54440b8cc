package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distributedactors.mapping.Wire.integer;
import static org.distributedactors.mapping.Wire.written;
import static org.distributedactors.mapping.Wire.writtenAny;

import java.time.Instant;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distributedactors.term.Binary;
import org.distributedactors.term.MapTerm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A peer drops the link for a map in which a key comes twice, or which is not as long as it says. So neither is
/// ever written.
class MapKeyTest {

    private record At(Map<Instant, Integer> it) {}

    private record ByName(Map<String, Integer> it) {}

    private record ByPoint(Map<Point, Integer> it) {}

    private record Point(int x, long y) {}

    private final Mapping mapping = new Mapping();

    static List<Map<?, Integer>> sameAsTerms() {
        return List.of(
                Map.of(1, 1, 1L, 2),
                Map.of("a", 1, Binary.utf8("a"), 2),
                Map.of(Instant.ofEpochSecond(0, 1), 1, Instant.ofEpochSecond(0, 2), 2),
                Map.of("\ud800", 1, "?", 2),
                Map.of(new byte[] {1}, 1, new byte[] {1}, 2),
                Map.of(List.of(1), 1, List.of(1L), 2));
    }

    @ParameterizedTest
    @MethodSource("sameAsTerms")
    void keysThatDifferInJavaOnlyAreRefused(Map<?, Integer> map) {
        assertThatThrownBy(() -> writtenAny(mapping, map))
                .isInstanceOf(MappingException.class)
                .hasMessageEndingWith("two keys are the same term");
    }

    @Test
    void declaredKeysAreWatchedAsWell() {
        assertThatThrownBy(() ->
                        written(
                                Map.of(Instant.ofEpochSecond(0, 1), 1, Instant.EPOCH, 2),
                                Wire.typeIn(At.class)))
                .hasMessageEndingWith("two keys are the same term");
        assertThatThrownBy(
                        () -> written(Map.of("\ud800", 1, "\udc00", 2), Wire.typeIn(ByName.class)))
                .hasMessageEndingWith("two keys are the same term");
    }

    @Test
    void keysThatDifferAreWritten() {
        assertThat(writtenAny(mapping, Map.of("a", 1, "b", 2, "😀", 3)))
                .isInstanceOf(MapTerm.class);
        assertThat(writtenAny(mapping, Map.of(1, 1, "1", 2))).isInstanceOf(MapTerm.class);
        assertThat(
                        written(
                                Map.of(new Point(1, 2), 1, new Point(2, 1), 2),
                                Wire.typeIn(ByPoint.class)))
                .isInstanceOf(MapTerm.class);
        assertThat(writtenAny(mapping, Map.of(300L, 1)))
                .isEqualTo(MapTerm.of(Map.of(integer(300), integer(1))));
    }

    @Test
    void whatChangesWhileItIsWrittenIsRefused() {
        Set<Integer> shrinking = new Shrinking<>(List.of(1));
        Map<Integer, Integer> map =
                new AbstractMap<>() {
                    @Override
                    public Set<Entry<Integer, Integer>> entrySet() {
                        return new Shrinking<>(List.of(Map.entry(1, 1)));
                    }
                };

        assertThatThrownBy(() -> writtenAny(mapping, shrinking))
                .isInstanceOf(MappingException.class)
                .hasMessageEndingWith("changed while it was written");
        assertThatThrownBy(() -> writtenAny(mapping, map))
                .isInstanceOf(MappingException.class)
                .hasMessageEndingWith("changed while it was written");
    }

    /// Says that it has one element more than it has, as a concurrent collection may.
    private static final class Shrinking<E> extends AbstractSet<E> {

        private final List<E> elements;

        Shrinking(List<E> elements) {
            this.elements = elements;
        }

        @Override
        public Iterator<E> iterator() {
            return elements.iterator();
        }

        @Override
        public int size() {
            return elements.size() + 1;
        }
    }
}
