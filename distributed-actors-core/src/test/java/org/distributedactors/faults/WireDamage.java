package org.distributedactors.faults;

import java.util.SplittableRandom;
import org.distributedactors.faults.Wire.Damage;

/// Which bits a {@link Wire} turns over.
final class WireDamage {

    private static final int LENGTH_BYTES = 4;
    private static final int VERSION = 131;

    private WireDamage() {}

    /// Any bit of all that passes: for encrypted connections, which notice each.
    static Damage anywhere() {
        return () ->
                (piece, flip, random) -> {
                    if (flip) {
                        piece[random.nextInt(piece.length)] ^= (byte) (1 << random.nextInt(8));
                    }
                    return flip;
                };
    }

    /// A bit of the byte that a message begins with behind its length. A plain connection has no checksum of its own, so that a bit
    /// of a content is nobody's to notice.
    static Damage versionOfAMessage() {
        return () -> new Frames(false);
    }

    /// The same, or a bit of the highest byte of its length, which makes that longer than any node of ours takes.
    static Damage beginningOfAMessage() {
        return () -> new Frames(true);
    }

    /// Finds the messages in what passes one way. Those of the handshake have two bytes of length in front, the frames behind
    /// it four; the last message of the handshake is a reply (`r`) on one way and an acknowledgement (`a`) on the other.
    private static final class Frames implements Damage.Way {

        private final boolean lengthsToo;
        private boolean inHandshake = true;
        private long length;
        private int lengthBytes;
        private long left;
        private boolean first;

        Frames(boolean lengthsToo) {
            this.lengthsToo = lengthsToo;
        }

        @Override
        public boolean pass(byte[] piece, boolean flip, SplittableRandom random) {
            boolean done = false;
            for (int i = 0; i < piece.length; i++) {
                int was = piece[i] & 0xFF;
                if (flip && !done && !inHandshake && mayTurnOver(was, random)) {
                    // The lowest bit of a length makes one that a node may just take.
                    int bit = left > 0 ? random.nextInt(8) : 1 + random.nextInt(7);
                    piece[i] ^= (byte) (1 << bit);
                    done = true;
                }
                follow(was);
            }
            return done;
        }

        private boolean mayTurnOver(int was, SplittableRandom random) {
            if (left > 0) {
                return first && was == VERSION;
            }
            return lengthsToo && lengthBytes == 0 && random.nextBoolean();
        }

        private void follow(int was) {
            if (left > 0) {
                if (first && inHandshake && (was == 'r' || was == 'a')) {
                    inHandshake = false;
                }
                first = false;
                left--;
                return;
            }
            length = length << 8 | was;
            if (++lengthBytes == (inHandshake ? LENGTH_BYTES / 2 : LENGTH_BYTES)) {
                left = length;
                first = true;
                length = 0;
                lengthBytes = 0;
            }
        }
    }
}
