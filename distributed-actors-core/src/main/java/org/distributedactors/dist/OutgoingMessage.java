package org.distributedactors.dist;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.distributedactors.etf.Abbreviations;
import org.distributedactors.etf.TermWriter;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.jspecify.annotations.Nullable;

/// One message as bytes, whole but for its header: the control message, and behind it the payload.
///
/// Any thread makes one; the connection's {@link FrameEncoder} writes the header when its place among the frames is
/// known, because a header says what the frames before it did not. Atoms that the header can name are numbers here, and
/// large binaries are kept as they are and copied once, into their frame.
///
/// Made to be used again: {@link #encode} forgets what was there before. Not safe for use by several threads.
public final class OutgoingMessage {

    private static final int MOST_ATOMS = 32;
    private static final int LONGEST_ATOM = 255;
    private static final int SHORTEST_ATOM = 2;
    private static final int FIRST_CAPACITY = 512;
    private static final int KEPT_CAPACITY = 128 * 1024;

    private final ByteBuf bytes;
    private final TermWriter writer;
    private final Atom[] atoms;
    private final List<SharedBinary> shared = new ArrayList<>(0);
    private boolean abbreviates;
    private int atomCount;
    private int controlBytes;
    private long sharedBytes;

    /// A binary that belongs in front of the byte at this index.
    record SharedBinary(int index, Binary binary) {}

    /// An empty one.
    public OutgoingMessage() {
        this(FIRST_CAPACITY, new Atom[MOST_ATOMS]);
    }

    private OutgoingMessage(int capacity, Atom[] atoms) {
        this.bytes = Unpooled.buffer(capacity);
        this.atoms = atoms;
        this.writer = new TermWriter(bytes, new Header());
    }

    /// Takes a message. What the payload throws goes up, and nothing is left here then.
    ///
    /// @param payload present exactly when `control` is a {@link ControlMessage.WithPayload}
    /// @param form how the frames of the connection look
    /// @throws IllegalArgumentException when there is a payload too many or too few
    public void encode(ControlMessage control, @Nullable Payload payload, FrameForm form) {
        if (control instanceof ControlMessage.WithPayload != (payload != null)) {
            throw new IllegalArgumentException(
                    control.getClass().getSimpleName()
                            + (payload == null ? " has" : " has no")
                            + " payload");
        }
        clear();
        abbreviates = form.hasAtomCache();
        boolean done = false;
        try {
            ControlMessageCodec.write(control, writer);
            controlBytes = Math.toIntExact(size());
            if (payload != null) {
                if (form.isPassThrough()) {
                    bytes.writeByte(FrameFormat.VERSION);
                }
                payload.writeTo(writer);
            }
            done = true;
        } finally {
            if (!done) {
                clear();
            }
        }
    }

    /// Forgets the message, and memory that only a large one needs.
    public void clear() {
        bytes.clear();
        if (bytes.capacity() > KEPT_CAPACITY) {
            bytes.capacity(FIRST_CAPACITY);
        }
        writer.reset();
        shared.clear();
        sharedBytes = 0;
        atomCount = 0;
        controlBytes = 0;
    }

    /// The same message in memory of its own, no more than it needs.
    public OutgoingMessage copy() {
        OutgoingMessage copy = new OutgoingMessage(bytes.readableBytes(), new Atom[atomCount]);
        copy.bytes.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
        System.arraycopy(atoms, 0, copy.atoms, 0, atomCount);
        copy.shared.addAll(shared);
        copy.sharedBytes = sharedBytes;
        copy.atomCount = atomCount;
        copy.controlBytes = controlBytes;
        return copy;
    }

    /// How many bytes the message has without its header.
    public long size() {
        return bytes.writerIndex() + sharedBytes;
    }

    int controlBytes() {
        return controlBytes;
    }

    int atomCount() {
        return atomCount;
    }

    Atom atom(int index) {
        return atoms[index];
    }

    ByteBuf bytes() {
        return bytes;
    }

    List<SharedBinary> shared() {
        return shared;
    }

    /// Where the sender and the receiver of a connection keep this atom.
    static int slotOf(Atom atom) {
        int hash = atom.hashCode();
        return (hash ^ hash >>> 11 ^ hash >>> 22) & (AtomCache.SLOTS - 1);
    }

    /// The atoms and binaries of this message that are not in its bytes.
    private final class Header implements Abbreviations {

        @Override
        @SuppressWarnings(
                "ReferenceEquality") // most are the same object, and this is for each atom
        public int indexOf(Atom atom) {
            for (int i = 0; i < atomCount; i++) {
                if (atoms[i] == atom) {
                    return i;
                }
            }
            return abbreviates ? add(atom) : -1;
        }

        /// Two atoms for one slot cannot both stand in a header.
        private int add(Atom atom) {
            int slot = slotOf(atom);
            for (int i = 0; i < atomCount; i++) {
                if (slotOf(atoms[i]) == slot) {
                    return atoms[i].equals(atom) ? i : -1;
                }
            }
            boolean pays = atom.utf8Length() >= SHORTEST_ATOM && atom.utf8Length() <= LONGEST_ATOM;
            if (!pays || atomCount == MOST_ATOMS) {
                return -1;
            }
            atoms[atomCount] = atom;
            return atomCount++;
        }

        @Override
        public boolean takes(Binary binary) {
            shared.add(new SharedBinary(bytes.writerIndex(), binary));
            sharedBytes += binary.size();
            return true;
        }
    }
}
