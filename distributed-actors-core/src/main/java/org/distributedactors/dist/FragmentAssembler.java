package org.distributedactors.dist;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts the fragments of one connection together. Messages interleave freely; within one, every fragment must come in
/// its turn.
///
/// | Sequence | Receives                       | Then                                  |
/// |----------|--------------------------------|---------------------------------------|
/// | unknown  | first fragment, numbered n > 1 | open, waits for n - 1                 |
/// | open     | the number it waits for, n > 1 | waits for n - 1                       |
/// | open     | the number it waits for, 1     | complete, unknown again               |
/// | any      | anything else                  | {@link MalformedFrameException}       |
///
/// A first fragment numbered 1 is a whole message and never gets here. How many sequences are open and how many bytes
/// all of them hold is limited; memory grows with what has come, and for a few MiB only with what was announced.
final class FragmentAssembler {

    private static final long MOST_TRUSTED = 4 << 20;

    private final Map<Long, PartialMessage> open = new HashMap<>();
    private final FrameLimits limits;
    private int openBytes;
    private long allocated;

    FragmentAssembler(FrameLimits limits) {
        this.limits = limits;
    }

    /// Whether a message may begin with this sequence id and number. Asked before anything else of it is read.
    ///
    /// @throws MalformedFrameException when it may not
    void requireStart(long sequence, long fragment) {
        if (sequence == 0 || fragment == 0) {
            throw new MalformedFrameException("fragment: a sequence id or a number of 0");
        }
        if (open.containsKey(sequence)) {
            throw new MalformedFrameException("fragment: a second start of one sequence");
        }
    }

    /// Opens a sequence.
    void start(long sequence, PartialMessage message) {
        if (open.size() == limits.openFragments()) {
            throw new MalformedFrameException(
                    "fragment: more than " + limits.openFragments() + " open sequences");
        }
        account(message.heldBytes());
        allocated += message.capacity();
        open.put(sequence, message);
    }

    /// Adds the rest of `in` to a sequence.
    ///
    /// @return the message, when this was its last fragment
    @Nullable PartialMessage next(long sequence, long fragment, ByteBuf in) {
        PartialMessage message = open.get(sequence);
        if (message == null) {
            throw new MalformedFrameException("fragment: an unknown sequence");
        }
        account(in.readableBytes());
        allocated -= message.capacity();
        message.append(fragment, in, trusted());
        if (!message.isComplete()) {
            allocated += message.capacity();
            return null;
        }
        open.remove(sequence);
        openBytes -= message.heldBytes();
        return message;
    }

    /// How many bytes may be allocated for what a peer only announces: so much that messages of usual size go into one
    /// array of the right length, and all together far less than may be kept anyway.
    int trusted() {
        return (int) Math.max(0, Math.min(MOST_TRUSTED, limits.messageBytes() / 2) - allocated);
    }

    private void account(int bytes) {
        if (bytes > limits.messageBytes() - openBytes) {
            throw new MalformedFrameException(
                    "fragment: more than "
                            + limits.messageBytes()
                            + " bytes in unfinished messages");
        }
        openBytes += bytes;
    }
}
