package org.distributedactors.migration;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.node.Node;
import org.distributedactors.process.RemoteMessage;
import org.distributedactors.process.TransitSignal;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// Reads what a {@link PartsWriter} of another node has written. Everything is looked at before it is believed: a length that is
/// not there is an `IllegalArgumentException`, and no room is made for what has not come.
final class PartsReader {

    private final List<Binary> parts;
    private final long size;
    private int part;
    private int at;
    private long position;

    PartsReader(List<Binary> parts) {
        this.parts = parts;
        this.size = parts.stream().mapToLong(Binary::size).sum();
    }

    /// What came last.
    static Luggage luggage(List<Binary> parts, Node node) {
        PartsReader reader = new PartsReader(parts);
        reader.skip(reader.size - Integer.BYTES);
        int length = reader.number();
        reader = new PartsReader(parts);
        reader.skip(reader.size - Integer.BYTES - length);
        return Luggage.of((Term) node.fromBytes(reader.bytes(length)).decode(null), length)
                .readable(node);
    }

    /// State and queue.
    static Contents contents(List<Binary> parts, Luggage luggage, Node node) {
        PartsReader reader = new PartsReader(parts);
        RemoteMessage state = node.fromBytes(reader.bytes(luggage.stateBytes()));
        long end = reader.size - Integer.BYTES - luggage.bytes();
        List<TransitSignal> queue = new ArrayList<>();
        while (reader.position < end) {
            int kind = reader.bytes(1)[0];
            byte[] entry = reader.bytes(reader.number());
            RemoteMessage content = node.fromBytes(entry);
            queue.add(
                    kind == PartsWriter.MESSAGE
                            ? new TransitSignal.Message(content)
                            : signal(content.decode(null)));
        }
        if (reader.position != end) {
            throw new IllegalArgumentException("a queue that ends in the middle of a message");
        }
        return new Contents(state, queue);
    }

    private static TransitSignal signal(Object term) {
        if (term instanceof Tuple tuple) {
            return MigrationCodec.readSignal(tuple);
        }
        throw new IllegalArgumentException("no signal");
    }

    /// @param queue what waits, messages in bytes
    record Contents(RemoteMessage state, List<TransitSignal> queue) {}

    private int number() {
        return ByteBuffer.wrap(bytes(Integer.BYTES)).getInt();
    }

    private byte[] bytes(int length) {
        check(length);
        byte[] bytes = new byte[length];
        ByteBuffer target = ByteBuffer.wrap(bytes);
        while (target.hasRemaining()) {
            Binary current = parts.get(part);
            int some = Math.min(target.remaining(), current.size() - at);
            current.copyTo(at, some, target);
            moved(some);
        }
        return bytes;
    }

    private void skip(long length) {
        check(length);
        long left = length;
        while (left > 0) {
            int some = (int) Math.min(left, parts.get(part).size() - at);
            moved(some);
            left -= some;
        }
    }

    private void moved(int length) {
        at += length;
        position += length;
        while (part < parts.size() && at == parts.get(part).size()) {
            part++;
            at = 0;
        }
    }

    private void check(long length) {
        if (length < 0 || length > size - position) {
            throw new IllegalArgumentException(
                    "%d bytes at %d of %d".formatted(length, position, size));
        }
    }
}
