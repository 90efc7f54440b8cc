package org.distributedactors.mapping;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;

/// Lists and sets as lists. What is read is unmodifiable; a set keeps the first of equal elements, in their order.
final class CollectionCodec<E, C extends Collection<E>> extends ValueCodec<C> {

    private final String name;
    private final ValueCodec<E> element;
    private final Function<List<E>, C> finish;

    private CollectionCodec(String name, ValueCodec<E> element, Function<List<E>, C> finish) {
        this.name = name;
        this.element = element;
        this.finish = finish;
    }

    static <E> CollectionCodec<E, List<E>> list(ValueCodec<E> element) {
        return new CollectionCodec<>("List", element, Function.identity());
    }

    static <E> CollectionCodec<E, Collection<E>> set(ValueCodec<E> element) {
        return new CollectionCodec<>(
                "Set", element, list -> Collections.unmodifiableSet(new LinkedHashSet<>(list)));
    }

    @Override
    void write(TermWriter out, C values, int levels) {
        int inside = inside(levels);
        int size = values.size();
        if (size == 0) {
            out.writeNil();
            return;
        }
        out.writeListHeader(size);
        int index = 0;
        for (E value : values) {
            try {
                element.write(out, present(value), inside);
            } catch (RuntimeException failure) {
                throw MappingException.at(failure, name, "[" + index + "]");
            }
            index++;
        }
        if (index != size) {
            throw new MappingException("the collection changed while it was written");
        }
        out.writeNil();
    }

    @Override
    C read(TermReader in, int levels) {
        int inside = inside(levels);
        @SuppressWarnings("unchecked")
        E[] values = (E[]) new Object[in.readListHeader()];
        int read = 0;
        while (read < values.length) {
            for (; read < values.length; read++) {
                values[read] = readElement(in, read, inside);
            }
            int more = in.readListTail();
            values = more == 0 ? values : Arrays.copyOf(values, read + more);
        }
        return finish.apply(unmodifiable(values));
    }

    private E readElement(TermReader in, int index, int levels) {
        try {
            return element.read(in, levels);
        } catch (RuntimeException failure) {
            throw MappingException.at(failure, name, "[" + index + "]");
        }
    }

    private static <E> List<E> unmodifiable(E[] values) {
        return switch (values.length) {
            case 0 -> List.of();
            case 1 -> List.of(values[0]);
            default -> Collections.unmodifiableList(Arrays.asList(values));
        };
    }

    @Override
    C absent() {
        return finish.apply(List.of());
    }
}
