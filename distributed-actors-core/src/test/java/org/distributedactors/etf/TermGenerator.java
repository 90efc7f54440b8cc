package org.distributedactors.etf;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Bitstring;
import org.distributedactors.term.ExternalFun;
import org.distributedactors.term.FloatTerm;
import org.distributedactors.term.Fun;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.MapTerm;
import org.distributedactors.term.NativeRecord;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Port;
import org.distributedactors.term.Reference;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;

/// Terms of every kind, the same ones for the same seed.
final class TermGenerator {

    private final Random random;
    private final List<Supplier<Term>> leaves =
            List.of(
                    this::atom,
                    this::integer,
                    this::floating,
                    this::pid,
                    this::port,
                    this::reference,
                    this::binary,
                    this::bitstring,
                    this::externalFun,
                    this::string);

    TermGenerator(long seed) {
        this.random = new Random(seed);
    }

    Term term() {
        return term(5);
    }

    private Term term(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return leaves.get(random.nextInt(leaves.size())).get();
        }
        return switch (random.nextInt(6)) {
            case 0 -> Tuple.wrap(terms(depth, random.nextInt(20) == 0 ? 300 : 6));
            case 1 -> ListTerm.wrap(terms(depth, 6));
            case 2 -> ListTerm.withTail(new Term[] {term(depth - 1)}, term(depth - 1));
            case 3 -> map(depth);
            case 4 -> fun(depth);
            default -> nativeRecord(depth);
        };
    }

    private Term[] terms(int depth, int most) {
        return Stream.generate(() -> term(most > 6 ? 0 : depth - 1))
                .limit(random.nextInt(most))
                .toArray(Term[]::new);
    }

    private MapTerm map(int depth) {
        Map<Term, Term> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            entries.put(term(depth - 1), term(depth - 1));
        }
        return MapTerm.of(entries);
    }

    private Fun fun(int depth) {
        return new Fun(
                random.nextInt(256),
                Binary.wrap(bytes(16)),
                random.nextInt(),
                atom(),
                IntegerTerm.of(random.nextInt(100)),
                IntegerTerm.of(random.nextInt()),
                pid(),
                List.of(terms(depth, 4)));
    }

    private NativeRecord nativeRecord(int depth) {
        Term[] values = terms(depth, 4);
        List<Atom> fields = Stream.generate(this::atom).limit(values.length).toList();
        return new NativeRecord(random.nextBoolean(), atom(), atom(), fields, List.of(values));
    }

    private ExternalFun externalFun() {
        return new ExternalFun(atom(), atom(), random.nextInt(256));
    }

    private ListTerm string() {
        return ListTerm.string("text".repeat(random.nextInt(4)));
    }

    private Atom atom() {
        int length = random.nextInt(10) == 0 ? random.nextInt(256) : random.nextInt(10);
        int[] alphabet = {'a', 'b', 'Z', '0', ' ', 0xe9, 0x20ac, 0x1f600};
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < length; i++) {
            name.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return Atom.of(name.toString());
    }

    private Term integer() {
        return switch (random.nextInt(4)) {
            case 0 -> IntegerTerm.of(random.nextInt(300) - 20);
            case 1 -> IntegerTerm.of(random.nextLong() >> random.nextInt(64));
            case 2 -> IntegerTerm.of(new BigInteger(random.nextInt(300), random).negate());
            default -> IntegerTerm.of(new BigInteger(random.nextInt(5000), random));
        };
    }

    private FloatTerm floating() {
        double value = Double.longBitsToDouble(random.nextLong());
        return new FloatTerm(Double.isFinite(value) ? value : random.nextGaussian());
    }

    private Pid pid() {
        return new Pid(atom(), random.nextInt(), random.nextInt(), random.nextInt());
    }

    private Port port() {
        return new Port(atom(), random.nextLong(), random.nextInt());
    }

    private Reference reference() {
        return Reference.of(atom(), random.nextInt(), random.ints(1 + random.nextInt(5)).toArray());
    }

    private Binary binary() {
        return Binary.wrap(bytes(random.nextInt(100)));
    }

    private Bitstring bitstring() {
        return new Bitstring(Binary.wrap(bytes(1 + random.nextInt(20))), 1 + random.nextInt(7));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
