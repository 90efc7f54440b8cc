package org.distributedactors.handshake;

import java.util.random.RandomGenerator;

/// The numbers that peers have to make a {@link Digest} of, drawn for all handshakes of a node. Any thread may
/// call.
///
/// The node remembers what it asked of those that dialled it. Somebody without the cookie could let the node dial
/// him and ask there for the digest that the node itself waits for elsewhere; a challenge that is one of our own is
/// therefore never answered. What is remembered is bounded: the last 65536, more than can be open within the time
/// a handshake may take.
public final class Challenges {

    static final int REMEMBERED = 1 << 16;

    private final RandomGenerator random;
    private final int[] asked = new int[REMEMBERED];
    private int count;

    /// @param random must not be guessable outside of tests
    public Challenges(RandomGenerator random) {
        this.random = random;
    }

    /// A challenge for a peer that we dialled, who has to prove itself last.
    synchronized int toAcceptor() {
        return random.nextInt();
    }

    /// A challenge for a peer that dialled us, which is remembered.
    synchronized int toInitiator() {
        int challenge = random.nextInt();
        asked[count % REMEMBERED] = challenge;
        // Counts on within the second lap, so that a full memory stays full and nothing overflows.
        count = count + 1 < 2 * REMEMBERED ? count + 1 : REMEMBERED;
        return challenge;
    }

    /// Whether a peer asks of us what we asked of somebody.
    synchronized boolean isOurs(int challenge) {
        int filled = Math.min(count, REMEMBERED);
        for (int i = 0; i < filled; i++) {
            if (asked[i] == challenge) {
                return true;
            }
        }
        return false;
    }
}
