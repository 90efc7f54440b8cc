package org.distributedactors.handshake;

import java.security.MessageDigest;
import java.util.Arrays;

/// The answer to a challenge: 16 bytes, made by {@link Cookie#digest}. Comparing two takes the same time
/// wherever they differ.
public final class Digest {

    /// How many bytes a digest has.
    public static final int LENGTH = 16;

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A digest of a copy of these bytes.
    ///
    /// @throws IllegalArgumentException when they are not 16
    public static Digest of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a digest has 16 bytes, not " + bytes.length);
        }
        return new Digest(bytes.clone());
    }

    /// A copy of the 16 bytes.
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Without the bytes: whoever has a digest and its challenge can try guesses of the cookie.
    @Override
    public String toString() {
        return "Digest[hidden]";
    }
}
