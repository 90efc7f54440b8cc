package org.distributedactors.mapping;

import java.util.function.DoubleFunction;
import org.distributedactors.etf.TermKind;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;

/// Floats. An integer is read too, because who writes Erlang by hand writes `1` where `1.0` is meant.
final class FloatCodec<T extends Number> extends ValueCodec<T> {

    static final FloatCodec<Float> FLOAT =
            new FloatCodec<>("float", Float.MAX_VALUE, v -> (float) v);
    static final FloatCodec<Double> DOUBLE = new FloatCodec<>("double", Double.MAX_VALUE, v -> v);

    private final String type;
    private final double max;
    private final DoubleFunction<T> box;

    private FloatCodec(String type, double max, DoubleFunction<T> box) {
        this.type = type;
        this.max = max;
        this.box = box;
    }

    void writeDouble(TermWriter out, double value) {
        if (!Double.isFinite(value)) {
            throw new MappingException("Erlang has no float " + value);
        }
        out.writeDouble(value);
    }

    double readDouble(TermReader in) {
        double value = in.peek() == TermKind.INTEGER ? in.readLong() : in.readDouble();
        if (Math.abs(value) > max) {
            throw new MappingException("the float does not fit in a " + type);
        }
        return value;
    }

    @Override
    void write(TermWriter out, T value, int levels) {
        writeDouble(out, value.doubleValue());
    }

    @Override
    T read(TermReader in, int levels) {
        return box.apply(readDouble(in));
    }
}
