package org.distributedactors.term;

import java.util.Arrays;

/// A term unique among all references made in a cluster: one to five words of 32 bits and the node that made it.
public final class Reference implements Term, Comparable<Reference> {

    /// The most words a reference may have; aliases of OTP 26 and later use all of them.
    public static final int MAX_WORDS = 5;

    private final Atom node;
    private final int creation;
    private final int[] words;

    private Reference(Atom node, int creation, int[] words) {
        this.node = node;
        this.creation = creation;
        this.words = words;
    }

    /// @throws IllegalArgumentException unless there are one to five words
    public static Reference of(Atom node, int creation, int... words) {
        if (words.length < 1 || words.length > MAX_WORDS) {
            throw new IllegalArgumentException("a reference has 1 to 5 words, not " + words.length);
        }
        return new Reference(node, creation, words.clone());
    }

    public Atom node() {
        return node;
    }

    /// The incarnation of the node, 32 bits unsigned.
    public int creation() {
        return creation;
    }

    public int wordCount() {
        return words.length;
    }

    /// The word at this place, counted from 0, 32 bits unsigned.
    public int word(int index) {
        return words[index];
    }

    @Override
    public int compareTo(Reference other) {
        return TermOrder.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Reference that
                        && creation == that.creation
                        && Arrays.equals(words, that.words)
                        && node.equals(that.node));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("#Ref<").append(node.name());
        for (int i = words.length - 1; i >= 0; i--) {
            text.append('.').append(Integer.toUnsignedString(words[i]));
        }
        return text.append('>').toString();
    }
}
