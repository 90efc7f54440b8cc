package org.distributedactors.mapping;

import java.lang.reflect.Array;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;

/// Arrays as lists; only `byte[]` is a binary. Arrays of `long`, `int` and `double` go without boxes.
final class ArrayCodec extends ValueCodec<Object> {

    private final Class<?> type;
    private final ValueCodec<Object> element;

    /// @param type the type of the elements
    ArrayCodec(Class<?> type, ValueCodec<Object> element) {
        this.type = type;
        this.element = element;
    }

    @Override
    void write(TermWriter out, Object array, int levels) {
        int inside = inside(levels);
        int size = Array.getLength(array);
        if (size == 0) {
            out.writeNil();
            return;
        }
        out.writeListHeader(size);
        for (int i = 0; i < size; i++) {
            try {
                writeElement(out, array, i, inside);
            } catch (RuntimeException failure) {
                throw MappingException.at(failure, name(), "[" + i + "]");
            }
        }
        out.writeNil();
    }

    private void writeElement(TermWriter out, Object array, int index, int levels) {
        switch (array) {
            case long[] longs -> out.writeLong(longs[index]);
            case int[] ints -> out.writeLong(ints[index]);
            case double[] doubles -> FloatCodec.DOUBLE.writeDouble(out, doubles[index]);
            default -> element.write(out, present(Array.get(array, index)), levels);
        }
    }

    @Override
    Object read(TermReader in, int levels) {
        int inside = inside(levels);
        int size = in.readListHeader();
        Object array = Array.newInstance(type, size);
        int read = 0;
        while (read < size) {
            while (read < size) {
                read = array instanceof int[] ints ? in.readInts(ints, read) : read;
                if (read < size) {
                    readElement(in, array, read++, inside);
                }
            }
            int more = in.readListTail();
            if (more > 0) {
                size = read + more;
                array = copy(array, read, size);
            }
        }
        return array;
    }

    private Object copy(Object array, int read, int size) {
        Object longer = Array.newInstance(type, size);
        System.arraycopy(array, 0, longer, 0, read);
        return longer;
    }

    private void readElement(TermReader in, Object array, int index, int levels) {
        try {
            readInto(in, array, index, levels);
        } catch (RuntimeException failure) {
            throw MappingException.at(failure, name(), "[" + index + "]");
        }
    }

    private void readInto(TermReader in, Object array, int index, int levels) {
        switch (array) {
            case long[] longs -> longs[index] = in.readLong();
            case int[] ints -> ints[index] = (int) IntegerCodec.INTEGER.readLong(in);
            case double[] doubles -> doubles[index] = FloatCodec.DOUBLE.readDouble(in);
            default -> Array.set(array, index, element.read(in, levels));
        }
    }

    private String name() {
        return type.getSimpleName() + "[]";
    }
}
