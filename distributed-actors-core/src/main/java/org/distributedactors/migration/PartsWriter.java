package org.distributedactors.migration;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.term.Binary;

/// Cuts what a process takes along into parts of equal size, but for the last. Each byte is copied once.
///
/// ```
///  State   Queue                          Luggage  4
/// +-------+------------------------------+--------+--------+
/// | term  | 1    4       Length          | term   | Length |
/// |       | Kind|Length |term      | ... |        |        |
/// +-------+------------------------------+--------+--------+
/// ```
///
/// Terms are in the external term format without 131. Kind is 0 for a message and 1 for another signal. What comes last is what is known last;
/// state and queue can be written before, by the process itself.
final class PartsWriter {

    static final int MESSAGE = 0;
    static final int SIGNAL = 1;

    /// Of the kind and the length before each entry of the queue.
    static final int HEAD = 5;

    private final int partBytes;
    private final int most;
    private final List<Binary> parts = new ArrayList<>();
    private ByteBuffer open;
    private long size;

    /// @param partBytes the size of a part
    /// @param expected about how many bytes there will be
    /// @param most how many there may be
    PartsWriter(int partBytes, int expected, int most) {
        this.partBytes = partBytes;
        this.most = most;
        this.open = ByteBuffer.allocate(Math.min(partBytes, Math.max(HEAD, expected)));
    }

    /// @throws IllegalStateException when there are more bytes than there may be
    void add(Binary bytes) {
        size += bytes.size();
        if (size > most) {
            throw new IllegalStateException("%d bytes, at most %d".formatted(size, most));
        }
        int from = 0;
        while (from < bytes.size()) {
            int length = Math.min(bytes.size() - from, partBytes - open.position());
            room(length);
            bytes.copyTo(from, length, open);
            from += length;
            if (open.position() == partBytes) {
                parts.add(Binary.wrap(open.array()));
                open =
                        ByteBuffer.allocate(
                                Math.min(partBytes, Math.max(HEAD, bytes.size() - from)));
            }
        }
    }

    /// Adds an entry of the queue.
    ///
    /// @throws IllegalStateException when there are more bytes than there may be
    void add(int kind, Binary bytes) {
        byte[] head = new byte[HEAD];
        ByteBuffer.wrap(head).put((byte) kind).putInt(bytes.size());
        add(Binary.wrap(head));
        add(bytes);
    }

    private void room(int length) {
        if (open.remaining() < length) {
            int needed = open.position() + length;
            ByteBuffer larger =
                    ByteBuffer.allocate(Math.min(partBytes, Math.max(needed, 2 * open.capacity())));
            larger.put(open.flip());
            open = larger;
        }
    }

    /// All parts.
    ///
    /// @param luggage what comes last
    /// @throws IllegalStateException when there are more bytes than there may be
    List<Binary> finish(Binary luggage) {
        add(luggage);
        byte[] length = new byte[Integer.BYTES];
        ByteBuffer.wrap(length).putInt(luggage.size());
        add(Binary.wrap(length));
        if (open.position() > 0) {
            byte[] last = new byte[open.position()];
            open.flip().get(last);
            parts.add(Binary.wrap(last));
        }
        return parts;
    }
}
