package org.distributedactors.interop;

import java.math.BigInteger;
import java.util.Map;
import java.util.Random;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Bitstring;
import org.distributedactors.term.ExternalFun;
import org.distributedactors.term.FloatTerm;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// Random terms that any node takes and has one way to write; the same ones for the same seed.
final class WireTerms {

    private static final int DEPTH = 4;
    private static final int KINDS = 12;
    private static final int NESTED_KINDS = 4;
    private static final Atom NODE = Atom.of("other@vm");

    private final Random random;
    private final int release;

    /// @param release of the node that will read them
    WireTerms(long seed, int release) {
        this.random = new Random(seed);
        this.release = release;
    }

    Term next() {
        return term(DEPTH);
    }

    private Term term(int depth) {
        return switch (random.nextInt(depth == 0 ? KINDS : KINDS + NESTED_KINDS)) {
            case 0 -> IntegerTerm.of(random.nextInt(300));
            case 1 -> IntegerTerm.of(random.nextInt());
            case 2 -> IntegerTerm.of(random.nextLong());
            case 3 -> IntegerTerm.of(new BigInteger(random.nextInt(2500), random).negate());
            case 4 ->
                    new FloatTerm(random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300));
            case 5 -> Atom.of(text(20, 0x60));
            case 6 -> Atom.of(text(255, 0x2000));
            case 7 -> Binary.of(bytes());
            case 8 -> new Bitstring(Binary.of(bitBytes()), 3);
            case 9 -> new Pid(NODE, random.nextInt(1 << 28), random.nextInt(1 << 13), 77);
            case 10 -> Reference.of(NODE, 77, words());
            case 11 -> new ExternalFun(Atom.of("erlang"), Atom.of("node"), random.nextInt(2));
            case 12 -> Tuple.of(terms(6, depth));
            case 13 -> ListTerm.of(terms(9, depth));
            case 14 -> ListTerm.withTail(terms(4, depth, 1), Atom.OK);
            default -> MapTerm.of(Map.of(term(0), term(depth - 1)));
        };
    }

    private String text(int longest, int highest) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(longest + 1); length > 0; length--) {
            text.append((char) (' ' + random.nextInt(highest)));
        }
        return text.toString();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] bitBytes() {
        return new byte[] {(byte) random.nextInt(), (byte) (random.nextInt(8) << 5)};
    }

    private int[] words() {
        int[] words = new int[1 + random.nextInt(release >= 26 ? Reference.MAX_WORDS : 3)];
        for (int i = 0; i < words.length; i++) {
            words[i] = random.nextInt(1 << 18);
        }
        return words;
    }

    private Term[] terms(int most, int depth) {
        return terms(most, depth, 0);
    }

    private Term[] terms(int most, int depth, int least) {
        Term[] terms = new Term[least + random.nextInt(most)];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = term(depth - 1);
        }
        return terms;
    }
}
