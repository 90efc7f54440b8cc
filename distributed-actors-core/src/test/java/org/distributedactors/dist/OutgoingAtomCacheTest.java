package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.distributedactors.term.Atom;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Pid;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;

/// Atoms that the peer knows already are not spelled again.
class OutgoingAtomCacheTest {

    private static final Pid FROM = ControlMessages.FROM;
    private static final Pid TO = ControlMessages.TO;
    private static final ControlMessage SEND = new ControlMessage.SendSender(FROM, TO);

    private final FrameEncoder encoder = new FrameEncoder(FrameForm.ATOM_CACHE_AND_FRAGMENTS);
    private final FrameDecoder decoder = Frames.decoder();

    @Test
    void spellsAnAtomOnceForEachConnection() {
        assertThat(hex(send(Atom.of("hello")))).contains("68656c6c6f");
        assertThat(hex(send(Atom.of("hello")))).doesNotContain("68656c6c6f");
    }

    @Test
    void namesEachAtomOfAMessageOnceHoweverOftenItOccurs() {
        Atom hello = Atom.of("hello");
        List<ByteBuf> frames = send(ListTerm.of(hello, hello, Atom.of("hello")));

        // The nodes of the two pids, and this one.
        assertThat(frames.getFirst().getByte(2)).isEqualTo((byte) 3);
        assertThat(hex(frames).split("68656c6c6f", -1)).hasSize(2);
    }

    @Test
    void everyControlMessageComesBack() {
        for (int i = 0; i < 3; i++) {
            for (ControlMessage message : ControlMessages.ALL) {
                boolean payload = message instanceof ControlMessage.WithPayload;
                List<ByteBuf> frames =
                        Frames.encode(encoder, message, payload ? Frames.payload(FROM) : null);

                DistributionMessage back = decoder.decode(frames.getFirst());

                assertThat(back.control()).isEqualTo(message);
                if (payload) {
                    assertThat(Frames.payloadOf(back)).isEqualTo(FROM);
                }
            }
        }
    }

    @Test
    void whateverAtomsComeTheReceiverUnderstandsThem() {
        Random random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            List<Term> atoms = new ArrayList<>();
            for (int j = random.nextInt(60); j >= 0; j--) {
                // More atoms than there are places, long ones, empty ones, and not only of ASCII.
                atoms.add(Atom.of("\u00e4".repeat(random.nextInt(3) * 60) + random.nextInt(4000)));
            }
            atoms.add(Atom.EMPTY);
            Term message = Tuple.of(FROM, ListTerm.of(atoms.toArray(Term[]::new)), TO);

            assertThat(back(send(message))).isEqualTo(message);
        }
    }

    @Test
    void largeMessagesNameTheirAtomsInTheFirstFragment() {
        Term message = Tuple.of(Atom.of("hello"), new LargeBinary().term(200_000), FROM);
        for (int i = 0; i < 2; i++) {
            List<ByteBuf> frames = send(message);
            assertThat(frames).hasSize(4);
            assertThat(back(frames)).isEqualTo(message);
        }
    }

    @Test
    void spellsEverythingWhereThePeerHasNoCache() {
        FrameEncoder plain = new FrameEncoder(FrameForm.FRAGMENTS);
        for (int i = 0; i < 2; i++) {
            List<ByteBuf> frames = Frames.encode(plain, SEND, Frames.payload(Atom.of("hello")));
            assertThat(hex(frames)).startsWith("834400").contains("68656c6c6f");
        }
    }

    private List<ByteBuf> send(Term message) {
        return Frames.encode(encoder, SEND, Frames.payload(message));
    }

    private Term back(List<ByteBuf> frames) {
        DistributionMessage whole = null;
        for (ByteBuf frame : frames) {
            whole = decoder.decode(frame);
        }
        return Frames.payloadOf(whole);
    }

    private static String hex(List<ByteBuf> frames) {
        return ByteBufUtil.hexDump(Unpooled.wrappedBuffer(frames.toArray(ByteBuf[]::new)).slice());
    }
}
