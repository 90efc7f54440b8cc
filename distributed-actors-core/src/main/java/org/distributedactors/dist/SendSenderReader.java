package org.distributedactors.dist;

import io.netty.buffer.ByteBuf;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Pid;
import org.jspecify.annotations.Nullable;

/// Reads the control message that nearly all frames carry, SEND_SENDER, in the form that nodes with an atom cache write.
/// Processes that talk are the same again and again, so their pids are remembered, and nothing is made for each frame.
///
/// ```
///   1    1   1   1    1    1   1   4    4        4         1    1   1   4    4        4
/// +-----+---+----+----+----+----+---+----+--------+----------+----+----+---+----+--------+----------+
/// | 104 | 3 | 97 | 22 | 88 | 82 | k | ID | Serial | Creation | 88 | 82 | k | ID | Serial | Creation |
/// +-----+---+----+----+----+----+---+----+--------+----------+----+----+---+----+--------+----------+
/// ```
///
/// Not safe for use by several threads.
final class SendSenderReader {

    private static final int PID_BYTES = 1 + 2 + 4 + 4 + 4;
    private static final int BYTES = 4 + 2 * PID_BYTES;

    /// SMALL_TUPLE_EXT of three, and SMALL_INTEGER_EXT 22.
    private static final int HEAD = 104 << 24 | 3 << 16 | 97 << 8 | 22;

    /// NEW_PID_EXT, ATOM_CACHE_REF.
    private static final int PID_HEAD = 88 << 8 | 82;

    /// A power of two.
    private static final int REMEMBERED = 64;

    private final @Nullable Pid[] pids = new @Nullable Pid[REMEMBERED];
    private ControlMessage.@Nullable SendSender last;

    /// The control message, and the reader index behind it; null, and nothing read, when it is another or has another
    /// form.
    ControlMessage.@Nullable SendSender read(ByteBuf in, Atom[] atoms) {
        int start = in.readerIndex();
        if (in.readableBytes() < BYTES || in.getInt(start) != HEAD) {
            return null;
        }
        Pid from = pid(in, start + 4, atoms);
        Pid to = pid(in, start + 4 + PID_BYTES, atoms);
        if (from == null || to == null) {
            return null;
        }
        in.readerIndex(start + BYTES);
        return message(from, to);
    }

    @SuppressWarnings("ReferenceEquality") // those that were remembered
    private ControlMessage.SendSender message(Pid from, Pid to) {
        ControlMessage.SendSender known = last;
        if (known == null || known.from() != from || known.to() != to) {
            known = new ControlMessage.SendSender(from, to);
            last = known;
        }
        return known;
    }

    private @Nullable Pid pid(ByteBuf in, int index, Atom[] atoms) {
        int atom = in.getUnsignedByte(index + 2);
        if (in.getUnsignedShort(index) != PID_HEAD || atom >= atoms.length) {
            return null;
        }
        return pid(atoms[atom], in.getInt(index + 3), in.getInt(index + 7), in.getInt(index + 11));
    }

    private Pid pid(Atom node, int id, int serial, int creation) {
        int place = (id ^ serial ^ node.hashCode()) & (REMEMBERED - 1);
        Pid known = pids[place];
        if (known != null
                && known.id() == id
                && known.serial() == serial
                && known.creation() == creation
                && known.node().equals(node)) {
            return known;
        }
        Pid pid = new Pid(node, id, serial, creation);
        pids[place] = pid;
        return pid;
    }
}
