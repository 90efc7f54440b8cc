package org.distributedactors.process;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Reference;

/// Makes the references of one life of a node. Usable from any thread.
///
/// An answer to a call is believed by its reference alone, since whoever was asked may have another process answer, on any node.
/// So a node that has seen some references must not be able to say which one comes next: of the 82 bits of a reference 50 count,
/// and 32 follow from these by two secret numbers.
final class References {

    /// Of the first word; OTP takes no more.
    private static final int FIRST_WORD_BITS = 18;

    private static final int WORD_BITS = 32;

    private final Atom node;
    private final int creation;
    private final long secret;
    private final long otherSecret;
    private final AtomicLong made = new AtomicLong();

    References(Atom node, int creation, RandomGenerator random) {
        this.node = node;
        this.creation = creation;
        this.secret = random.nextLong();
        this.otherSecret = random.nextLong();
    }

    /// One that is equal to no other of this life.
    Reference next() {
        long number = made.incrementAndGet();
        int first = (int) number & ((1 << FIRST_WORD_BITS) - 1);
        return Reference.of(
                node, creation, first, (int) (number >>> FIRST_WORD_BITS), sealOf(number));
    }

    /// Two rounds of mixing, each with a secret. Costs two multiplications; what it has to hold against is a member of the
    /// cluster that guesses, not somebody who reads all that is sent.
    private int sealOf(long number) {
        long mixed = (number + secret) * 0x9E3779B97F4A7C15L;
        mixed = ((mixed ^ (mixed >>> WORD_BITS)) + otherSecret) * 0xD6E8FEB86659FD93L;
        return (int) ((mixed ^ (mixed >>> WORD_BITS)) >>> WORD_BITS);
    }
}
