package org.distributedactors.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The secret that the nodes of a cluster share. It never leaves this class but as a {@link Digest}, and no
/// text that this package makes contains it.
///
/// The cookie proves who opened the connection and protects nothing of what is said later; where others can
/// read or change the traffic, TLS is needed. One digest that was overheard is enough to try guesses at
/// leisure, so the cookie should be long and random.
public final class Cookie {

    /// What to do when two nodes have different ones, for the ends of log lines.
    public static final String COMPARE =
            "compare distributed-actors.cookie and distributed-actors.cookie-file of both nodes (see docs/cookie.md)";

    private static final int MAX_LENGTH = 255;

    private final byte[] bytes;

    private Cookie(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The cookie of this text, which is what stands in `.erlang.cookie` or behind `-setcookie`.
    ///
    /// @throws IllegalArgumentException when the text is empty, longer than 255 characters, or has
    ///     characters outside of Latin-1
    /// @throws IllegalStateException when this JVM has no MD5, which the protocol demands
    public static Cookie of(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a cookie has 1 to 255 characters, this one has " + text.length());
        }
        if (text.chars().anyMatch(character -> character > 0xFF)) {
            throw new IllegalArgumentException("a cookie has only characters of Latin-1");
        }
        md5();
        return new Cookie(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// What proves to the peer that sent this challenge that we hold the cookie:
    /// MD5 over the cookie and the challenge as an unsigned decimal number.
    public Digest digest(int challenge) {
        MessageDigest md5 = md5();
        md5.update(bytes);
        md5.update(Integer.toUnsignedString(challenge).getBytes(StandardCharsets.US_ASCII));
        return Digest.of(md5.digest());
    }

    /// How many characters the cookie has, for warnings about short ones.
    public int length() {
        return bytes.length;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(
                    "The handshake of the Erlang distribution needs MD5, which this JVM does not offer;"
                            + " perhaps it runs in a FIPS mode",
                    missing);
        }
    }

    @Override
    public String toString() {
        return "Cookie[hidden]";
    }
}
