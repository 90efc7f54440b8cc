package org.distributedactors.etf;

/// Passes over terms without making anything of them. It counts the terms still to come, so it needs no stack.
///
/// It looks at lengths only: what it passes over may still turn out malformed when it is read.
final class TermSkipper {

    private TermSkipper() {}

    static void skip(Input in) {
        long terms = 1;
        while (terms > 0) {
            terms += skipHead(in, in.tag()) - 1;
            if (terms > in.remaining()) {
                throw in.malformed(terms + " terms to come, " + in.remaining() + " bytes left");
            }
        }
    }

    /// Passes over the term of this tag up to the terms inside it, and says how many these are.
    private static long skipHead(Input in, int tag) {
        return switch (tag) {
            case Tags.SMALL_TUPLE_EXT -> in.u8();
            case Tags.LARGE_TUPLE_EXT -> in.u32();
            case Tags.LIST_EXT -> in.u32() + 1;
            case Tags.MAP_EXT -> 2 * in.u32();
            case Tags.NEW_FUN_EXT -> skipFunHead(in);
            case Tags.RECORD_EXT -> skipRecordHead(in);
            case Tags.EXPORT_EXT -> {
                skipAtom(in);
                skipAtom(in);
                yield 1;
            }
            default -> {
                skipLeaf(in, tag);
                yield 0;
            }
        };
    }

    private static void skipLeaf(Input in, int tag) {
        switch (tag) {
            case Tags.NIL_EXT -> {}
            case Tags.SMALL_INTEGER_EXT -> in.skip(1);
            case Tags.INTEGER_EXT -> in.skip(4);
            case Tags.NEW_FLOAT_EXT -> in.skip(8);
            case Tags.FLOAT_EXT -> in.skip(31);
            case Tags.SMALL_BIG_EXT -> in.skip(1L + in.u8());
            case Tags.LARGE_BIG_EXT, Tags.BIT_BINARY_EXT -> in.skip(1 + in.u32());
            case Tags.BINARY_EXT -> in.skip(in.u32());
            case Tags.STRING_EXT -> in.skip(in.u16());
            case Tags.NEW_PID_EXT -> skipIdentifier(in, 12);
            case Tags.PID_EXT -> skipIdentifier(in, 9);
            case Tags.V4_PORT_EXT -> skipIdentifier(in, 12);
            case Tags.NEW_PORT_EXT -> skipIdentifier(in, 8);
            case Tags.PORT_EXT, Tags.REFERENCE_EXT -> skipIdentifier(in, 5);
            case Tags.NEWER_REFERENCE_EXT ->
                    skipIdentifier(in, 4 + 4 * IdentifierDecoder.words(in));
            case Tags.NEW_REFERENCE_EXT -> skipIdentifier(in, 1 + 4 * IdentifierDecoder.words(in));
            default -> {
                if (!AtomDecoder.isAtom(tag)) {
                    throw in.malformed("no term has this tag");
                }
                AtomDecoder.skip(in, tag);
            }
        }
    }

    /// Passes over a node's name and what follows it.
    private static void skipIdentifier(Input in, int bytes) {
        skipAtom(in);
        in.skip(bytes);
    }

    /// Size, Arity, Uniq, Index, NumFree, Module. OldIndex, OldUniq, Pid and the free variables are terms.
    private static long skipFunHead(Input in) {
        in.skip(4 + 1 + 16 + 4);
        long free = in.u32();
        skipAtom(in);
        return 3 + free;
    }

    private static long skipRecordHead(Input in) {
        long count = in.u32();
        in.skip(1);
        skipAtom(in);
        skipAtom(in);
        for (long i = 0; i < count; i++) {
            skipAtom(in);
        }
        return count;
    }

    private static void skipAtom(Input in) {
        AtomDecoder.skip(in, in.tag());
    }
}
