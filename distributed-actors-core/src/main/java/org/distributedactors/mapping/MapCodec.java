package org.distributedactors.mapping;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.distributedactors.etf.TermReader;
import org.distributedactors.etf.TermWriter;

/// Maps. Keys that differ in Java and are the same term are refused, because a peer drops the link for them.
/// What is read is unmodifiable and keeps the order of the bytes.
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
        int size = map.size();
        Set<ByteBuffer> written = keys.keepsApart(map.keySet()) ? null : new HashSet<>();
        int count = 0;
        out.writeMapHeader(size);
        for (Map.Entry<K, V> entry : map.entrySet()) {
            int start = out.buffer().writerIndex();
            write(out, keys, entry.getKey(), inside, "{key}");
            if (written != null && !written.add(copy(out.buffer(), start))) {
                throw new MappingException("two keys are the same term");
            }
            write(out, values, entry.getValue(), inside, "{value}");
            count++;
        }
        if (count != size) {
            throw new MappingException("the map changed while it was written");
        }
    }

    private static ByteBuffer copy(ByteBuf bytes, int start) {
        return ByteBuffer.wrap(ByteBufUtil.getBytes(bytes, start, bytes.writerIndex() - start));
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
