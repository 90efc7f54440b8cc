package org.distributedactors.etf;

import java.util.List;
import org.distributedactors.etf.OpenTerm.OpenList;
import org.distributedactors.etf.OpenTerm.OpenMap;
import org.distributedactors.etf.OpenTerm.OpenTuple;
import org.distributedactors.etf.OpenTerm.OpenWithHead;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Bitstring;
import org.distributedactors.term.ExternalFun;
import org.distributedactors.term.FloatTerm;
import org.distributedactors.term.Fun;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.NativeRecord;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.jspecify.annotations.Nullable;

/// Reads whole terms. It keeps its own stack of open terms, so nesting costs heap and is limited, and no bytes can
/// exhaust the thread's stack.
final class TermTree {

    private static final int UNIQUE_BYTES = 16;
    private static final int MOST_ARGUMENTS = 255;

    private final TermCursor cursor;
    private final Input in;

    TermTree(TermCursor cursor) {
        this.cursor = cursor;
        this.in = cursor.in;
    }

    /// The next term, which lies inside `level` others already.
    Term read(int level) {
        OpenTerm open = null;
        while (true) {
            int tag = cursor.nextTag();
            Term term = leaf(tag);
            if (term == null) {
                if (tag == Tags.LIST_EXT && open instanceof OpenList list && list.isAtTail()) {
                    list.lengthen(cursor.listLength());
                    continue;
                }
                OpenTerm opened = open(tag);
                if (!opened.isComplete()) {
                    requireDepth(++level);
                    opened.outer = open;
                    open = opened;
                    continue;
                }
                term = opened.close(in);
            }
            while (open != null) {
                open.add(term);
                if (!open.isComplete()) {
                    break;
                }
                term = open.close(in);
                open = open.outer;
                level--;
            }
            if (open == null) {
                return term;
            }
        }
    }

    private void requireDepth(int level) {
        if (level > cursor.limits.depth()) {
            throw in.malformed("more than " + cursor.limits.depth() + " terms inside each other");
        }
    }

    /// The term of this tag when it holds no other terms, else null.
    private @Nullable Term leaf(int tag) {
        return switch (tag) {
            case Tags.ATOM_CACHE_REF,
                    Tags.SMALL_ATOM_UTF8_EXT,
                    Tags.ATOM_UTF8_EXT,
                    Tags.SMALL_ATOM_EXT,
                    Tags.ATOM_EXT ->
                    AtomDecoder.read(in, tag, cursor.atoms);
            case Tags.SMALL_INTEGER_EXT, Tags.INTEGER_EXT, Tags.SMALL_BIG_EXT, Tags.LARGE_BIG_EXT ->
                    NumberDecoder.integer(in, tag, cursor.limits);
            case Tags.NEW_FLOAT_EXT, Tags.FLOAT_EXT ->
                    new FloatTerm(NumberDecoder.floating(in, tag));
            case Tags.NEW_PID_EXT, Tags.PID_EXT -> IdentifierDecoder.pid(in, tag, cursor.atoms);
            case Tags.V4_PORT_EXT, Tags.NEW_PORT_EXT, Tags.PORT_EXT ->
                    IdentifierDecoder.port(in, tag, cursor.atoms);
            case Tags.NEWER_REFERENCE_EXT, Tags.NEW_REFERENCE_EXT, Tags.REFERENCE_EXT ->
                    IdentifierDecoder.reference(in, tag, cursor.atoms);
            case Tags.NIL_EXT -> ListTerm.EMPTY;
            case Tags.STRING_EXT -> string();
            case Tags.BINARY_EXT -> Binary.wrap(cursor.binary(tag));
            case Tags.BIT_BINARY_EXT -> bitstring();
            case Tags.EXPORT_EXT -> externalFun();
            default -> null;
        };
    }

    private OpenTerm open(int tag) {
        return switch (tag) {
            case Tags.SMALL_TUPLE_EXT, Tags.LARGE_TUPLE_EXT ->
                    new OpenTuple(cursor.tupleArity(tag));
            case Tags.LIST_EXT -> new OpenList(cursor.listLength());
            case Tags.MAP_EXT -> new OpenMap(cursor.mapSize(tag));
            case Tags.NEW_FUN_EXT -> openFun();
            case Tags.RECORD_EXT -> openRecord();
            default -> throw in.malformed("no term has this tag");
        };
    }

    /// External Term Format, STRING_EXT: Length, Characters. A list of small integers, not a string of Java.
    private ListTerm string() {
        int length = in.u16();
        in.need(length);
        cursor.countElements(length);
        Term[] elements = new Term[length];
        for (int i = 0; i < length; i++) {
            elements[i] = IntegerTerm.of(in.u8());
        }
        return ListTerm.wrap(elements);
    }

    /// External Term Format, BIT_BINARY_EXT: Len, Bits, Data.
    private Term bitstring() {
        int length = cursor.binaryLength();
        int bits = cursor.bits(length);
        Binary bytes = Binary.wrap(in.bytes(length));
        return bits % Byte.SIZE == 0 ? bytes : new Bitstring(bytes, bits);
    }

    /// External Term Format, EXPORT_EXT: Module, Function, Arity.
    private ExternalFun externalFun() {
        Atom module = cursor.innerAtom();
        Atom function = cursor.innerAtom();
        long arity = NumberDecoder.longValue(in, in.tag(), cursor.limits);
        if (arity < 0 || arity > MOST_ARGUMENTS) {
            throw in.malformed("a fun of " + arity + " arguments");
        }
        return new ExternalFun(module, function, (int) arity);
    }

    /// ```
    ///  1     4      1       16     4       4         N1       N2         N3        N4    N5
    /// +-----+------+-------+------+-------+---------+--------+----------+---------+-----+-----------+
    /// | 112 | Size | Arity | Uniq | Index | NumFree | Module | OldIndex | OldUniq | Pid | Free Vars |
    /// +-----+------+-------+------+-------+---------+--------+----------+---------+-----+-----------+
    /// ```
    ///
    /// External Term Format, NEW_FUN_EXT. Size is not looked at, as in every Erlang node.
    private OpenTerm openFun() {
        in.skip(4);
        int arity = in.u8();
        Binary unique = Binary.wrap(in.bytes(UNIQUE_BYTES));
        int index = in.i32();
        long free = in.u32();
        if (free > MOST_ARGUMENTS) {
            throw in.malformed("a fun with " + free + " free variables");
        }
        Atom module = cursor.innerAtom();
        IntegerTerm oldIndex = NumberDecoder.integer(in, in.tag(), cursor.limits);
        IntegerTerm oldUnique = NumberDecoder.integer(in, in.tag(), cursor.limits);
        Pid creator = IdentifierDecoder.pid(in, in.tag(), cursor.atoms);
        cursor.claim(free);
        return new OpenWithHead(
                (int) free,
                values ->
                        new Fun(
                                arity, unique, index, module, oldIndex, oldUnique, creator,
                                values));
    }

    /// ```
    ///  1    4   1       N1       N2     N x atom     N x term
    /// +----+---+-------+--------+------+------------+--------+
    /// | 67 | N | Flags | Module | Name | FieldNames | Values |
    /// +----+---+-------+--------+------+------------+--------+
    /// ```
    ///
    /// Native records are new in OTP 29. Flag 1 says that the record is exported.
    private OpenTerm openRecord() {
        long count = in.u32();
        cursor.claim(count);
        boolean exported = (in.u8() & 1) != 0;
        Atom module = cursor.innerAtom();
        Atom name = cursor.innerAtom();
        Atom[] fields = new Atom[(int) count];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = cursor.innerAtom();
        }
        return new OpenWithHead(
                fields.length,
                values -> new NativeRecord(exported, module, name, List.of(fields), values));
    }
}
