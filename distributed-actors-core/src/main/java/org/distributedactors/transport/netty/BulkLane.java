package org.distributedactors.transport.netty;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.distributedactors.dist.Fragments;
import org.distributedactors.dist.FrameEncoder;
import org.distributedactors.dist.OutgoingMessage;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// Large messages, which go out in pieces that take turns, and what must not overtake them.
///
/// | Message of a sender | who has no large one under way | who has one |
/// |---|---|---|
/// | small | is none of the lane's business | waits behind it |
/// | large | its first frame is written, or it waits for room | waits behind it |
///
/// A signal of which the sender is not known waits behind all that are under way. So that the pieces do not fill the
/// memory of the peer, which keeps them until a message is whole, only few bytes are under way at a time, or one message.
///
/// Guarded by the lock of the {@link SendQueue}.
final class BulkLane {

    private static final long MOST_UNDER_WAY = 16 << 20;
    private static final int MOST_MESSAGES = 64;
    private static final Queue<Queued> NOTHING = new ArrayDeque<>(0);

    private final FrameEncoder encoder;
    private final Map<Pid, Large> ofSender = new HashMap<>();
    private final TreeMap<Long, Large> all = new TreeMap<>();
    private final ArrayDeque<Large> parked = new ArrayDeque<>();
    private final ArrayDeque<Large> begun = new ArrayDeque<>();
    private final ArrayDeque<Large> turns = new ArrayDeque<>();
    private long lastNumber;
    private int countUnderWay;
    private long bytesUnderWay;

    /// Of messages of which nothing was written.
    private long bytesWaiting;

    /// Of pieces that are still to be written.
    private long bytesInTurns;

    /// A message in memory of its own.
    ///
    /// @param lastLarge the number of the last large message that was queued before it
    record Queued(OutgoingMessage message, @Nullable Pid sender, long lastLarge) {}

    /// A large message, from the moment it is queued until its last piece is sent.
    static final class Large {

        private final long number;
        private final OutgoingMessage message;
        private final @Nullable Pid sender;
        private final ArrayDeque<Queued> behind = new ArrayDeque<>();
        private @Nullable Fragments fragments;
        private long batch;
        private int inHand;

        private Large(long number, OutgoingMessage message, @Nullable Pid sender) {
            this.number = number;
            this.message = message;
            this.sender = sender;
        }

        /// What is left to be sent.
        Fragments fragments() {
            if (fragments == null) {
                throw new IllegalStateException("not begun");
            }
            return fragments;
        }
    }

    BulkLane(FrameEncoder encoder) {
        this.encoder = encoder;
    }

    /// Whether the lane keeps a copy of the message; a small one that waits for nothing is left to the caller.
    boolean takes(OutgoingMessage message, @Nullable Pid sender) {
        if (all.isEmpty() && !encoder.isCut(message)) {
            return false;
        }
        Large ahead = ahead(sender, lastNumber);
        if (ahead == null && !encoder.isCut(message)) {
            return false;
        }
        bytesWaiting += message.size();
        keep(new Queued(message.copy(), sender, lastNumber), ahead);
        return true;
    }

    /// Whether the lane keeps a message that {@link #done} gave back.
    boolean takes(Queued queued) {
        Large ahead = ahead(queued.sender(), queued.lastLarge());
        if (ahead == null && !encoder.isCut(queued.message())) {
            bytesWaiting -= queued.message().size();
            return false;
        }
        keep(queued, ahead);
        return true;
    }

    /// What the sender's next message must not overtake.
    private @Nullable Large ahead(@Nullable Pid sender, long lastLarge) {
        if (sender != null) {
            return ofSender.get(sender);
        }
        Map.Entry<Long, Large> last = all.floorEntry(lastLarge);
        return last == null ? null : last.getValue();
    }

    private void keep(Queued queued, @Nullable Large ahead) {
        if (ahead != null) {
            ahead.behind.add(queued);
            return;
        }
        Large large = new Large(++lastNumber, queued.message(), queued.sender());
        all.put(large.number, large);
        parked.add(large);
        if (large.sender != null) {
            ofSender.put(large.sender, large);
        }
    }

    /// Writes the first frames of those for which there is room, among the small messages.
    void begin(Batches batches) {
        while (!parked.isEmpty() && hasRoomFor(parked.getFirst())) {
            Large large = parked.removeFirst();
            countUnderWay++;
            bytesUnderWay += large.message.size();
            large.fragments = encoder.begin(large.message, batches.open());
            large.batch = batches.openNumber();
            bytesInTurns += large.fragments.bytesLeft();
            bytesWaiting -= large.message.size();
            begun.add(large);
            batches.appended();
        }
    }

    private boolean hasRoomFor(Large large) {
        return countUnderWay == 0
                || (countUnderWay < MOST_MESSAGES
                        && bytesUnderWay + large.message.size() <= MOST_UNDER_WAY);
    }

    /// How many bytes wait here.
    long bytes() {
        return bytesWaiting + bytesInTurns;
    }

    /// The batch of this number is sent before anything that is taken from now on.
    void sent(long batch) {
        while (!begun.isEmpty() && begun.getFirst().batch <= batch) {
            turns.add(begun.removeFirst());
        }
    }

    /// Whether a piece can be sent now.
    boolean hasNext() {
        return !turns.isEmpty();
    }

    /// Whose turn it is. One piece of it is sent, and then it is given back to {@link #done}.
    Large next() {
        Large large = turns.removeFirst();
        large.inHand = large.fragments().nextPieceBytes();
        return large;
    }

    /// Takes one back after its turn.
    ///
    /// @return what waited behind it, if that was its last piece
    Queue<Queued> done(Large large) {
        bytesInTurns -= large.inHand;
        if (!large.fragments().isDone()) {
            turns.addLast(large);
            return NOTHING;
        }
        countUnderWay--;
        bytesUnderWay -= large.message.size();
        all.remove(large.number);
        if (large.sender != null) {
            ofSender.remove(large.sender);
        }
        return large.behind;
    }

    void clear() {
        all.clear();
        ofSender.clear();
        parked.clear();
        begun.clear();
        turns.clear();
        bytesWaiting = 0;
        bytesInTurns = 0;
    }
}
