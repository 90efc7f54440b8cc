package org.distributedactors.etf;

import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Port;
import org.distributedactors.term.Reference;

/// Pids, ports and references in all forms, the old ones with a creation of one byte too.
///
/// The words are kept bit by bit: what comes back to its node must be what that node once wrote.
final class IdentifierDecoder {

    private IdentifierDecoder() {}

    /// External Term Format, NEW_PID_EXT and PID_EXT: Node, ID, Serial, Creation.
    static Pid pid(Input in, int tag, Atom[] cache) {
        if (tag != Tags.NEW_PID_EXT && tag != Tags.PID_EXT) {
            throw in.malformed("a pid was expected");
        }
        Atom node = node(in, cache);
        int id = in.i32();
        int serial = in.i32();
        return new Pid(node, id, serial, tag == Tags.NEW_PID_EXT ? in.i32() : in.u8());
    }

    /// External Term Format, V4_PORT_EXT, NEW_PORT_EXT and PORT_EXT: Node, ID, Creation.
    static Port port(Input in, int tag, Atom[] cache) {
        return switch (tag) {
            case Tags.V4_PORT_EXT -> new Port(node(in, cache), in.i64(), in.i32());
            case Tags.NEW_PORT_EXT -> new Port(node(in, cache), in.u32(), in.i32());
            case Tags.PORT_EXT -> new Port(node(in, cache), in.u32(), in.u8());
            default -> throw in.malformed("a port was expected");
        };
    }

    /// External Term Format, NEWER_REFERENCE_EXT and NEW_REFERENCE_EXT: Len, Node, Creation, Len words;
    /// REFERENCE_EXT: Node, ID, Creation.
    static Reference reference(Input in, int tag, Atom[] cache) {
        return switch (tag) {
            case Tags.NEWER_REFERENCE_EXT, Tags.NEW_REFERENCE_EXT -> {
                int count = words(in);
                Atom node = node(in, cache);
                int creation = tag == Tags.NEWER_REFERENCE_EXT ? in.i32() : in.u8();
                int[] words = new int[count];
                for (int i = 0; i < count; i++) {
                    words[i] = in.i32();
                }
                yield Reference.of(node, creation, words);
            }
            case Tags.REFERENCE_EXT -> {
                Atom node = node(in, cache);
                int word = in.i32();
                yield Reference.of(node, in.u8(), word);
            }
            default -> throw in.malformed("a reference was expected");
        };
    }

    /// The number of words of a reference.
    static int words(Input in) {
        int count = in.u16();
        if (count < 1 || count > Reference.MAX_WORDS) {
            throw in.malformed("a reference of " + count + " words");
        }
        return count;
    }

    private static Atom node(Input in, Atom[] cache) {
        return AtomDecoder.read(in, in.tag(), cache);
    }
}
