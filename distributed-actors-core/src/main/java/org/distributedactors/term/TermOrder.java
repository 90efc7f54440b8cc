package org.distributedactors.term;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Erlang's order of all terms, which is the order of `lists:sort/1`:
///
/// number < atom < reference < fun < port < pid < tuple < map < nil < list < bitstring
///
/// Numbers are compared by value, atoms and bitstrings by their bytes, tuples by size and then element by element, maps by
/// size, then keys, then values, lists element by element. Native records, which are new in OTP 29, stand between tuples
/// and maps. Erlang's Efficiency Guide and Reference Manual, "Term Comparisons".
///
/// The order agrees with `equals`: of terms that Erlang takes for equal although they are not the same, `1` and `1.0` or
/// `0.0` and `-0.0`, the integer, and the negative zero, comes first.
///
/// However deep the terms are, it costs heap and no stack.
public final class TermOrder {

    /// The order as an object.
    public static final Comparator<Term> COMPARATOR = TermOrder::compare;

    /// All integers before all floats, as Erlang orders the keys of maps.
    static final Comparator<Term> OF_KEYS = (a, b) -> compare(a, b, true);

    /// A bigger integer is beyond every float.
    private static final int MOST_FLOAT_BITS = 1025;

    private TermOrder() {}

    /// Less than zero when `a` comes before `b`, more when it comes after, and zero when they are equal.
    public static int compare(Term a, Term b) {
        int byValue = compare(a, b, false);
        return byValue != 0 ? byValue : compare(a, b, true);
    }

    private static int compare(Term a, Term b, boolean exact) {
        int heads = heads(a, b, exact);
        if (heads != 0 || !hasParts(a)) {
            return heads;
        }
        for (Pairs open = Pairs.of(a, b, exact, null); open != null; ) {
            if (!open.advance()) {
                open = open.outer;
                continue;
            }
            Term left = open.left();
            Term right = open.right();
            int inside = heads(left, right, open.isExact());
            if (inside != 0) {
                return inside;
            }
            if (hasParts(left)) {
                open = Pairs.of(left, right, open.isExact(), open);
            }
        }
        return 0;
    }

    private static boolean hasParts(Term term) {
        return switch (term) {
            case Tuple tuple -> tuple.arity() > 0;
            case ListTerm list -> !list.isEmpty();
            case MapTerm map -> map.size() > 0;
            case Fun fun -> true;
            case NativeRecord record -> true;
            default -> false;
        };
    }

    /// Compares all but the parts.
    private static int heads(Term a, Term b, boolean exact) {
        int byRank = Integer.compare(rank(a), rank(b));
        if (byRank != 0) {
            return byRank;
        }
        return switch (a) {
            case IntegerTerm i when b instanceof IntegerTerm j -> i.compareTo(j);
            case FloatTerm f when b instanceof FloatTerm g -> floats(f.value(), g.value(), exact);
            case IntegerTerm i -> exact ? -1 : mixed(i, ((FloatTerm) b).value());
            case FloatTerm f -> exact ? 1 : -mixed((IntegerTerm) b, f.value());
            case Atom atom -> atom.compareTo((Atom) b);
            case Reference reference -> references(reference, (Reference) b);
            case Port port -> ports(port, (Port) b);
            case Pid pid -> pid.compareTo((Pid) b);
            case Tuple tuple -> Integer.compare(tuple.arity(), ((Tuple) b).arity());
            case MapTerm map -> Integer.compare(map.size(), ((MapTerm) b).size());
            case ListTerm list -> 0;
            case ExternalFun fun -> b instanceof ExternalFun other ? funs(fun, other) : 1;
            case Fun fun -> b instanceof Fun other ? funs(fun, other) : -1;
            case NativeRecord record -> records(record, (NativeRecord) b);
            case Binary binary -> bits(binary, 0, b);
            case Bitstring bitstring -> bits(bitstring.bytes(), bitstring.bitsInLastByte(), b);
        };
    }

    private static int rank(Term term) {
        return switch (term) {
            case IntegerTerm integer -> 0;
            case FloatTerm floating -> 0;
            case Atom atom -> 1;
            case Reference reference -> 2;
            case Fun fun -> 3;
            case ExternalFun fun -> 3;
            case Port port -> 4;
            case Pid pid -> 5;
            case Tuple tuple -> 6;
            case NativeRecord record -> 7;
            case MapTerm map -> 8;
            case ListTerm list -> list.isEmpty() ? 9 : 10;
            case Binary binary -> 11;
            case Bitstring bitstring -> 11;
        };
    }

    private static int floats(double a, double b, boolean exact) {
        return a == b && !exact ? 0 : Double.compare(a, b);
    }

    private static int mixed(IntegerTerm integer, double floating) {
        if (integer.isLong() && Math.abs(integer.longValue()) <= 1L << 53) {
            return Double.compare((double) integer.longValue(), floating == 0 ? 0.0 : floating);
        }
        if (!integer.isLong() && integer.bigIntegerValue().bitLength() > MOST_FLOAT_BITS) {
            return integer.bigIntegerValue().signum();
        }
        return new BigDecimal(integer.bigIntegerValue()).compareTo(new BigDecimal(floating));
    }

    /// By node, and then by the words, of which the last one counts most.
    private static int references(Reference a, Reference b) {
        int byNode = nodes(a.node(), a.creation(), b.node(), b.creation());
        for (int i = Reference.MAX_WORDS - 1; byNode == 0 && i >= 0; i--) {
            byNode = Integer.compareUnsigned(word(a, i), word(b, i));
        }
        return byNode != 0 ? byNode : Integer.compare(a.wordCount(), b.wordCount());
    }

    private static int word(Reference reference, int index) {
        return index < reference.wordCount() ? reference.word(index) : 0;
    }

    private static int ports(Port a, Port b) {
        int byNode = nodes(a.node(), a.creation(), b.node(), b.creation());
        return byNode != 0 ? byNode : Long.compareUnsigned(a.id(), b.id());
    }

    private static int nodes(Atom a, int creationOfA, Atom b, int creationOfB) {
        int byName = a.compareTo(b);
        return byName != 0 ? byName : Integer.compareUnsigned(creationOfA, creationOfB);
    }

    private static int funs(ExternalFun a, ExternalFun b) {
        int byModule = a.module().compareTo(b.module());
        int byName = byModule != 0 ? byModule : a.function().compareTo(b.function());
        return byName != 0 ? byName : Integer.compare(a.arity(), b.arity());
    }

    private static int funs(Fun a, Fun b) {
        return Comparator.comparing(Fun::module)
                .thenComparing(Fun::oldIndex)
                .thenComparing(Fun::oldUnique)
                .thenComparing(Fun::unique)
                .thenComparingInt(Fun::index)
                .thenComparingInt(Fun::arity)
                .thenComparing(Fun::creator)
                .thenComparingInt(fun -> fun.freeVariables().size())
                .compare(a, b);
    }

    private static int records(NativeRecord a, NativeRecord b) {
        int byHead =
                Comparator.comparing(NativeRecord::module)
                        .thenComparing(NativeRecord::name)
                        .thenComparing(NativeRecord::exported)
                        .thenComparingInt(record -> record.fields().size())
                        .compare(a, b);
        for (int i = 0; byHead == 0 && i < a.fields().size(); i++) {
            byHead = a.fields().get(i).compareTo(b.fields().get(i));
        }
        return byHead;
    }

    /// What is a beginning of the other comes first. The unused bits of a bitstring are zero.
    private static int bits(Binary a, int bitsInLast, Term other) {
        Binary b = other instanceof Bitstring bitstring ? bitstring.bytes() : (Binary) other;
        int lastOfB = other instanceof Bitstring bitstring ? bitstring.bitsInLastByte() : 0;
        int common = Math.min(a.size() - sign(bitsInLast), b.size() - sign(lastOfB));
        int byBytes = a.compareBytes(b, common);
        if (byBytes != 0) {
            return byBytes;
        }
        long bitsOfA = 8L * a.size() - (bitsInLast == 0 ? 0 : 8 - bitsInLast);
        long bitsOfB = 8L * b.size() - (lastOfB == 0 ? 0 : 8 - lastOfB);
        int rest = (int) Math.min(Byte.SIZE, Math.min(bitsOfA, bitsOfB) - 8L * common);
        if (rest > 0) {
            int mask = 0xff << (Byte.SIZE - rest) & 0xff;
            int byLast = Integer.compare(a.byteAt(common) & mask, b.byteAt(common) & mask);
            if (byLast != 0) {
                return byLast;
            }
        }
        return Long.compare(bitsOfA, bitsOfB);
    }

    private static int sign(int bits) {
        return bits == 0 ? 0 : 1;
    }

    /// The parts of two terms whose heads are equal, pair by pair. Open pairs form the stack.
    private static final class Pairs {

        private final List<Term> left;
        private final List<Term> right;
        private final boolean exact;

        /// Up to here keys of maps are compared.
        private final int keys;

        final @Nullable Pairs outer;
        private int at = -1;

        private Pairs(
                List<Term> left, List<Term> right, int keys, boolean exact, @Nullable Pairs outer) {
            this.left = left;
            this.right = right;
            this.keys = keys;
            this.exact = exact;
            this.outer = outer;
        }

        static Pairs of(Term a, Term b, boolean exact, @Nullable Pairs outer) {
            int keys = a instanceof MapTerm map ? map.size() : 0;
            return new Pairs(
                    TermParts.comparable(a, b), TermParts.comparable(b, a), keys, exact, outer);
        }

        boolean advance() {
            return ++at < left.size();
        }

        Term left() {
            return left.get(at);
        }

        Term right() {
            return right.get(at);
        }

        boolean isExact() {
            return exact || at < keys;
        }
    }
}
