package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distributedactors.mapping.Wire.atom;
import static org.distributedactors.mapping.Wire.integer;
import static org.distributedactors.mapping.Wire.read;
import static org.distributedactors.mapping.Wire.tuple;
import static org.distributedactors.mapping.Wire.utf8;
import static org.distributedactors.mapping.Wire.written;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.FloatTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

class CollectionMappingTest {

    private record Texts(List<String> it) {}

    private record Numbers(List<Integer> it) {}

    private record Unordered(Set<Integer> it) {}

    private record Some(Collection<Integer> it) {}

    private record Prices(Map<String, Line> it) {}

    private record Nested(List<Map<Integer, List<String>>> it) {}

    private record Arrays(List<String>[] it) {}

    private record Line(long cents) {}

    @Test
    void aListIsAList() {
        Type texts = Wire.typeIn(Texts.class);

        assertThat(written(List.of("a", "b", "c"), texts))
                .isEqualTo(ListTerm.of(utf8("a"), utf8("b"), utf8("c")));
        assertThat(read(new Mapping(), ListTerm.of(utf8("a"), utf8("b")), texts))
                .isEqualTo(List.of("a", "b"));
        assertThat(read(new Mapping(), ListTerm.EMPTY, texts)).isEqualTo(List.of());
        assertThat(written(List.of(), texts)).isEqualTo(ListTerm.EMPTY);
    }

    @Test
    void aListOfSmallIntegersIsReadFromAString() {
        assertThat(read(new Mapping(), ListTerm.string("ab"), Wire.typeIn(Numbers.class)))
                .isEqualTo(List.of(97, 98));
        assertThat(read(ListTerm.string("ab"), long[].class)).containsExactly(97, 98);
    }

    @Test
    void aListInPiecesIsOneList() {
        assertThat(Wire.read(new Mapping(), pieces(), Wire.typeIn(Numbers.class)))
                .isEqualTo(List.of(1, 2, 3, 4, 5));
        assertThat((int[]) Wire.read(new Mapping(), pieces(), int[].class))
                .containsExactly(1, 2, 3, 4, 5);
        assertThat(Wire.read(new Mapping(), pieces(), String.class))
                .isEqualTo("\u0001\u0002\u0003\u0004\u0005");
    }

    /// `[1, 2 | [3 | [4, 5]]]`.
    private static ByteBuf pieces() {
        ByteBuf bytes = Unpooled.buffer();
        TermWriter out = new TermWriter(bytes);
        int[][] pieces = {{1, 2}, {3}, {4, 5}};
        for (int[] piece : pieces) {
            out.writeListHeader(piece.length);
            IntStream.of(piece).forEach(out::writeLong);
        }
        out.writeNil();
        return bytes;
    }

    @Test
    void anImproperListIsRefused() {
        Term improper = ListTerm.withTail(new Term[] {integer(1)}, integer(2));

        assertThatThrownBy(() -> read(new Mapping(), improper, Wire.typeIn(Numbers.class)))
                .isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> read(improper, long[].class)).isInstanceOf(MappingException.class);
    }

    @Test
    void whatIsReadCannotBeChanged() {
        Mapping mapping = new Mapping();
        Term two = ListTerm.of(integer(1), integer(2));
        List<?> list = (List<?>) read(mapping, two, Wire.typeIn(Numbers.class));
        Set<?> set = (Set<?>) read(mapping, two, Wire.typeIn(Unordered.class));
        Map<?, ?> map = (Map<?, ?>) read(mapping, MapTerm.EMPTY, Wire.typeIn(Prices.class));

        assertThatThrownBy(list::removeFirst).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(set::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aSetIsAListOfWhichEqualElementsCountOnce() {
        Type numbers = Wire.typeIn(Unordered.class);
        Set<Integer> value = new LinkedHashSet<>(List.of(300, 1, 200));

        assertThat(written(value, numbers))
                .isEqualTo(ListTerm.of(integer(300), integer(1), integer(200)));
        assertThat(
                        read(
                                new Mapping(),
                                ListTerm.of(integer(300), integer(1), integer(300)),
                                numbers))
                .isEqualTo(Set.of(300, 1));
    }

    @Test
    void aCollectionIsReadAsAList() {
        assertThat(read(new Mapping(), ListTerm.of(integer(1)), Wire.typeIn(Some.class)))
                .isEqualTo(List.of(1));
    }

    @Test
    void aMapIsAMap() {
        Type prices = Wire.typeIn(Prices.class);
        MapTerm term = MapTerm.of(Map.of(utf8("tea"), tuple(atom("line"), integer(3))));

        assertThat(written(Map.of("tea", new Line(3)), prices)).isEqualTo(term);
        assertThat(read(new Mapping(), term, prices)).isEqualTo(Map.of("tea", new Line(3)));
    }

    @Test
    void aKeyThatComesTwiceIsRefused() {
        MapTerm term =
                MapTerm.of(
                        Map.of(
                                utf8("tea"), tuple(atom("line"), integer(1)),
                                ListTerm.string("tea"), tuple(atom("line"), integer(2))));

        assertThatThrownBy(() -> read(new Mapping(), term, Wire.typeIn(Prices.class)))
                .isInstanceOf(MappingException.class)
                .hasMessage("Map: a key comes twice");
    }

    @Test
    void collectionsNest() {
        Type nested = Wire.typeIn(Nested.class);
        var value = List.of(Map.of(1, List.of("a")), Map.<Integer, List<String>>of());

        assertThat(read(new Mapping(), written(value, nested), nested)).isEqualTo(value);
    }

    @Test
    void arraysAreLists() {
        assertThat(written(new long[] {1, -2}, long[].class))
                .isEqualTo(ListTerm.of(integer(1), integer(-2)));
        assertThat(written(new double[] {0.5}, double[].class))
                .isEqualTo(ListTerm.of(new FloatTerm(0.5)));
        assertThat(read(ListTerm.of(integer(1), integer(300)), int[].class))
                .containsExactly(1, 300);
        assertThat(read(ListTerm.of(integer(1), integer(-3)), short[].class))
                .containsExactly((short) 1, (short) -3);
        assertThat(read(ListTerm.of(atom("true")), boolean[].class)).containsExactly(true);
        assertThat(read(ListTerm.of(new FloatTerm(2)), double[].class)).containsExactly(2);
        assertThat(read(ListTerm.EMPTY, String[].class)).isEmpty();
        assertThat(written(new float[0], float[].class)).isEqualTo(ListTerm.EMPTY);
    }

    @Test
    void arraysHoldRecordsListsAndArrays() {
        Line[] lines = {new Line(1), new Line(2)};
        int[][] table = {{1}, {}, {2, 3}};
        List<?>[] texts = {List.of("a"), List.of()};
        Type textsType = Wire.typeIn(Arrays.class);

        assertThat(read(written(lines, Line[].class), Line[].class)).isEqualTo(lines);
        assertThat(read(written(table, int[][].class), int[][].class)).isDeepEqualTo(table);
        assertThat((Object[]) read(new Mapping(), written(texts, textsType), textsType))
                .isEqualTo(texts);
    }
}
