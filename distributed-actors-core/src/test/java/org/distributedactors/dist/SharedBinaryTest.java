package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.distributedactors.term.Atom;
import org.distributedactors.term.Binary;
import org.distributedactors.term.Fun;
import org.distributedactors.term.IntegerTerm;
import org.distributedactors.term.ListTerm;
import org.distributedactors.term.Term;
import org.distributedactors.term.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Large binaries are not copied before they are in a frame, and yet arrive where they belong.
class SharedBinaryTest {

    private static final ControlMessage SEND =
            new ControlMessage.SendSender(ControlMessages.FROM, ControlMessages.TO);

    private final OutgoingMessage message = new OutgoingMessage();

    @ParameterizedTest
    @ValueSource(ints = {4095, 4096, 20_000, 65_000, 65_536, 70_000, 131_072, 1_000_000})
    void comesBackBetweenOtherTerms(int size) {
        Binary binary = new LargeBinary().term(size);
        Term term = ListTerm.of(Atom.of("before"), binary, Atom.OK, binary, Tuple.of(binary));
        for (FrameForm form : FrameForm.values()) {
            assertThat(roundTrip(form, term)).isEqualTo(term);
        }
    }

    @Test
    void isNotCopiedByTheMessage() {
        message.encode(SEND, Frames.payload(new LargeBinary().term(1_000_000)), FrameForm.HEADER);

        assertThat(message.size()).isGreaterThan(1_000_000);
        assertThat(message.bytes().readableBytes()).isLessThan(200);
    }

    @Test
    void isCopiedInsideAFunWhoseSizeIsCounted() {
        Term captured = Tuple.of(new LargeBinary().term(70_000), Atom.OK);
        Fun fun =
                new Fun(
                        2,
                        Binary.wrap(new byte[16]),
                        5,
                        Atom.OK,
                        IntegerTerm.of(5),
                        IntegerTerm.of(7),
                        ControlMessages.FROM,
                        List.of(captured));

        assertThat(roundTrip(FrameForm.FRAGMENTS, Tuple.of(fun, captured)))
                .isEqualTo(Tuple.of(fun, captured));
    }

    @Test
    void aCopyOfAMessageIsTheSameMessage() {
        Term term = Tuple.of(Atom.of("big"), new LargeBinary().term(10_000), Atom.of("end"));
        message.encode(SEND, Frames.payload(term), FrameForm.ATOM_CACHE);
        OutgoingMessage copy = message.copy();
        message.encode(SEND, Frames.payload(Atom.ERROR), FrameForm.ATOM_CACHE);

        ByteBuf out = Unpooled.buffer();
        new FrameEncoder(FrameForm.ATOM_CACHE).write(copy, out);

        List<ByteBuf> frames = Frames.split(out);
        assertThat(Frames.payloadOf(Frames.decoder().decode(frames.getFirst()))).isEqualTo(term);
    }

    private static Term roundTrip(FrameForm form, Term term) {
        FrameDecoder decoder = Frames.decoder();
        DistributionMessage whole = null;
        for (ByteBuf frame : Frames.encode(new FrameEncoder(form), SEND, Frames.payload(term))) {
            whole = decoder.decode(frame);
        }
        return Frames.payloadOf(whole);
    }
}
