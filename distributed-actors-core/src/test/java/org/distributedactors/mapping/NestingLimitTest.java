package org.distributedactors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.distributedactors.mapping.Wire.atom;
import static org.distributedactors.mapping.Wire.integer;
import static org.distributedactors.mapping.Wire.read;
import static org.distributedactors.mapping.Wire.tuple;
import static org.distributedactors.mapping.Wire.written;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Term;
import org.junit.jupiter.api.Test;

class NestingLimitTest {

    private record Chain(int value, Chain next) {}

    private record Tree(List<Tree> branches) {}

    @AsMap
    private record Nest(Nest inner) {}

    private sealed interface Expression {
        record Value(long value) implements Expression {}

        record Sum(Expression left, Expression right) implements Expression {}
    }

    private static Term chain(int length) {
        Term chain = Atom.UNDEFINED;
        for (int i = 0; i < length; i++) {
            chain = tuple(atom("chain"), integer(i), chain);
        }
        return chain;
    }

    @Test
    void recursiveRecordsWorkUpToTheLimit() {
        Chain chain = read(chain(256), Chain.class);

        assertThat(written(chain, Chain.class)).isEqualTo(chain(256));
    }

    @Test
    void recursiveFamiliesWork() {
        var sum =
                new Expression.Sum(
                        new Expression.Value(1),
                        new Expression.Sum(new Expression.Value(2), new Expression.Value(3)));

        assertThat(read(written(sum, Expression.class), Expression.class)).isEqualTo(sum);
    }

    @Test
    void deeperBytesAreRefused() {
        Term tree = ListTerm.EMPTY;
        Term nest = MapTerm.EMPTY;
        for (int i = 0; i < 1000; i++) {
            tree = ListTerm.of(tuple(atom("tree"), tree));
            nest = MapTerm.of(Map.of(atom("inner"), nest));
        }
        Term deepTree = tuple(atom("tree"), tree);
        Term deepNest = nest;

        assertThatThrownBy(() -> read(chain(257), Chain.class))
                .isInstanceOf(MappingException.class)
                .hasMessageEndingWith("nested too deep");
        assertThatThrownBy(() -> read(deepTree, Tree.class)).isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> read(deepNest, Nest.class)).isInstanceOf(MappingException.class);
    }

    @Test
    void deeperValuesAreRefused() {
        Chain chain = null;
        for (int i = 0; i < 300; i++) {
            chain = new Chain(i, chain);
        }
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        Chain tooDeep = chain;

        assertThatThrownBy(() -> written(tooDeep, Chain.class))
                .isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> Wire.writtenAny(new Mapping(), cycle))
                .isInstanceOf(MappingException.class)
                .hasMessageEndingWith("nested too deep");
    }

    @Test
    void theLimitIsChosen() {
        Mapping shallow = Mapping.builder().depth(2).build();

        assertThat(read(shallow, chain(2), Chain.class).next().value()).isZero();
        assertThatThrownBy(() -> read(shallow, chain(3), Chain.class))
                .isInstanceOf(MappingException.class)
                .hasMessage("Chain.next.next: nested too deep");
    }

    private record Own(Own inner) {}

    @Test
    void aCodecOfTheApplicationThatRecursEndsAtTheLimitOfTheReader() {
        Mapping[] mapping = new Mapping[1];
        Codec<Own> recursive =
                new Codec<>() {
                    @Override
                    public void write(TermWriter out, Own value) {}

                    @Override
                    public Own read(TermReader in) {
                        in.readTupleHeader();
                        return new Own(mapping[0].read(in, Own.class));
                    }
                };
        mapping[0] = Mapping.builder().codec(Own.class, recursive).build();
        Term deep = Atom.NIL;
        for (int i = 0; i < 5000; i++) {
            deep = tuple(deep);
        }
        Term tooDeep = deep;

        assertThatThrownBy(() -> read(mapping[0], tooDeep, Own.class))
                .isInstanceOf(MappingException.class);
    }
}
