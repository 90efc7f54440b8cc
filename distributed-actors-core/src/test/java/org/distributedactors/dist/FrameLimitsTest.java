package org.distributedactors.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.distributedactors.etf.TermLimits;
import org.distributedactors.term.Atom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameLimitsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1",
        "1, 0, 1",
        "1, 1, 0",
        "-1, 1, 1",
        "1073741825, 1, 1",
        "1, 1073741825, 1"
    })
    void limitsThatLimitNothingAreRefused(int frame, int message, int open) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FrameLimits(frame, message, open, TermLimits.defaults()));
    }

    @Test
    void anUnfinishedMessageTakesAtMostTwiceItsBytesWhateverItAnnounces() {
        ControlMessage control = new ControlMessage.Send(ControlMessages.TO);
        for (long announced : new long[] {2, 1000, Integer.MAX_VALUE, Long.MAX_VALUE, -1}) {
            PartialMessage message =
                    new PartialMessage(control, new Atom[0], announced, 0, piece(1000), 0);
            assertThat(message.capacity()).isBetween(1000, 2000);
        }
    }

    @Test
    void piecesOfOneSizeFillTheirMessageExactly() {
        ControlMessage control = new ControlMessage.Send(ControlMessages.TO);
        PartialMessage message = new PartialMessage(control, new Atom[0], 4, 0, piece(1000), 0);
        for (int fragment = 3; fragment > 0; fragment--) {
            message.append(fragment, piece(1000), 0);
        }
        assertThat(message.isComplete()).isTrue();
        assertThat(message.capacity()).isEqualTo(4000);
    }

    @Test
    void whatIsTrustedIsAllocatedAtOnceAndNoMore() {
        ControlMessage control = new ControlMessage.Send(ControlMessages.TO);
        PartialMessage believed =
                new PartialMessage(control, new Atom[0], 16, 50, piece(1000), 20_000);
        PartialMessage doubted =
                new PartialMessage(control, new Atom[0], 16, 50, piece(1000), 10_000);

        assertThat(believed.capacity()).isBetween(16_000, 17_000);
        assertThat(doubted.capacity()).isBetween(1000, 2000);
    }

    @Test
    void allThatIsTrustedOnOneConnectionIsLittle() {
        FragmentAssembler fragments = new FragmentAssembler(FrameLimits.defaults());
        ControlMessage control = new ControlMessage.Send(ControlMessages.TO);
        long allocated = 0;
        for (int sequence = 1; sequence <= 200; sequence++) {
            PartialMessage message =
                    new PartialMessage(
                            control, new Atom[0], 900, 50, piece(1000), fragments.trusted());
            fragments.start(sequence, message);
            allocated += message.capacity();
        }
        assertThat(allocated).isLessThan(5 << 20);
    }

    private static ByteBuf piece(int bytes) {
        return Unpooled.wrappedBuffer(new byte[bytes]);
    }
}
