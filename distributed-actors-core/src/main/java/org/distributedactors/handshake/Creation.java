package org.distributedactors.handshake;

import java.util.random.RandomGenerator;

/// Tells the incarnations of a node apart: 32 bits, one value for each life of a node, and part of every
/// pid, port and reference made in that life.
///
/// @param value the 32 bits, read as unsigned; never 0, which is reserved
public record Creation(int value) {

    /// Values below are what nodes of old times used; nobody hands them out any more.
    private static final int LOWEST = 4;

    /// @throws IllegalArgumentException when the value is 0
    public Creation {
        if (value == 0) {
            throw new IllegalArgumentException("creation 0 is reserved");
        }
    }

    /// A creation for a node that has no port mapper to ask for one.
    public static Creation random(RandomGenerator random) {
        int value = random.nextInt();
        while (Integer.compareUnsigned(value, LOWEST) < 0) {
            value = random.nextInt();
        }
        return new Creation(value);
    }

    @Override
    public String toString() {
        return Integer.toUnsignedString(value);
    }
}
