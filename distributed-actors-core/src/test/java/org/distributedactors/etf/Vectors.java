package org.distributedactors.etf;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/// Terms with their bytes, without 131 in front: as a node writes them, and in the other forms a node may read.
final class Vectors {

    record Vector(String hex, TermKind kind, Term term) {}

    private static final Atom A = Atom.of("a");
    private static final Atom B = Atom.of("b");
    private static final Atom NODE = Atom.of("a@vm");
    private static final Pid PID = new Pid(NODE, 9, 1, 0x66);
    private static final String NODE_HEX = "7704\"a@vm\"";
    private static final String PID_HEX = "58" + NODE_HEX + "00000009 00000001 00000066";
    private static final String UNIQUE = "000102030405060708090a0b0c0d0e0f";

    /// Atoms for the vectors with atom cache references.
    static final Atom[] ATOMS = {NODE, A};

    private Vectors() {}

    /// One form for each value: what is written.
    static List<Vector> usual() {
        return Stream.of(integers(), atomsAndFloats(), identifiers(), bytes(), nested(), funs())
                .flatMap(List::stream)
                .toList();
    }

    /// Forms that are read and never written.
    static List<Vector> unusual() {
        return Stream.of(unusualNumbers(), unusualAtoms(), unusualIdentifiers(), unusualNested())
                .flatMap(List::stream)
                .toList();
    }

    static List<Vector> all() {
        return Stream.concat(usual().stream(), unusual().stream()).toList();
    }

    private static Vector vector(String hex, TermKind kind, Term term) {
        return new Vector(hex, kind, term);
    }

    private static Vector integer(String hex, String value) {
        return vector(hex, TermKind.INTEGER, IntegerTerm.of(new BigInteger(value)));
    }

    private static List<Vector> integers() {
        return List.of(
                integer("61 00", "0"),
                integer("61 ff", "255"),
                integer("62 00000100", "256"),
                integer("62 ffffffff", "-1"),
                integer("62 7fffffff", "2147483647"),
                integer("62 80000000", "-2147483648"),
                integer("6e 04 00 00000080", "2147483648"),
                integer("6e 04 01 01000080", "-2147483649"),
                integer("6e 05 00 0000000001", "4294967296"),
                integer("6e 08 00 ffffffffffffff7f", "9223372036854775807"),
                integer("6e 08 01 0000000000000080", "-9223372036854775808"),
                integer("6e 08 00 0000000000000080", "9223372036854775808"),
                integer("6e 08 01 0100000000000080", "-9223372036854775809"),
                integer("6e 08 00 ffffffffffffffff", "18446744073709551615"),
                integer("6e 09 00 000000000000000001", "18446744073709551616"),
                vector(
                        "6f 00000100 01" + "00".repeat(255) + "01",
                        TermKind.INTEGER,
                        IntegerTerm.of(BigInteger.ONE.shiftLeft(255 * 8).negate())));
    }

    private static List<Vector> atomsAndFloats() {
        return List.of(
                vector("77 02 \"ok\"", TermKind.ATOM, Atom.OK),
                vector("77 00", TermKind.ATOM, Atom.EMPTY),
                vector("77 03 e282ac", TermKind.ATOM, Atom.of("\u20ac")),
                vector("77 04 f09f9880", TermKind.ATOM, Atom.of("\ud83d\ude00")),
                vector("77 ff" + "78".repeat(255), TermKind.ATOM, Atom.of("x".repeat(255))),
                vector(
                        "76 0102" + "c3a9".repeat(129),
                        TermKind.ATOM,
                        Atom.of("\u00e9".repeat(129))),
                vector("46 3ff8000000000000", TermKind.FLOAT, new FloatTerm(1.5)),
                vector("46 8000000000000000", TermKind.FLOAT, new FloatTerm(-0.0)));
    }

    private static List<Vector> identifiers() {
        return List.of(
                vector(PID_HEX, TermKind.PID, PID),
                vector(
                        "58" + NODE_HEX + "ffffffff fffffffe fffffffd",
                        TermKind.PID,
                        new Pid(NODE, -1, -2, -3)),
                vector(
                        "78" + NODE_HEX + "0000000100000002 00000066",
                        TermKind.PORT,
                        new Port(NODE, 0x1_0000_0002L, 0x66)),
                vector(
                        "5a 0001" + NODE_HEX + "00000066 00000001",
                        TermKind.REFERENCE,
                        Reference.of(NODE, 0x66, 1)),
                vector(
                        "5a 0003" + NODE_HEX + "00000066 00000001 ffffffff 00000003",
                        TermKind.REFERENCE,
                        Reference.of(NODE, 0x66, 1, -1, 3)),
                vector(
                        "5a 0005"
                                + NODE_HEX
                                + "00000066 00000001 00000002 00000003 00000004 00000005",
                        TermKind.REFERENCE,
                        Reference.of(NODE, 0x66, 1, 2, 3, 4, 5)));
    }

    private static List<Vector> bytes() {
        return List.of(
                vector("6d 00000000", TermKind.BINARY, Binary.EMPTY),
                vector("6d 00000003 \"abc\"", TermKind.BINARY, Binary.utf8("abc")),
                vector("4d 00000001 03 a0", TermKind.BITSTRING, bits(3, 0xa0)),
                vector("4d 00000002 07 01fe", TermKind.BITSTRING, bits(7, 1, 0xfe)));
    }

    private static Bitstring bits(int inLast, int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return new Bitstring(Binary.wrap(content), inLast);
    }

    private static List<Vector> nested() {
        Term[] many = Stream.generate(() -> A).limit(256).toArray(Term[]::new);
        return List.of(
                vector("68 00", TermKind.TUPLE, Tuple.EMPTY),
                vector("68 02 7701\"a\" 6101", TermKind.TUPLE, Tuple.of(A, IntegerTerm.of(1))),
                vector("69 00000100" + "770161".repeat(256), TermKind.TUPLE, Tuple.of(many)),
                vector("6a", TermKind.NIL, ListTerm.EMPTY),
                vector("6b 0002 \"ab\"", TermKind.LIST, ListTerm.string("ab")),
                vector("6c 00000002 6101 6200000100 6a", TermKind.LIST, integers(1, 256)),
                vector("6c 00000001 6a 6a", TermKind.LIST, ListTerm.of(ListTerm.EMPTY)),
                vector("6c 00000001 770161 770162", TermKind.LIST, improper(B, A)),
                vector("6c 00000001 6161 770162", TermKind.LIST, improper(B, IntegerTerm.of(97))),
                vector("74 00000000", TermKind.MAP, MapTerm.EMPTY),
                vector(
                        "74 00000001 770161 6101",
                        TermKind.MAP,
                        MapTerm.of(Map.of(A, IntegerTerm.of(1)))),
                vector(
                        "74 00000002 6101 770161 46 3ff0000000000000 770162",
                        TermKind.MAP,
                        oneTwice()),
                vector(
                        "43 00000002 01 7701\"m\" 7701\"r\" 7701\"a\" 7701\"b\" 6101 6d00000001\"x\"",
                        TermKind.RECORD,
                        new NativeRecord(
                                true,
                                Atom.of("m"),
                                Atom.of("r"),
                                List.of(A, B),
                                List.of(IntegerTerm.of(1), Binary.utf8("x")))),
                vector(
                        "43 00000000 00 7701\"m\" 7701\"r\"",
                        TermKind.RECORD,
                        new NativeRecord(false, Atom.of("m"), Atom.of("r"), List.of(), List.of())));
    }

    private static ListTerm integers(long... values) {
        return ListTerm.of(Arrays.stream(values).mapToObj(IntegerTerm::of).toList());
    }

    private static ListTerm improper(Term tail, Term... elements) {
        return ListTerm.withTail(elements, tail);
    }

    /// The keys 1 and 1.0 are two keys.
    private static MapTerm oneTwice() {
        Map<Term, Term> entries = new LinkedHashMap<>();
        entries.put(IntegerTerm.of(1), A);
        entries.put(new FloatTerm(1.0), B);
        return MapTerm.of(entries);
    }

    private static List<Vector> funs() {
        return List.of(
                vector(
                        "71 7706\"erlang\" 7704\"node\" 6100",
                        TermKind.EXPORT,
                        new ExternalFun(Atom.of("erlang"), Atom.of("node"), 0)),
                vector(
                        "70 0000003a 02"
                                + UNIQUE
                                + "00000005 00000000 7701\"a\" 6105 6200003039"
                                + PID_HEX,
                        TermKind.FUN,
                        fun(List.of())),
                vector(
                        "70 00000044 02"
                                + UNIQUE
                                + "00000005 00000002 7701\"a\" 6105 6200003039"
                                + PID_HEX
                                + "6c 00000001 6a 6a 7701\"b\"",
                        TermKind.FUN,
                        fun(List.of(ListTerm.of(ListTerm.EMPTY), B))));
    }

    private static Fun fun(List<Term> freeVariables) {
        return new Fun(
                2,
                Binary.wrap(Hex.bytes(UNIQUE)),
                5,
                A,
                IntegerTerm.of(5),
                IntegerTerm.of(12345),
                PID,
                freeVariables);
    }

    private static List<Vector> unusualNumbers() {
        String text = Hex.normal("\"1.50000000000000000000e+00\"");
        String negative = Hex.normal("\"-2.50000000000000000000e-01\"");
        return List.of(
                integer("62 00000005", "5"),
                integer("6e 00 00", "0"),
                integer("6e 01 00 05", "5"),
                integer("6e 01 01 00", "0"),
                integer("6e 02 01 0500", "-5"),
                integer("6e 0a 00 05000000000000000000", "5"),
                integer("6e 0a 01 00000000000000000000", "0"),
                integer("6f 00000001 01 07", "-7"),
                integer("6f 00000009 00 000000000000000001", "18446744073709551616"),
                vector("63" + text + "00".repeat(5), TermKind.FLOAT, new FloatTerm(1.5)),
                vector("63" + negative + "00".repeat(4), TermKind.FLOAT, new FloatTerm(-0.25)));
    }

    private static List<Vector> unusualAtoms() {
        return List.of(
                vector("52 01", TermKind.ATOM, A),
                vector("76 0002 \"ok\"", TermKind.ATOM, Atom.OK),
                vector("64 0002 \"ok\"", TermKind.ATOM, Atom.OK),
                vector("73 02 \"ok\"", TermKind.ATOM, Atom.OK),
                vector("64 0001 e9", TermKind.ATOM, Atom.of("\u00e9")),
                vector("73 01 e9", TermKind.ATOM, Atom.of("\u00e9")));
    }

    private static List<Vector> unusualIdentifiers() {
        String oldNode = Hex.normal("64 0004 \"a@vm\"");
        return List.of(
                vector("58 5200 00000009 00000001 00000066", TermKind.PID, PID),
                vector("67" + oldNode + "00000009 00000001 66", TermKind.PID, PID),
                vector("59 5200 00000007 00000066", TermKind.PORT, new Port(NODE, 7, 0x66)),
                vector("66" + oldNode + "00000007 03", TermKind.PORT, new Port(NODE, 7, 3)),
                vector(
                        "65" + oldNode + "00000007 03",
                        TermKind.REFERENCE,
                        Reference.of(NODE, 3, 7)),
                vector(
                        "72 0002" + oldNode + "03 00000007 00000008",
                        TermKind.REFERENCE,
                        Reference.of(NODE, 3, 7, 8)),
                vector(
                        "5a 0001 5200 00000003 00000007",
                        TermKind.REFERENCE,
                        Reference.of(NODE, 3, 7)));
    }

    private static List<Vector> unusualNested() {
        return List.of(
                vector("69 00000001 6101", TermKind.TUPLE, Tuple.of(IntegerTerm.of(1))),
                vector("69 00000000", TermKind.TUPLE, Tuple.EMPTY),
                vector("6b 0000", TermKind.LIST, ListTerm.EMPTY),
                vector("6c 00000000 6a", TermKind.NIL, ListTerm.EMPTY),
                vector("6c 00000000 770161", TermKind.ATOM, A),
                vector("6c 00000002 6161 6162 6a", TermKind.LIST, ListTerm.string("ab")),
                vector("6c 00000001 6161 6b0001 62", TermKind.LIST, ListTerm.string("ab")),
                vector("6c 00000001 6161 6c00000001 6162 6a", TermKind.LIST, ListTerm.string("ab")),
                vector(
                        "6c 00000001 6161 6c00000001 6162 770162",
                        TermKind.LIST,
                        improper(B, IntegerTerm.of(97), IntegerTerm.of(98))),
                vector("4d 00000001 08 61", TermKind.BINARY, Binary.utf8("a")),
                vector("4d 00000000 00", TermKind.BINARY, Binary.EMPTY),
                vector("4d 00000001 03 bf", TermKind.BITSTRING, bits(3, 0xa0)),
                vector("71 5201 5201 6e 01 00 03", TermKind.EXPORT, new ExternalFun(A, A, 3)),
                vector(
                        "70 00000000 02"
                                + UNIQUE
                                + "00000005 00000000 5201 6105 6200003039"
                                + PID_HEX,
                        TermKind.FUN,
                        fun(List.of())));
    }
}
