package org.distributedactors.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;

/// Maps. What is read is unmodifiable and keeps the order of the bytes.
final class MapCodec<K, V> extends ValueCodec<Map<K, V>> {

    private static final String NAME = "Map";

    private final ValueCodec<K> keys;
    private final ValueCodec<V> values;

    MapCodec(ValueCodec<K> keys, ValueCodec<V> values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    void write(TermWriter out, Map<K, V> map, int levels) {
        int inside = inside(levels);
        out.writeMapHeader(map.size());
        for (Map.Entry<K, V> entry : map.entrySet()) {
            write(out, keys, entry.getKey(), inside, "{key}");
            write(out, values, entry.getValue(), inside, "{value}");
        }
    }

    private static <T> void write(
            TermWriter out, ValueCodec<T> codec, T value, int levels, String segment) {
        try {
            codec.write(out, present(value), levels);
        } catch (RuntimeException failure) {
            throw MappingException.at(failure, NAME, segment);
        }
    }

    @Override
    Map<K, V> read(TermReader in, int levels) {
        int inside = inside(levels);
        int size = in.readMapHeader();
        Map<K, V> map = LinkedHashMap.newLinkedHashMap(size);
        for (int i = 0; i < size; i++) {
            K key = read(in, keys, inside, "{key}");
            if (map.put(key, read(in, values, inside, "{value}")) != null) {
                throw new MappingException("a key comes twice");
            }
        }
        return Collections.unmodifiableMap(map);
    }

    private static <T> T read(TermReader in, ValueCodec<T> codec, int levels, String segment) {
        try {
            return codec.read(in, levels);
        } catch (RuntimeException failure) {
            throw MappingException.at(failure, NAME, segment);
        }
    }

    @Override
    Map<K, V> absent() {
        return Map.of();
    }
}
