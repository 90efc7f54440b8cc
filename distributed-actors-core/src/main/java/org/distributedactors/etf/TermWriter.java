package org.distributedactors.etf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.math.BigInteger;
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
import org.jspecify.annotations.Nullable;

/// Appends encoded terms to a buffer, without the 131 that stands in front of a stand-alone term.
///
/// Of the several forms a value has it takes the one an Erlang node takes. Terms are written whole with
/// {@link #writeTerm}, or piece by piece: after a header the caller writes exactly the elements it announced, after a
/// map's header a key and a value for each pair, and after a list's elements {@link #writeNil}.
///
/// Used by one thread at a time.
public final class TermWriter {

    private static final int SMALL = 255;
    private static final int LONGEST_STRING = 65_535;
    private static final int SHORT_TEXT = 64;
    private static final char MOST_ASCII = 127;

    /// Tag and length of a binary.
    private static final int BINARY_HEAD = 1 + Integer.BYTES;

    /// From this size on a binary is not copied if somebody takes it as it is.
    private static final int SHARED = 4096;

    private final ByteBuf out;
    private final @Nullable Abbreviations abbreviations;

    /// How many funs are open. Their size is counted in the buffer, so their binaries are written whole.
    private int openFuns;

    /// A writer that appends to this buffer, which grows as needed.
    public TermWriter(ByteBuf out) {
        this(out, null);
    }

    /// A writer that leaves out what somebody else adds.
    public TermWriter(ByteBuf out, @Nullable Abbreviations abbreviations) {
        this.out = out;
        this.abbreviations = abbreviations;
    }

    /// The buffer that is written to.
    public ByteBuf buffer() {
        return out;
    }

    /// Writes a whole term, however deep, without recursion.
    public void writeTerm(Term term) {
        UnwrittenParts parts = write(term, null);
        while (parts != null) {
            Term next = parts.next(this);
            parts = next == null ? parts.outer() : write(next, parts);
        }
    }

    /// Writes a term up to its parts, and returns what is to be written next: its parts, if any, before the others.
    private @Nullable UnwrittenParts write(Term term, @Nullable UnwrittenParts others) {
        switch (term) {
            case Atom atom -> writeAtom(atom);
            case IntegerTerm integer -> writeInteger(integer);
            case FloatTerm floating -> writeDouble(floating.value());
            case Pid pid -> writePid(pid);
            case Port port -> writePort(port);
            case Reference reference -> writeReference(reference);
            case Binary binary -> writeBinary(binary);
            case Bitstring bitstring -> writeBitstring(bitstring);
            case ExternalFun fun -> writeExternalFun(fun);
            case Tuple tuple -> {
                writeTupleHeader(tuple.arity());
                return new UnwrittenParts.OfTuple(tuple, others);
            }
            case ListTerm list -> {
                return writeList(list, others);
            }
            case MapTerm map -> {
                writeMapHeader(map.size());
                return new UnwrittenParts.OfMap(map, others);
            }
            case Fun fun -> {
                return writeFun(fun, others);
            }
            case NativeRecord record -> {
                writeRecordHeader(record);
                return new UnwrittenParts.OfList(record.values(), others);
            }
        }
        return others;
    }

    /// ATOM_CACHE_REF where the header names it; else SMALL_ATOM_UTF8_EXT up to 255 bytes, and ATOM_UTF8_EXT.
    public void writeAtom(Atom atom) {
        int index = abbreviations == null ? -1 : abbreviations.indexOf(atom);
        if (index < 0) {
            spell(atom);
        } else {
            out.writeShort(Tags.ATOM_CACHE_REF << Byte.SIZE | index);
        }
    }

    private void spell(Atom atom) {
        int length = atom.utf8Length();
        if (length <= SMALL) {
            out.writeShort(Tags.SMALL_ATOM_UTF8_EXT << Byte.SIZE | length);
        } else {
            out.writeByte(Tags.ATOM_UTF8_EXT).writeShort(length);
        }
        out.ensureWritable(length);
        if (out.hasArray()) {
            atom.copyUtf8(out.array(), out.arrayOffset() + out.writerIndex());
            out.writerIndex(out.writerIndex() + length);
        } else {
            out.writeBytes(atom.utf8());
        }
    }

    public void writeBoolean(boolean value) {
        writeAtom(Atom.of(value));
    }

    /// SMALL_INTEGER_EXT, INTEGER_EXT or SMALL_BIG_EXT, whichever is the shortest.
    public void writeLong(long value) {
        if (value >= 0 && value <= SMALL) {
            out.writeShort(Tags.SMALL_INTEGER_EXT << Byte.SIZE | (int) value);
        } else if (value == (int) value) {
            out.writeByte(Tags.INTEGER_EXT).writeInt((int) value);
        } else {
            writeBigLong(value);
        }
    }

    private void writeBigLong(long value) {
        // The magnitude of the least long is itself, taken as unsigned.
        long magnitude = Math.abs(value);
        int length = Long.BYTES - Long.numberOfLeadingZeros(magnitude) / Byte.SIZE;
        out.writeMedium(
                Tags.SMALL_BIG_EXT << 2 * Byte.SIZE | length << Byte.SIZE | (value < 0 ? 1 : 0));
        // All eight bytes at once, of which the highest zeros are then overwritten.
        out.writeLongLE(magnitude);
        out.writerIndex(out.writerIndex() - Long.BYTES + length);
    }

    public void writeBigInteger(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            writeLong(value.longValue());
            return;
        }
        byte[] magnitude = value.abs().toByteArray();
        int first = magnitude[0] == 0 ? 1 : 0;
        int length = magnitude.length - first;
        if (length <= SMALL) {
            out.writeByte(Tags.SMALL_BIG_EXT).writeByte(length);
        } else {
            out.writeByte(Tags.LARGE_BIG_EXT).writeInt(length);
        }
        out.writeByte(value.signum() < 0 ? 1 : 0);
        out.ensureWritable(length);
        for (int i = magnitude.length - 1; i >= first; i--) {
            out.writeByte(magnitude[i]);
        }
    }

    private void writeInteger(IntegerTerm integer) {
        if (integer.isLong()) {
            writeLong(integer.longValue());
        } else {
            writeBigInteger(integer.bigIntegerValue());
        }
    }

    /// @throws IllegalArgumentException when the value is infinite or not a number, which Erlang does not have
    public void writeDouble(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("Erlang has no float " + value);
        }
        out.writeByte(Tags.NEW_FLOAT_EXT).writeDouble(value);
    }

    public void writePid(Pid pid) {
        out.writeByte(Tags.NEW_PID_EXT);
        writeAtom(pid.node());
        out.writeInt(pid.id()).writeInt(pid.serial()).writeInt(pid.creation());
    }

    public void writePort(Port port) {
        out.writeByte(Tags.V4_PORT_EXT);
        writeAtom(port.node());
        out.writeLong(port.id()).writeInt(port.creation());
    }

    public void writeReference(Reference reference) {
        out.writeByte(Tags.NEWER_REFERENCE_EXT).writeShort(reference.wordCount());
        writeAtom(reference.node());
        out.writeInt(reference.creation());
        for (int i = 0; i < reference.wordCount(); i++) {
            out.writeInt(reference.word(i));
        }
    }

    /// A binary of these bytes, which nobody changes any more.
    public void writeBinary(byte[] bytes) {
        out.writeByte(Tags.BINARY_EXT).writeInt(bytes.length);
        if (bytes.length < SHARED || !isTaken(Binary.wrap(bytes))) {
            out.writeBytes(bytes);
        }
    }

    private void writeBinary(Binary binary) {
        out.writeByte(Tags.BINARY_EXT).writeInt(binary.size());
        if (binary.size() < SHARED || !isTaken(binary)) {
            writeBytes(binary);
        }
    }

    private boolean isTaken(Binary binary) {
        return abbreviations != null && openFuns == 0 && abbreviations.takes(binary);
    }

    private void writeBitstring(Bitstring bitstring) {
        Binary bytes = bitstring.bytes();
        out.writeByte(Tags.BIT_BINARY_EXT).writeInt(bytes.size());
        out.writeByte(bitstring.bitsInLastByte());
        writeBytes(bytes);
    }

    private void writeBytes(Binary binary) {
        int length = binary.size();
        out.ensureWritable(length);
        if (out.hasArray()) {
            binary.copyTo(out.array(), out.arrayOffset() + out.writerIndex());
            out.writerIndex(out.writerIndex() + length);
        } else if (out.nioBufferCount() == 1) {
            binary.copyTo(out.internalNioBuffer(out.writerIndex(), length));
            out.writerIndex(out.writerIndex() + length);
        } else {
            out.writeBytes(binary.toByteArray());
        }
    }

    /// A binary of the text's UTF-8. Half of a surrogate pair becomes a question mark.
    public void writeUtf8(String text) {
        if (out.hasArray() && writeShortLatin(text)) {
            return;
        }
        int length = ByteBufUtil.utf8Bytes(text);
        out.writeByte(Tags.BINARY_EXT).writeInt(length);
        ByteBufUtil.reserveAndWriteUtf8(out, text, length);
    }

    /// A short text of ASCII goes to the array as it is.
    ///
    /// @return false, and nothing written, when it has other characters
    private boolean writeShortLatin(String text) {
        int length = text.length();
        if (length > SHORT_TEXT) {
            return false;
        }
        out.ensureWritable(BINARY_HEAD + length);
        int index = out.writerIndex();
        byte[] array = out.array();
        int start = out.arrayOffset() + index + BINARY_HEAD;
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            if (character > MOST_ASCII) {
                return false;
            }
            array[start + i] = (byte) character;
        }
        out.writeByte(Tags.BINARY_EXT).writeInt(length);
        out.writerIndex(index + BINARY_HEAD + length);
        return true;
    }

    /// SMALL_TUPLE_EXT up to 255 elements, else LARGE_TUPLE_EXT. The elements follow.
    public void writeTupleHeader(int arity) {
        if (arity <= SMALL) {
            out.writeShort(Tags.SMALL_TUPLE_EXT << Byte.SIZE | arity);
        } else {
            out.writeByte(Tags.LARGE_TUPLE_EXT).writeInt(arity);
        }
    }

    /// LIST_EXT; the elements follow, and then {@link #writeNil}. For no elements nothing is written, so that a list of
    /// any length is a header, the elements and the nil.
    public void writeListHeader(int length) {
        if (length > 0) {
            out.writeByte(Tags.LIST_EXT).writeInt(length);
        }
    }

    /// The empty list, and the end of every other.
    public void writeNil() {
        out.writeByte(Tags.NIL_EXT);
    }

    /// MAP_EXT; for each pair the key and the value follow. No key may come twice.
    public void writeMapHeader(int size) {
        out.writeByte(Tags.MAP_EXT).writeInt(size);
    }

    private @Nullable UnwrittenParts writeList(ListTerm list, @Nullable UnwrittenParts others) {
        int length = list.size();
        if (length == 0) {
            writeNil();
            return others;
        }
        if (isString(list)) {
            out.writeByte(Tags.STRING_EXT).writeShort(length);
            for (int i = 0; i < length; i++) {
                out.writeByte((int) ((IntegerTerm) list.get(i)).longValue());
            }
            return others;
        }
        writeListHeader(length);
        return new UnwrittenParts.OfListTerm(list, others);
    }

    /// Whether an Erlang node writes the list as STRING_EXT: proper, not too long, and of bytes only.
    private static boolean isString(ListTerm list) {
        if (!list.isProper() || list.size() > LONGEST_STRING) {
            return false;
        }
        for (int i = 0; i < list.size(); i++) {
            boolean isByte =
                    list.get(i) instanceof IntegerTerm integer
                            && integer.isLong()
                            && (integer.longValue() & ~SMALL) == 0;
            if (!isByte) {
                return false;
            }
        }
        return true;
    }

    private void writeExternalFun(ExternalFun fun) {
        out.writeByte(Tags.EXPORT_EXT);
        writeAtom(fun.module());
        writeAtom(fun.function());
        out.writeByte(Tags.SMALL_INTEGER_EXT).writeByte(fun.arity());
    }

    /// Size, which counts itself and the free variables, is filled in once these are written.
    private UnwrittenParts writeFun(Fun fun, @Nullable UnwrittenParts others) {
        openFuns++;
        out.writeByte(Tags.NEW_FUN_EXT);
        int sizeIndex = out.writerIndex();
        out.writeInt(0).writeByte(fun.arity());
        writeBytes(fun.unique());
        out.writeInt(fun.index()).writeInt(fun.freeVariables().size());
        writeAtom(fun.module());
        writeInteger(fun.oldIndex());
        writeInteger(fun.oldUnique());
        writePid(fun.creator());
        return new UnwrittenParts.OfFun(fun.freeVariables(), sizeIndex, others);
    }

    /// Fills in the size of a fun whose free variables are written.
    void endFun(int sizeIndex) {
        out.setInt(sizeIndex, out.writerIndex() - sizeIndex);
        openFuns--;
    }

    /// Forgets what a term that failed midway left open.
    public void reset() {
        openFuns = 0;
    }

    private void writeRecordHeader(NativeRecord record) {
        out.writeByte(Tags.RECORD_EXT).writeInt(record.fields().size());
        out.writeByte(record.exported() ? 1 : 0);
        writeAtom(record.module());
        writeAtom(record.name());
        record.fields().forEach(this::writeAtom);
    }
}
